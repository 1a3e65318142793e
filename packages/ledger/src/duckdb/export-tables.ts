import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { ledgerError } from '../errors.ts'
import type { ExportedFile } from '../ledger.ts'
import { tableNames, tableOf, type TableName } from '../tables/tables.ts'
import { quotedText } from './load-table.ts'
import { rowsOf } from './ledger-file.ts'
import { columnList, quoted } from './schema.ts'

/** Tables that cannot be made again from others, and that mean something in another ledger. */
export const exportedTables: readonly TableName[] = tableNames.filter(
  (name) => tableOf(name).role === 'record' || name === 'cursors' || name === 'documents',
)

/**
 * Writes all that is not derived to Parquet files, as it stood at one moment.
 *
 * @throws LEDGER_DIRECTORY_UNUSABLE, LEDGER_CANCELLED, LEDGER_DISK_FULL
 */
export async function exportTables(
  reader: DuckDBConnection,
  folder: string,
  signal: AbortSignal,
): Promise<readonly ExportedFile[]> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw ledgerError('LEDGER_DIRECTORY_UNUSABLE', { directory: folder, reason }, error)
  })
  const files: ExportedFile[] = []
  await reader.run('begin transaction')
  try {
    for (const table of exportedTables) {
      if (signal.aborted) throw ledgerError('LEDGER_CANCELLED', {})
      const [copied] = await rowsOf(
        reader,
        `copy (select ${columnList(table)} from ${quoted(table)})
         to ${quotedText(exportedPath(folder, table))} (format parquet, compression zstd)`,
      )
      files.push({ table, rows: Number(copied?.['Count']) })
    }
  } finally {
    await reader.run('rollback')
  }
  return files
}

export function exportedPath(folder: string, table: TableName): string {
  return join(folder, `${table}.parquet`)
}
