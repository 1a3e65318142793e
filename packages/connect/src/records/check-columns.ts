import { connectError } from '../errors.ts'
import { indexOfNames, comparableName, type FieldTable } from './field-table.ts'

export interface ExpectedColumns {
  /** For people: `deployments`. */
  readonly what: string
  readonly fields: FieldTable
}

/**
 * Looks whether a table has a column for each field that every record needs, so that a file without a header fails
 * once and not on each of its lines.
 *
 * @throws RECORDS_COLUMN_MISSING
 */
export function checkColumns(columns: readonly string[], { what, fields }: ExpectedColumns): void {
  const names = indexOfNames(fields)
  const present = new Set(columns.map((column) => names.get(comparableName(column))?.field))
  const missing = Object.keys(fields).filter(
    (name) => fields[name]?.isRequired === true && !present.has(name),
  )
  if (missing.length === 0) return
  const found = columns.map((column) => `"${column.slice(0, 40)}"`).slice(0, 12)
  throw connectError('RECORDS_COLUMN_MISSING', {
    what,
    missing: missing.join(' and '),
    found: found.join(', '),
  })
}
