import { clockFrom } from '@sluice/model'
import { openEmbeddedLedger, openLedger, type Ledger, type QueryName } from '@sluice/ledger'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryCases } from './query-cases.ts'
import { recordedHistory } from './recorded-history.ts'
import { findDifference } from './same-answer.ts'
import { startClickHouseCluster, type ClickHouseCluster } from './servers/clickhouse-cluster.ts'
import { canSkip } from './servers/is-installed.ts'
import { startPostgresServer, type PostgresServer } from './servers/postgres-server.ts'

const clock = clockFrom(Date.now)
const cursor = {
  source: 'github',
  scope: 'github.com/acme/shop',
  stream: 'pulls',
  position: 'p',
  updatedAt: 5 as never,
}
const document = { collection: 'flags', id: 'checkout', body: `{"a":"it's \\\\ \\u0000"}` }

describe.skipIf(canSkip)('moving a ledger', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-moving-'))
  let cluster: ClickHouseCluster
  let postgres: PostgresServer
  let original: Ledger
  let scaled: Ledger

  beforeAll(async () => {
    ;[cluster, postgres] = await Promise.all([
      startClickHouseCluster({ shards: 2, replicas: 1 }),
      startPostgresServer(),
    ])
    original = await openEmbeddedLedger({ directory: join(folder, 'original'), clock })
    for (const batch of recordedHistory(11)) await original.append(batch)
    await original.append({ cursor })
    await original.control.writeDocument(document, 0)
    scaled = await openLedger({
      directory: join(folder, 'scaled'),
      ledgerUrl: cluster.url(),
      controlUrl: postgres.url,
      clock,
    })
  })
  afterAll(async () => {
    await Promise.all([original.close(), scaled.close()])
    await Promise.all([cluster.close(), postgres.close()])
    rmSync(folder, { recursive: true, force: true })
  })

  it('carries all of it from DuckDB to ClickHouse and PostgreSQL', async () => {
    const written = await original.export(join(folder, 'out'))
    const read = await scaled.import(join(folder, 'out'))

    expect(read).toEqual(written)
    await expectSame(scaled)
  })

  it('leaves what is known alone', async () => {
    const again = await scaled.import(join(folder, 'out'))

    expect(again.map(({ rows }) => rows)).toEqual(again.map(() => 0))
    await expectSame(scaled)
  })

  it('carries all of it back into a new DuckDB file', async () => {
    const written = await scaled.export(join(folder, 'back'))
    expect(readdirSync(join(folder, 'back')).toSorted()).toEqual(readdirSync(join(folder, 'out')).toSorted())

    const back = await openEmbeddedLedger({ directory: join(folder, 'again'), clock })
    expect(await back.import(join(folder, 'back'))).toEqual(written)
    await expectSame(back)
    await back.close()
  })

  it('carries a ledger in which there is nothing', async () => {
    const ledgerUrl = cluster.url({ database: 'empty' })
    const empty = await openLedger({ directory: join(folder, 'empty'), ledgerUrl, clock })
    const written = await empty.export(join(folder, 'nothing'))
    await empty.close()

    expect(written.map(({ rows }) => rows)).toEqual(written.map(() => 0))
    const back = await openEmbeddedLedger({ directory: join(folder, 'nothing-again'), clock })
    expect(await back.import(join(folder, 'nothing'))).toEqual(written)
    await back.close()
  })

  it('keeps the files of an unfinished export out of sight', () => {
    expect(readdirSync(join(folder, 'back')).filter((name) => !name.endsWith('.parquet'))).toEqual([])
  })

  it('names a file that it cannot read, and a folder that is no export', async () => {
    const broken = mkdtempSync(join(folder, 'broken-'))
    await expect(scaled.import(broken)).rejects.toMatchObject({ code: 'LEDGER_FILE_UNREADABLE' })

    writeFileSync(join(broken, 'exposures.parquet'), 'This is no Parquet.')
    const failure = scaled.import(broken)
    await expect(failure).rejects.toMatchObject({ code: 'LEDGER_FILE_UNREADABLE' })
    await expect(failure).rejects.toThrow('exposures.parquet')
  })

  it('names a folder that cannot be written', async () => {
    writeFileSync(join(folder, 'a-file'), '')

    await expect(scaled.export(join(folder, 'a-file', 'below'))).rejects.toMatchObject({
      code: 'LEDGER_DIRECTORY_UNUSABLE',
    })
  })

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort()

    await expect(scaled.export(join(folder, 'stopped'), { signal })).rejects.toMatchObject({
      code: 'LEDGER_CANCELLED',
    })
    await expect(scaled.import(join(folder, 'out'), { signal })).rejects.toMatchObject({
      code: 'LEDGER_CANCELLED',
    })
    await expect(scaled.rebuild({ signal })).rejects.toMatchObject({ code: 'LEDGER_CANCELLED' })
    await expectSame(scaled)
  })

  it('lets one rebuild run at a time', async () => {
    const both = await Promise.allSettled([scaled.rebuild(), scaled.rebuild()])

    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'LEDGER_REBUILD_UNDER_WAY' },
    })
    await expectSame(scaled)
  })

  it('brings events up to date when facts are derived anew', async () => {
    const seen: number[] = []
    await scaled.rebuild({
      refine: (event) =>
        event.kind === 'change' ? { ...event, change: { ...event.change, baseBranch: 'renamed' } } : event,
      onProgress: ({ done, total }) => seen.push(done / total),
    })

    const [parameters] = queryCases.changes
    const rows = await scaled.query('changes', parameters ?? ({} as never))
    expect(new Set(rows.map(({ baseBranch }) => baseBranch))).toEqual(new Set(['renamed']))
    expect(seen.at(-1)).toBe(1)
    // Events are what they were.
    await scaled.rebuild()
    await expectSame(scaled)
  })

  async function expectSame(ledger: Ledger): Promise<void> {
    for (const name of Object.keys(queryCases) as QueryName[]) {
      const [parameters] = queryCases[name]
      const [expected, found] = await Promise.all([
        original.query(name, parameters as never),
        ledger.query(name, parameters as never),
      ])
      const difference = findDifference(found, expected)
      expect({ name, difference }).toEqual({ name, difference: undefined })
    }
    expect((await ledger.status()).rows).toEqual((await original.status()).rows)
    expect(await ledger.control.listCursors()).toEqual([cursor])
    expect(await ledger.control.listDocuments()).toMatchObject([document])
  }
})
