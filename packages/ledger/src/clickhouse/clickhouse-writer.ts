import { instant } from '@sluice/model'
import { checkRow } from '../derive/check-row.ts'
import { wellFormed } from '../derive/well-formed.ts'
import { columnsOf, tableNames, tableOf, type TableName } from '../tables/tables.ts'
import { factRowsOf, recordRowsOf, type RowsByTable } from './batch-rows.ts'
import type { ClickHouseNode } from './clickhouse-nodes.ts'
import { insertTable, versionColumn, type ClickHouseLayout } from './clickhouse-tables.ts'
import { earlierWins, stampOf, type KeptBatch } from './kept-batch.ts'

/** A batch as values for inserts: those of its events, which are written first, and all others. */
export interface BatchValues {
  readonly events: ValuesByTable
  readonly others: ValuesByTable
  readonly stamp: bigint
  readonly rows: number
}

/** Rows as lists of values: the version first, then the columns in the order of the table. */
export type ValuesByTable = ReadonlyMap<TableName, readonly (readonly unknown[])[]>

/**
 * The rows of a batch and of the facts of its events.
 *
 * @throws LEDGER_ROW_INVALID, so that nothing waits for a server that will never take it
 */
export function valuesOfBatch(kept: KeptBatch): BatchValues {
  const { events = [], ...observations } = recordRowsOf(kept.batch, instant(kept.recordedAt))
  const stamp = stampOf(kept)
  const [first, last] = [String(earlierWins(stamp)), String(stamp)]
  const version = (_: AnyRow, table: TableName): string =>
    tableOf(table).policy === 'replaced' ? last : first

  const all = valuesOf({ ...observations, ...factRowsOf(kept.batch.events ?? []) }, version)
  return {
    events: valuesOf({ events }, version),
    others: all,
    stamp,
    rows: [...all.values()].reduce((sum, rows) => sum + rows.length, events.length),
  }
}

/**
 * Rows as values, each checked against its table.
 *
 * @param version which of two rows with the same sorting key is kept: the one with the greater version
 * @throws LEDGER_ROW_INVALID
 */
export function valuesOf(
  rows: RowsByTable,
  version: (row: AnyRow, table: TableName) => string,
): ValuesByTable {
  const values = new Map<TableName, readonly (readonly unknown[])[]>()
  for (const table of tableNames) {
    const ofTable: readonly AnyRow[] = rows[table] ?? []
    if (ofTable.length === 0) continue
    const columns = columnsOf(table)
    values.set(
      table,
      ofTable.map((row) => {
        checkRow({ table, row })
        return [version(row, table), ...columns.map(({ name }) => textOf(row[name]))]
      }),
    )
  }
  return values
}

/**
 * Writes batches as one. Writing them again changes nothing: the same row is kept once, and of two rows that say the
 * same thing differently the one of the batch that was accepted first.
 */
export async function writeBatches(
  node: ClickHouseNode,
  layout: ClickHouseLayout,
  batches: readonly BatchValues[],
): Promise<void> {
  const token = batches.map(({ stamp }) => stamp).join('-')
  // Events come first: a rebuild that runs meanwhile finds every event whose facts it may have missed.
  await writeValues(node, layout, { values: batches.map(({ events }) => events), token })
  await writeValues(node, layout, { values: batches.map(({ others }) => others), token })
}

export interface Writing {
  readonly values: readonly ValuesByTable[]
  /** The same for the same rows. */
  readonly token: string
  /** Of the tables that are written, for those of a rebuild. */
  readonly prefix?: string
}

/** Writes rows of several tables at once. */
export async function writeValues(
  node: ClickHouseNode,
  layout: ClickHouseLayout,
  { values, token, prefix = '' }: Writing,
): Promise<void> {
  await Promise.all(
    tableNames.map(async (name) => {
      const rows = values.flatMap((byTable) => byTable.get(name) ?? [])
      for (let from = 0; from < rows.length; from += rowsOfInsert) {
        await node.insert({
          table: insertTable(layout, name, prefix),
          columns: [versionColumn, ...columnsOf(name).map((column) => column.name)],
          rows: rows.slice(from, from + rowsOfInsert),
          token: `${name}:${token}:${from}`,
        })
      }
    }),
  )
}

type AnyRow = Readonly<Record<string, unknown>>

/** Rows that one request carries. */
const rowsOfInsert = 50_000

function textOf(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value)
  return Array.isArray(value) ? value.map(textOf) : value
}
