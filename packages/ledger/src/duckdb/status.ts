import { stat } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { instant } from '@sluice/model'
import type { LedgerStatus } from '../ledger.ts'
import { tableNames, tableOf } from '../tables/tables.ts'
import { rowsOf } from './ledger-file.ts'
import { quoted } from './schema.ts'

/** Sizes, counts and what was set aside. */
export async function readStatus(
  reader: DuckDBConnection,
  path: string,
): Promise<Omit<LedgerStatus, 'engine' | 'location' | 'waiting'>> {
  const counted = tableNames.filter((name) => tableOf(name).role !== 'control')
  const [counts = {}] = await rowsOf(
    reader,
    `select ${counted.map((name) => `(select count(*) from ${quoted(name)})::double as ${quoted(name)}`).join(', ')}`,
  )
  const quarantined = await rowsOf(
    reader,
    `select source, reason, count(*)::double as count from quarantine
     group by source, reason order by count desc, source, reason`,
  )
  const [last] = await rowsOf(reader, 'select max("at")::double as last from events')
  return {
    bytes: (await sizeOf(path)) + (await sizeOf(`${path}.wal`)),
    rows: Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)])),
    quarantined: quarantined.map(({ source, reason, count }) => ({
      source: String(source),
      reason: String(reason),
      count: Number(count),
    })),
    ...(typeof last?.['last'] === 'number' ? { lastEventAt: instant(last['last']) } : {}),
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  return found?.size ?? 0
}
