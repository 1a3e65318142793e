import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { ControlOfLedger } from '../control-of-ledger.ts'
import { ledgerError } from '../errors.ts'
import type { ExportedFile } from '../ledger.ts'
import { columnsOf, tableNames, tableOf, type TableName } from '../tables/tables.ts'
import type { ClickHouseNodes } from './clickhouse-nodes.ts'
import { columnDefinitions, columnList, storedTables, type ClickHouseLayout } from './clickhouse-tables.ts'
import { textLiteral } from './text-literal.ts'

export interface ExportParts {
  readonly nodes: ClickHouseNodes
  readonly layout: ClickHouseLayout
  readonly control: ControlOfLedger
}

/** Tables of ClickHouse whose rows were recorded as they are. Facts follow from them. */
export const recordTables: readonly TableName[] = storedTables.filter(
  (name) => tableOf(name).role === 'record',
)

/** Tables of control data that mean something in another ledger. */
export const carriedTables: readonly TableName[] = tableNames.filter(
  (name) => name === 'cursors' || name === 'documents',
)

/**
 * Writes all that is not derived to Parquet files, the same ones that an embedded ledger writes. A file appears under
 * its name when it is whole. Tables are read one after the other, so what arrives meanwhile may be in some of them.
 *
 * @throws LEDGER_DIRECTORY_UNUSABLE, LEDGER_CANCELLED, LEDGER_UNREACHABLE
 */
export async function exportClickHouse(
  { nodes, layout, control }: ExportParts,
  folder: string,
  options: { readonly signal?: AbortSignal },
): Promise<readonly ExportedFile[]> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw ledgerError('LEDGER_DIRECTORY_UNUSABLE', { directory: folder, reason }, error)
  })

  async function save(table: TableName, query: string): Promise<ExportedFile> {
    const path = exportedPath(folder, table)
    const rows = await nodes.onAny((node) =>
      node.save(`${query} FORMAT Parquet`, `${path}.unfinished`, options),
    )
    await rename(`${path}.unfinished`, path)
    return { table, rows }
  }

  const files: ExportedFile[] = []
  for (const table of recordTables) {
    files.push(await save(table, `SELECT ${columnList(table)} FROM ${layout.database}.${table}`))
  }
  for (const table of carriedTables) {
    const rows = await carriedRows(control, table)
    // Control data are elsewhere, but this engine can write Parquet. It takes no text for no rows.
    const written =
      rows === ''
        ? `null(${structure(table)})`
        : `format(JSONEachRow, ${structure(table)}, ${textLiteral(rows)})`
    files.push(await save(table, `SELECT * FROM ${written}`))
  }
  return files
}

export function exportedPath(folder: string, table: TableName): string {
  return join(folder, `${table}.parquet`)
}

/** The columns of a table as the functions of ClickHouse that read foreign data want them. */
export function structure(table: TableName): string {
  return textLiteral(columnDefinitions(table).join(', '))
}

/** One JSON object on each line. */
async function carriedRows({ store }: ControlOfLedger, table: TableName): Promise<string> {
  const rows =
    table === 'cursors'
      ? (await store.listCursors()).map(({ updatedAt, ...cursor }) => ({ ...cursor, updated_at: updatedAt }))
      : await store.listDocuments()
  const names = new Set(columnsOf(table).map((column) => column.name))
  return rows
    .map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)))))
    .join('\n')
}
