import {
  DOUBLE,
  DuckDBDataChunk,
  ENUM,
  VARCHAR,
  type DuckDBAppender,
  type DuckDBType,
  type DuckDBVector,
} from '@duckdb/node-api'
import type { ColumnValues, RowColumns } from './row-columns.ts'

/**
 * Copies rows into chunks of DuckDB's own vector size, ahead of the transaction that will add them: the thread can do
 * that while DuckDB commits what came before.
 */
export function fillChunks(rows: RowColumns): void {
  if (!filled.has(rows)) filled.set(rows, chunksOf(rows))
}

/** Adds rows to a table through DuckDB's appender, once. */
export function appendColumns(appender: DuckDBAppender, rows: RowColumns): void {
  for (const chunk of filled.get(rows) ?? chunksOf(rows)) appender.appendDataChunk(chunk)
  filled.delete(rows)
}

const filled = new WeakMap<RowColumns, readonly DuckDBDataChunk[]>()

/**
 * Text with few different words becomes an enumeration, and numbers become doubles; the appender turns both into the
 * type of the column.
 */
function chunksOf({ columns, count }: RowColumns): readonly DuckDBDataChunk[] {
  const types = columns.map(typeOf)
  const chunks: DuckDBDataChunk[] = []
  for (let from = 0; from < count; from += rowsOfChunk) {
    const rows = Math.min(rowsOfChunk, count - from)
    const chunk = DuckDBDataChunk.create(types, rows)
    columns.forEach((column, place) => {
      const vector = chunk.getColumnVector(place)
      fill(vector, column, { from, rows })
      vector.flush()
    })
    chunks.push(chunk)
  }
  return chunks
}

const rowsOfChunk = 2_048

function typeOf(column: ColumnValues): DuckDBType {
  switch (column.kind) {
    case 'text':
      return VARCHAR
    case 'words':
      // An enumeration needs a value, even where every row is missing.
      return ENUM(column.words.length === 0 ? [''] : column.words)
    case 'number':
      return DOUBLE
  }
}

function fill(
  vector: DuckDBVector,
  column: ColumnValues,
  { from, rows }: { readonly from: number; readonly rows: number },
): void {
  switch (column.kind) {
    case 'text':
      for (let row = 0; row < rows; row += 1) vector.setItem(row, column.values[from + row] ?? null)
      return
    case 'words':
      for (let row = 0; row < rows; row += 1) {
        vector.setItem(row, column.words[column.codes[from + row] ?? -1] ?? null)
      }
      return
    case 'number':
      for (let row = 0; row < rows; row += 1) {
        const value = column.values[from + row] ?? Number.NaN
        vector.setItem(row, Number.isNaN(value) ? null : value)
      }
  }
}
