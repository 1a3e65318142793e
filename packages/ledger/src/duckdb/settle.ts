import type { DuckDBConnection } from '@duckdb/node-api'
import { rowsOf } from './ledger-file.ts'
import { quoted, settledTables, settleStatements } from './schema.ts'

/** Moves the winners among recent fact rows to the settled ones, in the transaction that is open. */
export async function settleFacts(writer: DuckDBConnection): Promise<void> {
  for (const name of settledTables) {
    const [any] = await rowsOf(writer, `select 1 as found from ${quoted(`${name}_recent`)} limit 1`)
    if (any === undefined) continue
    for (const statement of settleStatements(name)) await writer.run(statement)
  }
}

/** Fact rows that are not settled. */
export async function recentRows(reader: DuckDBConnection): Promise<number> {
  const counts = settledTables.map((name) => `(select count(*) from ${quoted(`${name}_recent`)})`)
  const [row] = await rowsOf(reader, `select (${counts.join(' + ')})::double as rows`)
  return Number(row?.['rows'])
}
