import type { DuckDBConnection } from '@duckdb/node-api'
import { columnsOf, tableNames, tableOf, type TableName } from '../tables/tables.ts'
import type { ColumnKind } from '../tables/column.ts'
import { Appenders } from './appenders.ts'
import { columnList, quoted } from './schema.ts'
import type { UnsettledFacts } from './unsettled-facts.ts'

/**
 * Brings the facts of events into their tables, in the transaction that is open, and notes of how many events,
 * counted from the first, the facts are there. After it each table holds one row for each key, that of the last writer, and none that was removed.
 */
export async function settleFacts(
  writer: DuckDBConnection,
  facts: UnsettledFacts,
  events: number,
): Promise<void> {
  await writer.run('create or replace temp table journal (table_name varchar, fact varchar)')
  const appenders = new Appenders(writer)
  await appenders.add(facts.journal())
  appenders.finish()

  const names: ReadonlySet<TableName> = facts.tables()
  // Removals come first, because they decide about the others.
  if (names.has('removals')) {
    await writer.run(`create temp table removed as ${incoming('removals')}`)
    await writer.run(`insert into removals select * from removed`)
    for (const name of tableNames) for (const statement of removeStatements(name)) await writer.run(statement)
    await writer.run('drop table removed')
  }
  for (const name of tableNames) {
    if (name === 'removals' || !names.has(name)) continue
    for (const statement of settleStatements(name)) await writer.run(statement)
  }
  await writer.run('drop table journal')
  await writer.run('update settled set events = $1', [BigInt(events)])
}

function settleStatements(name: TableName): readonly string[] {
  const table = quoted(name)
  const insert = `insert into ${table} (${columnList(name)}) select ${columnList(name)}`
  if (tableOf(name).policy === 'once') {
    return [`${insert} from (${incoming(name)}) as new ${removalFilter(name)}`]
  }
  return [
    `create temp table incoming as ${incoming(name)}`,
    `delete from incoming as new using ${table} as old where ${sameKey(name)} and not ${isNewer('new', 'old')}`,
    `delete from ${table} as old using incoming as new where ${sameKey(name)}`,
    `${insert} from incoming as new ${removalFilter(name)}`,
    'drop table incoming',
  ]
}

/** The facts in the journal that are of a table, as rows of it. */
function incoming(name: TableName): string {
  const shape = JSON.stringify(
    Object.fromEntries(columnsOf(name).map((column) => [column.name, jsonTypes[column.kind]])),
  )
  return `select fact.* from (
    select from_json(fact, '${shape}') as fact from journal where table_name = '${name}')`
}

const jsonTypes: Readonly<Record<ColumnKind, string | readonly string[]>> = {
  text: 'VARCHAR',
  json: 'VARCHAR',
  instant: 'BIGINT',
  integer: 'BIGINT',
  number: 'DOUBLE',
  flag: 'BOOLEAN',
  'text-list': ['VARCHAR'],
  'instant-list': ['BIGINT'],
}

/** Deletes what the removals in `removed` hide. */
function removeStatements(name: TableName): readonly string[] {
  const { removedBy = [] } = tableOf(name)
  return removedBy.map(
    ({ kind, column }) => `delete from ${quoted(name)} as old using removed as gone
      where gone.kind = '${kind}' and gone.subject = old.${quoted(column)} and ${isNewer('gone', 'old')}`,
  )
}

function removalFilter(name: TableName): string {
  const { removedBy = [] } = tableOf(name)
  const conditions = removedBy.map(
    ({ kind, column }) => `not exists (select 1 from removals as gone
      where gone.kind = '${kind}' and gone.subject = new.${quoted(column)} and ${isNewer('gone', 'new')})`,
  )
  return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
}

function isNewer(one: string, other: string): string {
  return `(${one}.event_at > ${other}.event_at
    or (${one}.event_at = ${other}.event_at and ${one}.event_id > ${other}.event_id))`
}

function sameKey(name: TableName): string {
  return tableOf(name)
    .key.map((column) => `old.${quoted(column)} = new.${quoted(column)}`)
    .join(' and ')
}
