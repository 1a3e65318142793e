import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { openEmbeddedLedger, type EmbeddedLedger, type QueryName, type QueryParameters } from '@sluice/ledger'
import { deliveryHistory, inBatches, testReport } from '@sluice/ledger/testing'
import {
  changeId,
  clockFrom,
  deploymentId,
  eventId,
  instant,
  repositoryName,
  revision,
  serviceId,
  type DeliveryEvent,
  type EventHeader,
} from '@sluice/model'
import { spreadOf } from './spread.ts'

/**
 * Measures the embedded ledger: loading, durable commits, and the four reference queries against hand-written SQL on
 * the same file. At scale 1: 5M test results, 2M spans of stages, 200k changes with 20k deployments, 5M exposures
 * and 5M samples; the scale multiplies all of them. Defaults to 0.1.
 */
export async function measureLedger([scale = '0.1']: readonly string[]): Promise<readonly string[]> {
  const size = Number(scale)
  const directory = mkdtempSync(join(tmpdir(), 'sluice-bench-ledger-'))
  try {
    const loading = await measureLoading(directory, size)
    const commits = await measureCommits(join(directory, 'commits'), size)
    const queries = await measureQueries(directory)
    const reading = await measureReading(directory)
    return [...loading, '', ...commits, '', ...queries, '', ...reading]
  } finally {
    rmSync(directory, { recursive: true })
  }
}

const repository = repositoryName('github.com/acme/shop')
const clock = clockFrom(Date.now)
const start = Date.UTC(2025, 0, 1)
const always = { since: instant(0), until: instant(4e12) }

async function measureLoading(directory: string, size: number): Promise<readonly string[]> {
  const files = await writeFiles(directory, size)
  const ledger = await openEmbeddedLedger({ directory, clock })
  const rows: string[] = []
  const plain = await plainLoad(join(directory, 'plain.duckdb'), files.results)
  const loaded = await timed(() => ledger.loadFile('test_results', files.results))
  rows.push(
    `| test results from CSV | ${count(loaded.value.rows)} | ${perSecond(loaded.value.rows, loaded.ms)} | ${(loaded.ms / plain).toFixed(2)} of plain SQL |`,
  )
  const fresh = await openEmbeddedLedger({ directory: join(directory, 'parquet'), clock })
  const parquet = await timed(() => fresh.loadFile('test_results', files.parquet))
  await fresh.close()
  rows.push(
    `| test results from Parquet | ${count(parquet.value.rows)} | ${perSecond(parquet.value.rows, parquet.ms)} | |`,
  )
  const loads = [
    ['change_stages', files.stages],
    ['exposures', files.exposures],
    ['metric_samples', files.samples],
  ] as const
  for (const [table, path] of loads) {
    const { value, ms } = await timed(() => ledger.loadFile(table, path))
    rows.push(`| ${table} from Parquet | ${count(value.rows)} | ${perSecond(value.rows, ms)} | |`)
  }

  const reports = Array.from({ length: Math.max(20, Math.round(20 * size)) }, (_, report) =>
    testReport({ report, tests: 50_000, repository: repositoryName('github.com/acme/other') }),
  )
  const fromCode = await timed(() => inTurn(reports, 4, (testResults) => ledger.append({ testResults })))
  rows.push(
    `| test results from JavaScript, 50,000 in a batch | ${count(50_000 * reports.length)} | ${perSecond(50_000 * reports.length, fromCode.ms)} | |`,
  )

  const events = mergesAndDeployments(size)
  const appended = await timed(() =>
    inTurn([...inBatches(events, 5_000)], 4, (batch) => ledger.append({ events: batch })),
  )
  rows.push(
    `| events with their facts, 5,000 in a batch | ${count(events.length)} | ${perSecond(events.length, appended.ms)} | |`,
  )
  await ledger.close()
  return ['| load | rows | rows/s | |', '| --- | --- | --- | --- |', ...rows]
}

/** Commits of 500 events each, durable and with their facts, into a ledger that already has a history. */
async function measureCommits(directory: string, size: number): Promise<readonly string[]> {
  const ledger = await openEmbeddedLedger({ directory, clock })
  const batches = [
    ...inBatches(deliveryHistory({ changes: Math.max(5_000, Math.round(40_000 * size)) }), 500),
  ]
  const third = Math.floor(batches.length / 3)
  await inTurn(batches.slice(0, third), 8, (events) => ledger.append({ events }))

  const waits: number[] = []
  const oneByOne = await timed(() =>
    inTurn(batches.slice(third, 2 * third), 1, async (events) => {
      waits.push((await timed(() => ledger.append({ events }))).ms)
    }),
  )
  const eight = await timed(() => inTurn(batches.slice(2 * third), 8, (events) => ledger.append({ events })))
  await ledger.close()
  const sorted = waits.toSorted((a, b) => a - b)
  return [
    '| durable commits of 500 events with their facts | commits/s | median, ms | 99 %, ms |',
    '| --- | --- | --- | --- |',
    `| one after the other | ${((1_000 * third) / oneByOne.ms).toFixed(0)} | ${show(sorted[Math.floor(0.5 * sorted.length)])} | ${show(sorted[Math.floor(0.99 * sorted.length)])} |`,
    `| eight at once | ${((1_000 * (batches.length - 2 * third)) / eight.ms).toFixed(0)} | | |`,
  ]
}

interface ReferenceQuery<TName extends QueryName> {
  readonly name: TName
  readonly parameters: QueryParameters<TName>
  /** What somebody would write by hand for the same answer. */
  readonly sql: string
}

const referenceQueries = [
  {
    name: 'stageDurationsByWeek',
    parameters: always,
    sql: `select repository, stage, (ended_at - 345600000) // 604800000 as week, count(*),
        quantile_cont(ended_at - started_at, 0.5), quantile_cont(ended_at - started_at, 0.9)
      from change_stages where ended_at < 4000000000000 group by all order by all`,
  } satisfies ReferenceQuery<'stageDurationsByWeek'>,
  {
    name: 'testReliability',
    parameters: { repository, ...always },
    sql: `select test, count(*), count(*) filter (outcome in ('failed', 'errored')), count(*) filter (outcome = 'flaky'), avg(duration)
      from test_results where repository = '${repository}' and "at" < 4000000000000 and outcome <> 'skipped'
      group by test order by test`,
  } satisfies ReferenceQuery<'testReliability'>,
  {
    name: 'firstDeploymentAfterMerge',
    parameters: { repository, ...always },
    sql: `with success as (
        select min(id) as id, ended_at from (
          select d.id, min(e."at") as ended_at from deployments d join deployment_events e on e.deployment = d.id
          where d.repository = '${repository}' and d.is_production and e.state = 'succeeded' group by d.id
        ) group by ended_at)
      select c.id, c.merged_at, s.id, s.ended_at from changes c asof left join success s on c.merged_at <= s.ended_at
      where c.repository = '${repository}' and c.merged_at < 4000000000000 order by c.merged_at, c.id`,
  } satisfies ReferenceQuery<'firstDeploymentAfterMerge'>,
  {
    name: 'variantSums',
    parameters: { flag: 'flag', metric: 'metric', ...always },
    sql: `with met as (
        select unit, min("at") as met_at, arg_min(variant, "at") as variant
        from exposures where flag = 'flag' and "at" < 4000000000000 group by unit),
      summed as (
        select met.unit, variant, coalesce(sum(value), 0) as total
        from met left join metric_samples s on s.unit = met.unit and s."at" >= met_at and metric = 'metric' and s."at" < 4000000000000
        group by all)
      select variant, count(*), avg(total), var_samp(total) from summed group by variant order by variant`,
  } satisfies ReferenceQuery<'variantSums'>,
] as const

const rounds = 5

async function measureQueries(directory: string): Promise<readonly string[]> {
  const ours = new Map<string, number[]>()
  const plain = new Map<string, number[]>()
  const plainRows = new Map<string, number[]>()
  // In turns, because only one of the two may have the file open.
  for (let round = 0; round <= rounds; round += 1) {
    const ledger = await openEmbeddedLedger({ directory, clock })
    for (const query of referenceQueries) {
      await ask(ledger, query)
      note(ours, query.name, round, (await timed(() => ask(ledger, query))).ms)
    }
    await ledger.close()

    const instance = await DuckDBInstance.create(join(directory, 'ledger.duckdb'), {
      access_mode: 'READ_ONLY',
    })
    const connection = await instance.connect()
    for (const { name, sql } of referenceQueries) {
      await connection.run(sql)
      note(plain, name, round, (await timed(() => connection.run(sql))).ms)
      const withRows = await timed(async () => (await connection.run(sql)).getRowObjectsJS())
      note(plainRows, name, round, withRows.ms)
    }
    connection.closeSync()
    instance.closeSync()
  }
  return [
    '| reference query | rows | ledger, ms | plain SQL and its rows, ms | ratio | plain SQL, nothing read, ms |',
    '| --- | --- | --- | --- | --- | --- |',
    ...referenceQueries.map(({ name }) => {
      const [own = 0, rows = 0, bare = 0] = [ours, plainRows, plain].map(
        (times) => spreadOf(times.get(name) ?? []).median,
      )
      return `| ${name} | ${count(answers.get(name) ?? 0)} | ${show(own)} | ${show(rows)} | ${(own / rows).toFixed(2)} | ${show(bare)} |`
    }),
  ]
}

const answers = new Map<string, number>()

async function ask(ledger: EmbeddedLedger, query: (typeof referenceQueries)[number]): Promise<void> {
  const rows = await ledger.query<QueryName>(query.name, query.parameters)
  answers.set(query.name, rows.length)
}

/** Reading what an analysis reads, from a ledger with the history of `measureCommits`. */
async function measureReading(directory: string): Promise<readonly string[]> {
  const ledger = await openEmbeddedLedger({ directory: join(directory, 'commits'), clock })
  const names = ['changes', 'changeEvents', 'changeCommits', 'changeCiRuns', 'deployments'] as const
  const rows: string[] = []
  for (const name of names) {
    await ledger.query(name, { repository })
    const { value, ms } = await timed(() => ledger.query(name, { repository }))
    rows.push(`| ${name} | ${count(value.length)} | ${show(ms)} | ${perSecond(value.length, ms)} |`)
  }
  await ledger.close()
  return ['| reading | rows | ms | rows/s |', '| --- | --- | --- | --- |', ...rows]
}

/** Plain SQL that loads the same file into a table without checks, for comparison. */
async function plainLoad(path: string, csv: string): Promise<number> {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  await connection.run(`create table results as select * from read_csv('${csv}') limit 0`)
  const { ms } = await timed(() => connection.run(`insert into results select * from read_csv('${csv}')`))
  connection.closeSync()
  instance.closeSync()
  return ms
}

interface Files {
  readonly results: string
  readonly parquet: string
  readonly stages: string
  readonly exposures: string
  readonly samples: string
}

async function writeFiles(directory: string, size: number): Promise<Files> {
  mkdirSync(directory, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const million = 1e6 * size
  const paths: Files = {
    results: join(directory, 'results.csv'),
    parquet: join(directory, 'results.parquet'),
    stages: join(directory, 'stages.parquet'),
    exposures: join(directory, 'exposures.parquet'),
    samples: join(directory, 'samples.parquet'),
  }
  const rows: Readonly<Record<keyof Files, string>> = {
    results: `select 'github:acme/shop:run:' || (i // 10000) || ':junit.xml' as report, i % 10000 as place,
        '${repository}' as repository, 'unit::src/part-' || (i % 200) || '.test.ts::does the thing number ' || (i % 10000) as test,
        'unit' as suite, 'does the thing number ' || (i % 10000) as name, 'src/part-' || (i % 200) || '.test.ts' as file,
        case when hash(i) % 100 = 0 then 'failed' when hash(i) % 300 = 1 then 'flaky' else 'passed' end as outcome,
        (hash(i) % 900)::double as duration, 1 as attempts, ${start} + (i // 10000) * 600000 as "at",
        md5((i // 10000)::varchar) || '00000000' as revision, 'github:' || (i // 10000) || ':1' as run
      from range(${5 * million}) as t(i)`,
    parquet: `select * from read_csv('${paths.results}')`,
    stages: `select 'github.com/acme/' || (i % 20) as repository, 'github.com/acme/' || (i % 20) || '#' || (i // 10) as change,
        i % 10 as place, ['coding', 'pickup-wait', 'reviewer-wait', 'author-rework', 'ci-queue', 'ci-run', 'ci-repair', 'merge-wait', 'release-wait', 'deploy-run'][1 + i % 10] as stage,
        ${start} + i * 15000 as started_at, ${start} + i * 15000 + hash(i) % 100000000 as ended_at, 0 as recorded_at
      from range(${2 * million}) as t(i)`,
    exposures: `select 'exposure:' || i as id, 'flag' as flag, case when hash(i) % 2 = 0 then 'on' else 'off' end as variant,
        'user-' || i as unit, ${start} + hash(i) % 1000000000 as "at" from range(${5 * million}) as t(i)`,
    samples: `select 'sample:' || i as id, 'metric' as metric, 'user-' || (hash(i) % ${5 * million}) as unit,
        (hash(i + 1) % 1000) / 10.0 as value, ${start} + hash(i + 2) % 2000000000 as "at" from range(${5 * million}) as t(i)`,
  }
  for (const [file, sql] of Object.entries(rows)) {
    const path = Object.entries(paths).find(([name]) => name === file)?.[1] ?? ''
    await connection.run(
      `copy (${sql}) to '${path}' (${path.endsWith('.csv') ? 'format csv' : 'format parquet'})`,
    )
  }
  connection.closeSync()
  instance.closeSync()
  return paths
}

function mergesAndDeployments(size: number): readonly DeliveryEvent[] {
  const minute = 60_000
  const header = (what: string, at: number): EventHeader => ({
    id: eventId(`github:${repository}:${what}`),
    source: 'github',
    repository,
    at: instant(at),
  })
  const changes = Array.from({ length: Math.round(200_000 * size) }, (_, number): DeliveryEvent => {
    const mergedAt = instant(start + number * minute)
    return {
      ...header(`pull:${number}`, mergedAt),
      kind: 'change',
      change: {
        id: changeId(`${repository}#${number}`),
        number,
        title: `Change number ${number}`,
        state: 'merged',
        isDraft: false,
        openedAt: instant(mergedAt - 600 * minute),
        mergedAt,
        baseBranch: 'main',
        labels: [],
      },
    }
  })
  const deployments = Array.from(
    { length: Math.round(20_000 * size) },
    (_, number): readonly DeliveryEvent[] => {
      const at = instant(start + number * 10 * minute + 5)
      const id = deploymentId(`github:${repository}:${number}`)
      return [
        {
          ...header(`deployment:${number}`, at),
          kind: 'deployment',
          deployment: {
            id,
            service: serviceId(''),
            environment: 'production',
            isProduction: true,
            revision: revision(`r${number}`),
            createdAt: at,
          },
        },
        {
          ...header(`deployment:${number}:succeeded`, at + 5),
          kind: 'deployment-event',
          event: { deployment: id, state: 'succeeded', at: instant(at + 5) },
        },
      ]
    },
  )
  return [...changes, ...deployments.flat()]
}

async function inTurn<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values()
  async function workOff(): Promise<void> {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, workOff))
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const startedAt = performance.now()
  const value = await work()
  return { value, ms: performance.now() - startedAt }
}

/** The first round only warms the caches. */
function note(times: Map<string, number[]>, name: string, round: number, ms: number): void {
  if (round > 0) times.set(name, [...(times.get(name) ?? []), ms])
}

function perSecond(rows: number, ms: number): string {
  return `${Math.round(rows / ms)}k`
}
function count(rows: number): string {
  return rows.toLocaleString('en')
}
function show(ms: number | undefined): string {
  return ms === undefined ? '' : ms.toFixed(ms < 10 ? 1 : 0)
}
