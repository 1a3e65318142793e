import { columnsOf, tableNames, tableOf, type TableName } from '../tables/tables.ts'
import type { Column, ColumnKind } from '../tables/column.ts'
import type { Table } from '../tables/table.ts'

/**
 * The tables as DuckDB keeps them. There is no index: DuckDB writes one anew at every checkpoint and does not use it
 * to find the rows of a batch (docs/decisions/0007). Rows of a `last-writer` table are only ever added to
 * `<name>_recent`; from time to time the winners move to `<name>_settled`, which holds each key once. A view of the
 * plain name joins the two.
 */
export function schemaStatements(): readonly string[] {
  return [
    ...tableNames.flatMap((name) => storageOf(name).map((table) => createTable(table, name))),
    'create sequence document_version',
  ]
}

/** The views that show facts as they stand. They hold nothing and are made anew when their text changes. */
export function viewStatements(): readonly string[] {
  return tableNames
    .filter(isView)
    .map((name) => `create or replace view ${quoted(name)} as ${standing(name)}`)
}

/** The table that rows of `name` are added to. */
export function insertTarget(name: TableName): string {
  const table = tableOf(name)
  if (table.policy === 'last-writer') return `${name}_recent`
  return isView(name) ? `${name}_settled` : name
}

/** Tables whose winners wait to be settled. */
export const settledTables: readonly TableName[] = tableNames.filter(
  (name) => tableOf(name).policy === 'last-writer',
)

/** Moves the winners among the recent rows to the settled ones, in the order of these statements. */
export function settleStatements(name: TableName): readonly string[] {
  const columns = columnList(name)
  const [settled, recent] = [quoted(`${name}_settled`), quoted(`${name}_recent`)]
  return [
    `create or replace temp table winner as ${recentWinners(name)}`,
    `delete from ${settled} as old using winner as new where ${sameKey(name, 'old', 'new')}`,
    `insert into ${settled} (${columns}) select ${columns} from winner`,
    `delete from ${recent}`,
    'drop table winner',
  ]
}

/** Every table of the file behind a name. */
export function storageOf(name: TableName): readonly string[] {
  if (tableOf(name).policy === 'last-writer') return [`${name}_settled`, `${name}_recent`]
  return [insertTarget(name)]
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** The columns of a table, quoted, with commas between. */
export function columnList(name: TableName, of?: string): string {
  return columnsOf(name)
    .map((column) => (of === undefined ? quoted(column.name) : `${of}.${quoted(column.name)}`))
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

function createTable(storage: string, name: TableName): string {
  const columns = columnsOf(name).map(
    (column: Column & { readonly name: string }) =>
      `${quoted(column.name)} ${types[column.kind]}${column.isOptional ? '' : ' not null'}`,
  )
  return `create table ${quoted(storage)} (${columns.join(', ')})`
}

function isView(name: TableName): boolean {
  const table = tableOf(name)
  return table.policy === 'last-writer' || table.removedBy !== undefined
}

function standing(name: TableName): string {
  const table = tableOf(name)
  const columns = columnList(name, 'fact')
  const rows = table.policy === 'last-writer' ? `(${settledAndRecent(name)})` : quoted(`${name}_settled`)
  return `select ${columns} from ${rows} as fact${removalFilter(table)}`
}

/** Only keys with a recent row are compared with one another; all others are read as they lie. */
function settledAndRecent(name: TableName): string {
  const columns = columnList(name, 'old')
  return `select ${columns} from ${quoted(`${name}_settled`)} as old
    where not exists (select 1 from ${quoted(`${name}_recent`)} as new where ${sameKey(name, 'old', 'new')})
    union all ${recentWinners(name)}`
}

function recentWinners(name: TableName): string {
  const columns = columnList(name)
  const key = tableOf(name).key.map(quoted).join(', ')
  return `select ${columns} from (
      select ${columns} from ${quoted(`${name}_recent`)}
      union all
      select ${columnList(name, 'old')} from ${quoted(`${name}_settled`)} as old
      where exists (select 1 from ${quoted(`${name}_recent`)} as new where ${sameKey(name, 'old', 'new')})
    ) qualify row_number() over (partition by ${key} order by event_at desc, event_id desc) = 1`
}

function removalFilter({ removedBy = [] }: Table): string {
  return removedBy
    .map(
      ({ kind, column }, place) => `${place === 0 ? ' where' : ' and'} not exists (
      select 1 from removals as gone where gone.kind = '${kind}' and gone.subject = fact.${quoted(column)}
      and (gone.event_at > fact.event_at or (gone.event_at = fact.event_at and gone.event_id > fact.event_id)))`,
    )
    .join('')
}

function sameKey(name: TableName, one: string, other: string): string {
  return tableOf(name)
    .key.map((column) => `${one}.${quoted(column)} = ${other}.${quoted(column)}`)
    .join(' and ')
}
