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
 * Adds rows to a table through DuckDB's appender, in chunks of its own vector size. Text with few different words
 * goes in as an enumeration and numbers as doubles; the appender turns both into the type of the column.
 */
export function appendColumns(appender: DuckDBAppender, { columns, count }: RowColumns): void {
  const types = columns.map(typeOf)
  for (let from = 0; from < count; from += rowsOfChunk) {
    const rows = Math.min(rowsOfChunk, count - from)
    const chunk = DuckDBDataChunk.create(types, rows)
    columns.forEach((column, place) => {
      const vector = chunk.getColumnVector(place)
      fill(vector, column, { from, rows })
      vector.flush()
    })
    appender.appendDataChunk(chunk)
  }
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
