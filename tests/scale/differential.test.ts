import { clockFrom } from '@sluice/model'
import type { Ledger, QueryName } from '@sluice/ledger'
import { openLedger } from '@sluice/ledger'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queries } from '../../packages/ledger/src/queries/queries.ts'
import { queryCases } from './query-cases.ts'
import { recordedHistory } from './recorded-history.ts'
import { findDifference } from './same-answer.ts'
import { startClickHouseCluster, type ClickHouseCluster } from './servers/clickhouse-cluster.ts'
import { canSkip } from './servers/is-installed.ts'

const clock = clockFrom(Date.now)
const names = Object.keys(queries) as QueryName[]

describe('queryCases', () => {
  it('has a case for every query of the registry', () => {
    expect(Object.keys(queryCases)).toEqual(names)
    expect(Object.values(queryCases).every((cases) => cases.length > 0)).toBe(true)
  })
})

describe('findDifference', () => {
  it('lets numbers differ by rounding and by nothing more', () => {
    expect(findDifference([{ a: 1 }], [{ a: 1 + 1e-12, b: undefined }])).toBeUndefined()
    expect(findDifference([{ a: 1 }], [{ a: 1 + 1e-8 }])).toBe('answer.0.a: 1 is not 1.00000001')
    expect(findDifference([{ a: 0 }], [{}])).toBe('answer.0.a: 0 is not undefined')
    expect(findDifference([1], [1, 2])).toBe('answer: 1 rows are not 2')
  })
})

describe.skipIf(canSkip)('a ledger in ClickHouse', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-differential-'))
  let cluster: ClickHouseCluster
  let embedded: Ledger
  let scaled: Ledger

  beforeAll(async () => {
    cluster = await startClickHouseCluster()
    embedded = await openLedger({ directory: join(folder, 'embedded'), clock })
    scaled = await openLedger({ directory: join(folder, 'scaled'), ledgerUrl: cluster.url(), clock })
  })
  afterAll(async () => {
    await embedded.close()
    await scaled.close()
    await cluster.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('counts what it records as DuckDB does', async () => {
    for (const batch of recordedHistory(7)) {
      expect(await scaled.append(batch)).toEqual(await embedded.append(batch))
    }
    const [first = {}] = recordedHistory(7)
    const repeated = await scaled.append(first)

    expect(repeated.recorded).toBe(0)
    expect(repeated).toEqual(await embedded.append(first))
  })

  it('has the rows that DuckDB has', async () => {
    const { rows, quarantined, lastEventAt, waiting } = await scaled.status()
    const expected = await embedded.status()

    expect({ rows, quarantined, lastEventAt, waiting }).toEqual({
      rows: expected.rows,
      quarantined: expected.quarantined,
      lastEventAt: expected.lastEventAt,
      waiting: 0,
    })
  })

  it.each(names)('answers %s as DuckDB does', async (name) => {
    expect(await differencesOf(scaled, name)).toEqual([])
  })

  it('answers the same from every node', async () => {
    for (const node of cluster.nodes.keys()) {
      const other = await openLedger({
        directory: join(folder, `node-${node}`),
        ledgerUrl: cluster.url({ nodes: [node] }),
        clock,
      })
      for (const name of names) expect(await differencesOf(other, name, 1)).toEqual([])
      await other.close()
    }
  })

  it('answers the same after its facts were derived anew', async () => {
    expect(await scaled.rebuild()).toEqual(await embedded.rebuild())

    for (const name of names) expect(await differencesOf(scaled, name, 2)).toEqual([])
  })

  it('answers the same while one replica of each shard is dead', async () => {
    await cluster.nodes[1]?.kill()
    await cluster.nodes[2]?.kill()

    for (const name of names) expect(await differencesOf(scaled, name, 2)).toEqual([])
  })

  /** Where the answers to the first cases of a query differ. Cases that all have no answer would prove nothing. */
  async function differencesOf(
    ledger: Ledger,
    name: QueryName,
    cases = Infinity,
  ): Promise<readonly string[]> {
    const differences: string[] = []
    let rows = 0
    for (const parameters of queryCases[name].slice(0, cases)) {
      const expected = await ask(embedded, name, parameters)
      const difference = findDifference(await ask(ledger, name, parameters), expected)
      if (difference !== undefined)
        differences.push(`${name} of ${JSON.stringify(parameters)}: ${difference}`)
      rows += expected.length
    }
    return rows === 0 ? [`${name} has no rows`] : differences
  }
})

/** The name and its parameters come from one entry of the cases, which the checker cannot see. */
function ask(ledger: Ledger, name: QueryName, parameters: unknown): Promise<readonly unknown[]> {
  return ledger.query(name, parameters as never)
}
