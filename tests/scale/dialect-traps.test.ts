import { changeId, clockFrom, day, instant, repositoryName, week, type RepositoryName } from '@sluice/model'
import { openLedger, type Ledger } from '@sluice/ledger'
import { sql } from 'kysely'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRawEngines, type BothAnswers, type RawEngines } from './raw-engines.ts'
import { startClickHouseCluster, type ClickHouseCluster } from './servers/clickhouse-cluster.ts'
import { canSkip } from './servers/is-installed.ts'

const clock = clockFrom(Date.now)

describe.skipIf(canSkip)('what DuckDB and ClickHouse mean by the same SQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-traps-'))
  let cluster: ClickHouseCluster
  let engines: RawEngines
  let ledgers: readonly Ledger[]

  beforeAll(async () => {
    cluster = await startClickHouseCluster({ shards: 2, replicas: 1 })
    engines = await openRawEngines(cluster.url())
    ledgers = [
      await openLedger({ directory: join(folder, 'embedded'), clock }),
      await openLedger({ directory: join(folder, 'scaled'), ledgerUrl: cluster.url(), clock }),
    ]
  })
  afterAll(async () => {
    await engines.close()
    await Promise.all(ledgers.map((ledger) => ledger.close()))
    await cluster.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('lag() before the first row is NULL on one and 0 on the other, so queries use none', async () => {
    const { duckdb, clickhouse } = await engines.ask(
      `select n, lag(n) over (order by n) as before from (select 5 as n union all select 6) as t order by n`,
    )

    expect(duckdb).toEqual([
      { n: 5, before: null },
      { n: 6, before: 5 },
    ])
    expect(clickhouse).toEqual([
      { n: 5, before: 0 },
      { n: 6, before: 5 },
    ])
  })

  it('a row that an outer join does not find is NULL and not empty', async () => {
    const text = `select a.n as n, b.n as found, b.t as t
      from (select 1 as n) as a left join (select 2 as n, 'x' as t) as b on a.n = b.n`

    expect(await engines.ask(text)).toEqual(onBoth([{ n: 1, found: null, t: null }]))
    // Without the setting it would be this.
    expect((await engines.ask(text, { join_use_nulls: 0 })).clickhouse).toEqual([{ n: 1, found: 0, t: '' }])
  })

  it('an alias that is called like a column does not hide it', async () => {
    const text = `select sum(n) as n, max(n) as m from (select 1 as n union all select 2) as t`

    const { clickhouse } = await engines.ask(text)
    expect(clickhouse).toEqual([{ n: 3, m: 2 }])
    await expect(engines.ask(text, { prefer_column_name_to_alias: 0 })).rejects.toMatchObject({
      code: 'LEDGER_QUERY_FAILED',
      cause: { code: '184' },
    })
  })

  it('whole numbers of 64 bits arrive as numbers', async () => {
    const text = `select cast(1700000000000 as bigint) as at`

    expect((await engines.ask(text)).clickhouse).toEqual([{ at: 1_700_000_000_000 }])
    expect((await engines.ask(text, { output_format_json_quote_64bit_integers: 1 })).clickhouse).toEqual([
      { at: '1700000000000' },
    ])
  })

  it('weeks begin on Monday at 00:00 UTC to the millisecond', async () => {
    const monday = Date.UTC(2026, 0, 5)
    const ends = [monday - 1, monday, monday + week - 1, monday + week]
    const repository = repositoryName('github.com/acme/weeks')
    const stageSpans = ends.map((end, number) => ({
      repository,
      change: changeId(`${repository}#${number}`),
      spans: [{ stage: 'ci-run' as const, from: instant(end - 1234), to: instant(end) }],
    }))

    for (const ledger of ledgers) {
      await ledger.append({ stageSpans })
      const rows = await ledger.query('stageDurationsByWeek', {
        since: instant(0),
        until: instant(monday + 2 * week),
      })
      expect(rows.map(({ weekOf, n, p50 }) => ({ weekOf, n, p50 }))).toEqual([
        { weekOf: monday - week, n: 1, p50: 1234 },
        { weekOf: monday, n: 2, p50: 1234 },
        { weekOf: monday + week, n: 1, p50: 1234 },
      ])
    }
  })

  it('a whole quotient is cut and never a fraction', async () => {
    expect(
      await engines.compile((dialect) => sql`select ${dialect.wholeQuotient(sql`${day - 1}`, day)} as days`),
    ).toEqual(onBoth([{ days: 0 }]))
  })

  it('a quantile is exact and lies between its neighbours', async () => {
    const values = sql`(select 10 as v union all select 20 union all select 40 union all select 80) as t`

    expect(
      await engines.compile(
        (dialect) =>
          sql`select ${dialect.quantile(0.5, sql`v`)} as p50, ${dialect.quantile(0.9, sql`v`)} as p90 from ${values}`,
      ),
    ).toEqual(onBoth([{ p50: 30, p90: 68 }]))
  })

  it('the value at the least of several is found by all of the order', async () => {
    const rows = sql`(select 'late' as v, 2 as a, 1 as b union all select 'second', 1, 9 union all select 'first', 1, 3) as t`

    expect(
      await engines.compile(
        (dialect) => sql`select ${dialect.valueAtLeast(sql`v`, sql`a`, sql`b`)} as least,
          ${dialect.valueAtGreatest(sql`v`, sql`a`, sql`b`)} as greatest from ${rows}`,
      ),
    ).toEqual(onBoth([{ least: 'first', greatest: 'late' }]))
  })

  it('a sample variance is over n - 1', async () => {
    expect(
      await engines.compile(
        (dialect) =>
          sql`select ${dialect.sampleVariance(sql`v`)} as v from (select 1 as v union all select 2 union all select 6) as t`,
      ),
    ).toEqual(onBoth([{ v: 7 }]))
  })

  it('an empty list gives no row, and a full one a row for each element', async () => {
    for (const ledger of ledgers) {
      const repository = repositoryName('github.com/acme/lists')
      await ledger.append({
        events: [listOf(repository, 'empty', []), listOf(repository, 'full', ['a', 'b'])],
      })
      const rows = await ledger.query('changeCiRuns', { repository })
      expect(rows.map(({ change }) => change)).toEqual(['a', 'b'])
    }
  })

  it('an as-of join takes the same moment too, and leaves what has none', async () => {
    const text = `select l.t as t, r.v as v
      from (select 1 as k, 5 as t union all select 1, 9 union all select 2, 5) as l
      asof left join (select 1 as k, 5 as t, 'same' as v union all select 1, 7, 'later') as r
      on l.k = r.k and l.t <= r.t order by l.k, l.t`

    expect(await engines.ask(text)).toEqual(
      onBoth([
        { t: 5, v: 'same' },
        { t: 9, v: null },
        { t: 5, v: null },
      ]),
    )
  })

  it('a sum of nothing but NULL is NULL and not 0', async () => {
    const text = `select k, sum(v) as v, min(v) as least from (select 1 as k, nullif(1, 1) as v) as t group by k`

    expect(await engines.ask(text)).toEqual(onBoth([{ k: 1, v: null, least: null }]))
  })

  it('texts with quotes, backslashes and line breaks go through parameters unharmed', async () => {
    const hard = `it's "a" \\ b \\' \\n \t \r\n {p0:String} $1 ? ünïcode 😀`

    expect(await engines.compile(() => sql`select ${hard} as v`)).toEqual(onBoth([{ v: hard }]))
    expect(await engines.compile(() => sql`select ${sql.lit(hard)} as v`)).toEqual(onBoth([{ v: hard }]))
  })

  it('joins of shared-out tables find the rows of every shard', async () => {
    const repositories = Array.from({ length: 12 }, (_, number) =>
      repositoryName(`github.com/join/r${number}`),
    )
    const scaled = ledgers[1]
    await scaled?.append({ events: repositories.map((repository) => listOf(repository, 'run', ['x'])) })
    const counts = await Promise.all(
      cluster.nodes.map((node) =>
        node.ask(`SELECT uniq(repository) FROM sluice.local_ci_runs WHERE repository LIKE '%/join/%'`),
      ),
    )
    // Both shards have some of them, or the test would prove nothing.
    expect(counts.map(Number).every((count) => count > 0)).toBe(true)

    const joined = `select count() as n from sluice.ci_runs as a join sluice.ci_runs as b
      on a.repository = b.repository and a.id = b.id where a.repository like '%/join/%'`
    for (const node of cluster.nodes) {
      expect(await node.ask(`${joined} settings distributed_product_mode = 'local'`)).toBe('12')
      await expect(node.ask(joined)).rejects.toThrow('DISTRIBUTED_IN_JOIN_SUBQUERY_DENIED')
    }
  })

  it('a row that is written twice counts once before the server has merged it', async () => {
    await Promise.all(cluster.nodes.map((node) => node.ask('SYSTEM STOP MERGES')))
    const exposure = { id: 'twice', flag: 'f', variant: 'v', unit: 'u', at: instant(5) }
    const query = { flag: 'f', metric: 'm', since: instant(0), until: instant(10) }

    for (const ledger of ledgers) {
      await ledger.append({ exposures: [exposure] })
      await ledger.append({ exposures: [exposure, { ...exposure, id: 'other', unit: 'w' }] })
      expect(await ledger.query('variantSums', query)).toEqual([
        { variant: 'v', units: 2, mean: 0, variance: 0 },
      ])
    }
    await Promise.all(cluster.nodes.map((node) => node.ask('SYSTEM START MERGES')))
  })

  it('an insert that is sent again under its token is not even written', async () => {
    const insert = `INSERT INTO sluice.insert_exposures (id, flag, variant, unit, at, _version)
      SETTINGS distributed_foreground_insert = 1, insert_deduplication_token = 'batch-1' VALUES ('d', 'dedup', 'v', 'u', 1, 1)`
    for (let attempt = 0; attempt < 3; attempt += 1) await cluster.nodes[0]?.ask(insert)

    // Not FINAL: every row that lies on a disk.
    expect(
      await cluster.nodes[1]?.ask(`SELECT count() FROM sluice.insert_exposures WHERE flag = 'dedup'`),
    ).toBe('1')
  })

  it('a number that is none is refused and not written as 0', async () => {
    for (const ledger of ledgers) {
      await expect(
        ledger.append({
          metricSamples: [{ id: 'nan', metric: 'm', unit: 'u', value: Number.NaN, at: instant(1) }],
        }),
      ).rejects.toMatchObject({ code: 'LEDGER_ROW_INVALID' })
    }
  })
})

/** The same rows from each. */
function onBoth(rows: readonly unknown[]): BothAnswers {
  return { duckdb: rows, clickhouse: rows }
}

function listOf(repository: RepositoryName, id: string, changes: readonly string[]) {
  const at = instant(1000)
  return {
    id: `test:${repository}:${id}` as never,
    source: 'test',
    repository,
    at,
    kind: 'ci-run' as const,
    run: {
      id: `${repository}:${id}:1` as never,
      nativeId: id,
      attempt: 1,
      pipeline: 'build',
      trigger: 'change' as const,
      revision: 'a'.repeat(40) as never,
      changes: changes.map(changeId),
      createdAt: at,
    },
  }
}
