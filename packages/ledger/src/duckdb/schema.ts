import type { Column, ColumnKind } from '../tables/column.ts'
import { columnsOf, tableNames, type TableName } from '../tables/tables.ts'

/**
 * The tables as DuckDB keeps them. There is no index: DuckDB writes a whole one at every checkpoint and does not use
 * it to find the rows of a batch (docs/decisions/0007). `settled` says of how many events the facts are in their
 * tables; see `settleFacts`.
 */
export function schemaStatements(): readonly string[] {
  return [
    ...tableNames.map(createTable),
    'create table settled (events bigint not null)',
    'insert into settled values (0)',
    'create sequence document_version',
  ]
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** The columns of a table, quoted, with commas between. */
export function columnList(name: TableName): string {
  return columnsOf(name)
    .map((column) => quoted(column.name))
    .join(', ')
}

/** How DuckDB names the type of a column. */
export function duckdbType(kind: ColumnKind): string {
  return types[kind]
}

const types: Readonly<Record<ColumnKind, string>> = {
  text: 'varchar',
  json: 'varchar',
  instant: 'bigint',
  integer: 'bigint',
  number: 'double',
  flag: 'boolean',
  'text-list': 'varchar[]',
  'instant-list': 'bigint[]',
}

function createTable(name: TableName): string {
  const columns = columnsOf(name).map(
    (column: Column & { readonly name: string }) =>
      `${quoted(column.name)} ${types[column.kind]}${compressionOf(column)}${column.isOptional ? '' : ' not null'}`,
  )
  return `create table ${quoted(name)} (${columns.join(', ')})`
}

/** Whole events shrink to a seventh, and are written in less time than with what DuckDB would choose. */
function compressionOf({ kind }: Column): string {
  return kind === 'json' ? ' using compression zstd' : ''
}
