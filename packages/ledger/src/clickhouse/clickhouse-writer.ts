import { instant } from '@sluice/model'
import { checkRow } from '../derive/check-row.ts'
import { wellFormed } from '../derive/well-formed.ts'
import { columnsOf, tableNames, tableOf, type TableName } from '../tables/tables.ts'
import { factRowsOf, recordRowsOf, type RowsByTable } from './batch-rows.ts'
import type { ClickHouseNode } from './clickhouse-nodes.ts'
import { insertTable, versionColumn, type ClickHouseLayout } from './clickhouse-tables.ts'
import { earlierWins, stampOf, type KeptBatch } from './kept-batch.ts'

/** A batch as rows: those of events, which are written first, and all others. */
export interface BatchRows {
  readonly events: RowsByTable
  readonly others: RowsByTable
  readonly stamp: bigint
}

/**
 * The rows of a batch and of the facts of its events.
 *
 * @throws LEDGER_ROW_INVALID, so that nothing waits for a server that will never take it
 */
export function rowsOfBatch(kept: KeptBatch): BatchRows {
  const { events = [], ...observations } = recordRowsOf(kept.batch, instant(kept.recordedAt))
  const others = { ...observations, ...factRowsOf(kept.batch.events ?? []) }
  const all: RowsByTable = { ...others, events }
  for (const table of tableNames) for (const row of all[table] ?? []) checkRow({ table, row })
  return { events: { events }, others, stamp: stampOf(kept) }
}

/**
 * Writes the rows of a batch. Writing them again changes nothing: the same row is kept once, and of two rows that
 * say the same thing differently the one of the batch that was accepted first.
 */
export async function writeBatch(
  node: ClickHouseNode,
  layout: ClickHouseLayout,
  batch: BatchRows,
): Promise<void> {
  const version = (_: AnyRow, name: TableName): string =>
    String(tableOf(name).policy === 'replaced' ? batch.stamp : earlierWins(batch.stamp))
  const token = String(batch.stamp)
  // Events come first: a rebuild that runs meanwhile finds every event whose facts it may have missed.
  await writeRows(node, layout, { rows: batch.events, version, token })
  await writeRows(node, layout, { rows: batch.others, version, token })
}

export interface Writing {
  readonly rows: RowsByTable
  /** Which of two rows with the same sorting key is kept: the one with the greater version. */
  readonly version: (row: AnyRow, table: TableName) => string
  /** The same for the same rows. */
  readonly token: string
  /** Of the tables that are written, for those of a rebuild. */
  readonly prefix?: string
}

type AnyRow = Readonly<Record<string, unknown>>

/** Writes rows of several tables at once. */
export async function writeRows(
  node: ClickHouseNode,
  layout: ClickHouseLayout,
  { rows, version, token, prefix = '' }: Writing,
): Promise<void> {
  await Promise.all(
    tableNames.map(async (name) => {
      const ofTable: readonly AnyRow[] = rows[name] ?? []
      const columns = columnsOf(name).map((column) => column.name)
      for (let from = 0; from < ofTable.length; from += rowsOfInsert) {
        await node.insert({
          table: insertTable(layout, name, prefix),
          columns: [versionColumn, ...columns],
          rows: ofTable
            .slice(from, from + rowsOfInsert)
            .map((row) => [version(row, name), ...columns.map((column) => textOf(row[column]))]),
          token: `${name}:${token}:${from}`,
        })
      }
    }),
  )
}

/** Rows that one request carries. */
const rowsOfInsert = 50_000

function textOf(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value)
  return Array.isArray(value) ? value.map(textOf) : value
}
