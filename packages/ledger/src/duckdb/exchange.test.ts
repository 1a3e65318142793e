import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { changeId, fixedClock, instant, type DeliveryEvent, type RepositoryName } from '@sluice/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queries } from '../queries/queries.ts'
import type { QueryName } from '../queries/registry.ts'
import { deliveryHistory } from '../testing/delivery-history.ts'
import { numberedBatch, numberedRepository } from '../testing/numbered-batch.ts'
import { temporaryLedger, type TemporaryLedger } from '../testing/temporary-ledger.ts'
import { testReport } from '../testing/test-report.ts'
import { openLedger, type EmbeddedLedger } from './open-ledger.ts'

const clock = fixedClock(instant(5))
const repository = 'github.com/acme/shop' as RepositoryName
const events: readonly DeliveryEvent[] = [...deliveryHistory({ changes: 60 })]
let folder: string
let full: TemporaryLedger

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-exchange-'))
  full = await temporaryLedger(clock)
  const { ledger } = full
  await ledger.append({
    events,
    testResults: testReport({ report: 1, tests: 50 }),
    exposures: [{ id: 'x1', flag: 'f', variant: 'on', unit: 'u', at: instant(1) }],
    metricSamples: [{ id: 'm1', metric: 'm', unit: 'u', value: 0.1, at: instant(2) }],
    stageSpans: [
      {
        repository,
        change: changeId(`${repository}#1`),
        spans: [{ stage: 'coding', from: instant(1), to: instant(9) }],
      },
    ],
    rejected: [{ id: 'r1', source: 's', reason: 'why', excerpt: '…', receivedAt: instant(1) }],
    cursor: { source: 'github', scope: repository, stream: 'pulls', position: 'p', updatedAt: instant(3) },
  })
  await ledger.control.writeDocument({ collection: 'flags', id: 'f', body: '{}' }, 0)
})
afterAll(async () => {
  await full.remove()
  rmSync(folder, { recursive: true })
})

describe('export and import', () => {
  it('carry everything to another ledger, which answers every query alike', async () => {
    const exported = await full.ledger.export(join(folder, 'all'))

    await using other = await disposable(join(folder, 'other'))
    const imported = await other.ledger.import(join(folder, 'all'))

    expect(exported).toEqual([
      { table: 'events', rows: events.length },
      { table: 'change_stages', rows: 1 },
      { table: 'test_results', rows: 50 },
      { table: 'exposures', rows: 1 },
      { table: 'metric_samples', rows: 1 },
      { table: 'quarantine', rows: 1 },
      { table: 'cursors', rows: 1 },
      { table: 'documents', rows: 1 },
    ])
    expect(imported).toEqual(exported)
    expect(await answers(other.ledger)).toEqual(await answers(full.ledger))
    expect((await other.ledger.status()).rows).toEqual((await full.ledger.status()).rows)
    expect(await other.ledger.control.listDocuments('flags')).toMatchObject([{ id: 'f', body: '{}' }])
    expect(await other.ledger.control.listCursors()).toEqual(await full.ledger.control.listCursors())
  })

  it('leave alone what is known when they are done again', async () => {
    await full.ledger.export(join(folder, 'again'))
    const before = await full.ledger.status()

    const imported = await full.ledger.import(join(folder, 'again'))

    expect(imported.map(({ rows }) => rows)).toEqual(imported.map(() => 0))
    expect((await full.ledger.status()).rows).toEqual(before.rows)
  })

  it('give a document that is written after an import a version it never had', async () => {
    await full.ledger.export(join(folder, 'versions'))
    await using other = await disposable(join(folder, 'versions-of-other'))
    await other.ledger.import(join(folder, 'versions'))

    const [imported] = await other.ledger.control.listDocuments('flags')
    const next = await other.ledger.control.writeDocument(
      { collection: 'flags', id: 'f', body: '{"on":true}' },
      imported?.version ?? 0,
    )

    expect(next).toBeGreaterThan(imported?.version ?? Infinity)
  })

  it('set aside events that are none, once', async () => {
    const odd = join(folder, 'odd')
    const [good] = events
    await writeParquet(join(odd, 'events.parquet'), [
      JSON.stringify(good),
      JSON.stringify({ ...good, id: 'x', at: 'yesterday' }),
      'no json',
    ])

    await using other = await disposable(join(folder, 'odd-ledger'))
    const first = await other.ledger.import(odd)
    await other.ledger.import(odd)

    expect(first).toEqual([{ table: 'events', rows: 1 }])
    expect((await other.ledger.status()).quarantined).toEqual([
      { source: 'import', reason: expect.stringMatching(/^at: /) as string, count: 1 },
      { source: 'import', reason: expect.stringMatching(/^the event: /) as string, count: 1 },
    ])
  })

  it('refuse a folder without an export, a torn file, and a folder that is a file', async () => {
    const torn = mkdtempSync(join(folder, 'torn-'))
    writeFileSync(join(torn, 'events.parquet'), 'PAR1 but not really')

    await expect(full.ledger.import(mkdtempSync(join(folder, 'empty-')))).rejects.toMatchObject({
      code: 'LEDGER_FILE_UNREADABLE',
      message: expect.stringContaining('holds no file of an export') as string,
    })
    await expect(full.ledger.import(torn)).rejects.toMatchObject({ code: 'LEDGER_FILE_UNREADABLE' })
    await expect(full.ledger.export(join(torn, 'events.parquet'))).rejects.toMatchObject({
      code: 'LEDGER_DIRECTORY_UNUSABLE',
    })
  })

  it('stop when they are cancelled', async () => {
    const signal = AbortSignal.abort()

    await expect(full.ledger.export(join(folder, 'cancelled'), { signal })).rejects.toMatchObject({
      code: 'LEDGER_CANCELLED',
    })
  })
})

describe('loadFile', () => {
  it.each(['csv', 'parquet', 'ndjson'])('adds the rows of a %s file once', async (kind) => {
    const path = join(folder, `results.${kind}`)
    await copyTo(
      path,
      `select 'report ' || (i % 7) as report, i // 7 as place, 'test/${kind}' as repository, 'suite::' || i as test,
       'suite' as suite, 'name, "' || i || '"' as name, 'passed' as outcome, 1 as attempts, 1000 + i as "at", i / 4 as duration
       from range(7000) as t(i)`,
    )

    const first = await full.ledger.loadFile('test_results', path)
    const second = await full.ledger.loadFile('test_results', path)

    expect([first, second]).toEqual([{ rows: kind === 'csv' ? 7_000 : 0 }, { rows: 0 }])
  })

  it('takes the first of rows that a file repeats, and only what is new to a report', async () => {
    const path = join(folder, 'repeats.parquet')
    const row = (id: string, value: number): string =>
      `select '${id}' as id, 'm' as metric, 'u' as unit, ${value}::double as value, 5 as "at"`
    await copyTo(path, [row('m1', 7), row('m2', 8), row('m2', 9)].join(' union all '))

    expect(await full.ledger.loadFile('metric_samples', path)).toEqual({ rows: 1 })
    // What was loaded is known to what is appended.
    const sample = { id: 'm2', metric: 'm', unit: 'u', value: 1, at: instant(1) }
    expect(await full.ledger.append({ metricSamples: [sample] })).toMatchObject({ recorded: 0, repeated: 1 })
  })

  it('says what is wrong with a file', async () => {
    const path = join(folder, 'short.csv')
    writeFileSync(path, 'id,metric,unit\n1,m,u\n')
    const text = join(folder, 'text.csv')
    writeFileSync(text, 'id,metric,unit,value,at\n1,m,u,much,5\n')

    await expect(full.ledger.loadFile('metric_samples', path)).rejects.toMatchObject({
      code: 'LEDGER_FILE_UNREADABLE',
      message: `${path} cannot be read into the ledger: it has no column value, at, which the table metric_samples needs.`,
    })
    await expect(full.ledger.loadFile('metric_samples', text)).rejects.toMatchObject({
      code: 'LEDGER_FILE_UNREADABLE',
    })
    await expect(full.ledger.loadFile('exposures', join(folder, 'absent.csv'))).rejects.toMatchObject({
      code: 'LEDGER_FILE_UNREADABLE',
    })
    await expect(full.ledger.loadFile('exposures', join(folder, 'table.xlsx'))).rejects.toMatchObject({
      code: 'LEDGER_FILE_UNREADABLE',
      message: expect.stringContaining('ends in none of .parquet') as string,
    })
  })
})

describe('rebuild', () => {
  it('gives the same answers as before and tells how far it is', async () => {
    const before = await answers(full.ledger)
    const progress: number[] = []

    const { events: rebuilt } = await full.ledger.rebuild({
      onProgress: ({ done, total }) => progress.push(done / total),
    })

    expect(rebuilt).toBe(events.length)
    expect(progress.at(-1)).toBe(1)
    expect(await answers(full.ledger)).toEqual(before)
  })

  it('derives facts from events brought up to date, and leaves the events as they were', async () => {
    await using other = await disposable(join(folder, 'refined'))
    await other.ledger.append({ events })

    await other.ledger.rebuild({
      refine: (event) =>
        event.kind === 'change'
          ? {
              ...event,
              change: {
                ...event.change,
                authorship: {
                  authorClass: 'ai-hinted',
                  marks: [{ tool: 't', place: 'branch' }],
                  canCarryMarks: true,
                },
              },
            }
          : event,
    })
    const refined = await other.ledger.query('changes', { repository })
    await other.ledger.rebuild()
    const plain = await other.ledger.query('changes', { repository })

    expect(new Set(refined.map(({ authorClass }) => authorClass))).toEqual(new Set(['ai-hinted']))
    expect(refined[0]?.marks).toBe('[{"tool":"t","place":"branch"}]')
    expect(new Set(plain.map(({ authorClass }) => authorClass))).toEqual(new Set(['unmarked']))
  })

  it('keeps the old facts when it is cancelled', async () => {
    await using other = await disposable(join(folder, 'cancelled'))
    await other.ledger.append(numberedBatch(1))
    const cancel = new AbortController()

    const rebuilding = other.ledger.rebuild({
      signal: cancel.signal,
      refine: (event) => {
        cancel.abort()
        return event
      },
    })

    await expect(rebuilding).rejects.toMatchObject({ code: 'LEDGER_CANCELLED', kind: 'user' })
    expect(await other.ledger.query('changes', { repository: numberedRepository })).toHaveLength(6)
    expect(await other.ledger.rebuild()).toEqual({ events: 40 })
  })
})

/** Every answer that a ledger gives. */
async function answers(ledger: EmbeddedLedger): Promise<Record<string, readonly unknown[]>> {
  const parameters = { repository, since: instant(0), until: instant(4e12), flag: 'f', metric: 'm' }
  const given: Record<string, readonly unknown[]> = {}
  for (const name of Object.keys(queries) as QueryName[]) given[name] = await ledger.query(name, parameters)
  return given
}

async function disposable(directory: string): Promise<AsyncDisposable & { readonly ledger: EmbeddedLedger }> {
  const ledger = await openLedger({ directory, clock })
  return { ledger, [Symbol.asyncDispose]: () => ledger.close() }
}

async function writeParquet(path: string, payloads: readonly string[]): Promise<void> {
  await copyTo(
    path,
    payloads.map((payload) => `select '${payload.replaceAll("'", "''")}' as payload`).join(' union all '),
  )
}

/** Writes the rows of a query to a file, by its ending. */
async function copyTo(path: string, rows: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const format = path.endsWith('.ndjson') ? 'json' : path.slice(path.lastIndexOf('.') + 1)
  mkdirSync(join(path, '..'), { recursive: true })
  await connection.run(`copy (${rows}) to '${path}' (format ${format})`)
  connection.closeSync()
  instance.closeSync()
}
