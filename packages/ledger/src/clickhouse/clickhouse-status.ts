import { instant } from '@sluice/model'
import { z } from 'zod'
import type { LedgerStatus } from '../ledger.ts'
import type { ClickHouseNodes } from './clickhouse-nodes.ts'
import { storedTables, type ClickHouseLayout } from './clickhouse-tables.ts'

/** What the servers know of the state of the ledger. Bytes count every replica that answers. */
export async function clickHouseStatus(
  nodes: ClickHouseNodes,
  { database, cluster }: ClickHouseLayout,
): Promise<Pick<LedgerStatus, 'bytes' | 'rows' | 'quarantined' | 'lastEventAt'>> {
  const counts = storedTables.map(
    (name) => `SELECT '${name}' AS name, count() AS rows FROM ${database}.${name}`,
  )
  const parts = cluster === undefined ? 'system.parts' : `clusterAllReplicas(${cluster}, system.parts)`

  return nodes.onAny(async (node) => {
    const [rows, [size], quarantined, [latest]] = await Promise.all([
      node.rows(counts.join(' UNION ALL '), z.object({ name: z.string(), rows: z.number() })),
      node.rows(
        `SELECT sum(bytes_on_disk) AS bytes FROM ${parts} WHERE active AND database = {database:String}`,
        z.object({ bytes: z.number() }),
        { parameters: { database }, settings: { skip_unavailable_shards: 1 } },
      ),
      node.rows(
        `SELECT source, reason, count() AS count FROM ${database}.quarantine
         GROUP BY source, reason ORDER BY count DESC, source, reason`,
        z.object({ source: z.string(), reason: z.string(), count: z.number() }),
      ),
      node.rows(
        `SELECT max(at) AS at, count() AS events FROM ${database}.events`,
        z.object({ at: z.number(), events: z.number() }),
      ),
    ])
    return {
      ...(size !== undefined && { bytes: size.bytes }),
      rows: Object.fromEntries(
        storedTables.map((name) => [name, rows.find((row) => row.name === name)?.rows ?? 0]),
      ),
      quarantined,
      ...(latest !== undefined && latest.events > 0 && { lastEventAt: instant(latest.at) }),
    }
  })
}
