import type { Column, ColumnKind } from '../tables/column.ts'
import type { Table } from '../tables/table.ts'
import { columnsOf, tableNames, tableOf, type TableName } from '../tables/tables.ts'

/** Where tables are made. */
export interface ClickHouseLayout {
  readonly database: string
  readonly cluster?: string
}

/**
 * Tables of the ledger that are kept in ClickHouse: all but those that are changed in place.
 *
 * A table `changes` of the description is, on every node:
 * - `rows_changes`, which keeps every version of every row, the same row only once;
 * - `local_changes`, a view of the rows as they stand: one for each key, without what was removed;
 * - on a cluster `insert_changes` and `changes`, which reach over all shards to write the first and to read the
 *   second. On a single server `changes` is the view itself.
 *
 * There are no unique keys in ClickHouse, and a version there is a number, while here the later `event_at` wins,
 * then the greater `event_id`. So both are part of the sorting key, and the view picks the greatest.
 */
export const storedTables: readonly TableName[] = tableNames.filter(
  (name) => tableOf(name).role !== 'control',
)

/** The column that decides which of two rows with the same sorting key is kept: the one with the greater value. */
export const versionColumn = '_version'

/** Where the rows of a table are kept on each node. */
export function rowsTable(name: TableName): string {
  return `rows_${name}`
}

/** Where rows are written so that they reach the shard they belong to. */
export function insertTable({ database, cluster }: ClickHouseLayout, name: TableName, prefix = ''): string {
  return `${database}.${prefix}${cluster === undefined ? rowsTable(name) : `insert_${name}`}`
}

/** Statements that make the tables that hold rows, for one node. `prefix` tells those of a rebuild apart. */
export function rowsStatements(
  { database, cluster }: ClickHouseLayout,
  names: readonly TableName[],
  prefix = '',
): readonly string[] {
  return names.flatMap((name) => {
    const kept = `${database}.${prefix}${rowsTable(name)}`
    const columns = [...columnDefinitions(name), `${versionColumn} UInt64`].join(', ')
    const index = lookedUpBy[name]
    const indexes = index === undefined ? '' : `, INDEX looked_up ${index} TYPE bloom_filter GRANULARITY 4`
    const rows =
      `CREATE TABLE IF NOT EXISTS ${kept} (${columns}${indexes}) ENGINE = ReplacingMergeTree(${versionColumn}) ` +
      `ORDER BY (${sortingKey(name).join(', ')}) ` +
      // A batch that is sent again soon after is recognised before it is written.
      'SETTINGS non_replicated_deduplication_window = 1000'
    if (cluster === undefined) return [rows]
    return [
      rows,
      `CREATE TABLE IF NOT EXISTS ${database}.${prefix}insert_${name} (${columns}) ` +
        `ENGINE = Distributed(${cluster}, ${database}, ${prefix}${rowsTable(name)}, ${shardingKey(name)})`,
    ]
  })
}

/** Statements that make what queries see, for one node. Nothing is kept in it, so it is made anew at will. */
export function viewStatements({ database, cluster }: ClickHouseLayout): readonly string[] {
  return storedTables.flatMap((name) => {
    const view = cluster === undefined ? name : `local_${name}`
    const local = `CREATE OR REPLACE VIEW ${database}.${view} AS ${selectionOf(database, name)}`
    if (cluster === undefined) return [local]
    return [
      local,
      `CREATE OR REPLACE TABLE ${database}.${name} (${columnDefinitions(name).join(', ')}) ` +
        `ENGINE = Distributed(${cluster}, ${database}, ${view})`,
    ]
  })
}

/**
 * Columns by which rows are found, before the key. Each follows from the key, so that equal rows stay neighbours:
 * a report names each of its tests once, an exposure is of one flag.
 */
const foundBy: Partial<Record<TableName, readonly string[]>> = {
  events: ['repository'],
  test_results: ['repository', 'test'],
  exposures: ['flag', 'unit'],
  metric_samples: ['metric', 'unit'],
}

/** The column by which it is asked whether a row is known; events are found by their key. */
const lookedUpBy: Partial<Record<TableName, string>> = {
  test_results: 'report',
  exposures: 'id',
  metric_samples: 'id',
}

function sortingKey(name: TableName): readonly string[] {
  const { key, policy, shardBy } = tableOf(name)
  const leading = foundBy[name] ?? (shardBy === undefined ? [] : [shardBy])
  const version = policy === 'last-writer' ? ['event_at', 'event_id'] : []
  return [...new Set([...leading, ...key, ...version])].map(quoted)
}

function shardingKey(name: TableName): string {
  const { key, shardBy = key[0] } = tableOf(name)
  return `cityHash64(${quoted(shardBy ?? '')})`
}

/** The columns of a table, with commas between. */
export function columnList(name: TableName): string {
  return columnsOf(name)
    .map((column) => quoted(column.name))
    .join(', ')
}

/** The columns of a table with their types. */
export function columnDefinitions(name: TableName): readonly string[] {
  return columnsOf(name).map((column) => `${quoted(column.name)} ${typeOf(column)}`)
}

const types: Readonly<Record<ColumnKind, string>> = {
  text: 'String',
  json: 'String',
  instant: 'Int64',
  integer: 'Int64',
  number: 'Float64',
  flag: 'Bool',
  'text-list': 'Array(String)',
  'instant-list': 'Array(Int64)',
}

function typeOf({ kind, isOptional }: Column): string {
  return isOptional ? `Nullable(${types[kind]})` : types[kind]
}

/** The rows of a table as they stand, on one shard. */
function selectionOf(database: string, name: TableName): string {
  const table = tableOf(name)
  const columns = columnsOf(name).map((column) => quoted(column.name))
  const kept = `${database}.${rowsTable(name)} FINAL`
  const standing = `(${standingRows(table, columns, kept)}) AS standing`
  const removals = (table.removedBy ?? []).map((by, index) => removalOf(database, by, `removal_${index}`))
  const where = removals.length === 0 ? '' : ` WHERE ${removals.map(({ isNewer }) => isNewer).join(' AND ')}`
  const joins = removals.map(({ join }) => join).join('')
  const selected = columns.map((column) => `standing.${column} AS ${column}`).join(', ')
  return `SELECT ${selected} FROM ${standing}${joins}${where}`
}

function standingRows({ policy, key, shardBy }: Table, columns: readonly string[], kept: string): string {
  const selected = columns.join(', ')
  switch (policy) {
    case 'once':
    case 'in-place':
      return `SELECT ${selected} FROM ${kept}`
    case 'last-writer': {
      const subject = [...new Set([...(shardBy === undefined ? [] : [shardBy]), ...key])].map(quoted)
      return `SELECT ${selected} FROM ${kept} ORDER BY event_at DESC, event_id DESC LIMIT 1 BY ${subject.join(', ')}`
    }
    case 'replaced': {
      // The whole list was written under one version; what a longer list before it left behind has an older one.
      const list = key.slice(0, -1).map(quoted).join(', ')
      const place = quoted(key.at(-1) ?? '')
      return (
        `SELECT ${selected} FROM (SELECT *, max(${versionColumn}) OVER (PARTITION BY ${list}) AS _latest ` +
        `FROM ${kept}) WHERE ${versionColumn} = _latest AND ${place} >= 0`
      )
    }
  }
}

/** Hides what is older than its removal. Without a removal both sides of the comparison are less than any event. */
function removalOf(
  database: string,
  { kind, column }: { readonly kind: string; readonly column: string },
  alias: string,
): { readonly join: string; readonly isNewer: string } {
  return {
    join:
      ` LEFT JOIN (SELECT subject, max(event_at) AS removed_at, argMax(event_id, (event_at, event_id)) AS removed_by ` +
      `FROM ${database}.${rowsTable('removals')} WHERE kind = '${kind}' GROUP BY subject) AS ${alias} ` +
      `ON ${alias}.subject = standing.${quoted(column)}`,
    isNewer:
      `(standing.event_at, standing.event_id) > ` +
      `(ifNull(${alias}.removed_at, -1), ifNull(${alias}.removed_by, ''))`,
  }
}

function quoted(name: string): string {
  return `\`${name}\``
}
