import { ledgerError } from '../errors.ts'
import type { ColumnKind } from '../tables/column.ts'
import { columnsOf, type TableName } from '../tables/tables.ts'

/**
 * Checks that a row fits the description of its table, so that an engine never finds a bad one behind a good
 * event.
 *
 * @throws LEDGER_ROW_INVALID
 */
export function checkRow({ table, row }: { readonly table: TableName; readonly row: object }): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the row types of single tables have no common index
  const values = row as Readonly<Record<string, unknown>>
  for (const { name, kind, isOptional } of columnsOf(table)) {
    const value = values[name]
    const fits = value === null || value === undefined ? isOptional : isOfKind(value, kind)
    if (fits) continue
    const reason = value === null || value === undefined ? `${name} is missing` : `${name} is no ${kind}`
    throw ledgerError('LEDGER_ROW_INVALID', { table, reason })
  }
}

function isOfKind(value: unknown, kind: ColumnKind): boolean {
  switch (kind) {
    case 'text':
    case 'json':
      return typeof value === 'string'
    case 'instant':
    case 'integer':
      return Number.isSafeInteger(value)
    case 'number':
      return Number.isFinite(value)
    case 'flag':
      return typeof value === 'boolean'
    case 'text-list':
      return Array.isArray(value) && value.every((element) => typeof element === 'string')
    case 'instant-list':
      return Array.isArray(value) && value.every(Number.isSafeInteger)
  }
}
