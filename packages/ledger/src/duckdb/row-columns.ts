import { ledgerError } from '../errors.ts'
import type { ColumnKind } from '../tables/column.ts'
import { columnsOf, type TableName } from '../tables/tables.ts'

/** Rows of a table as columns: they cross to the worker in a few pieces instead of one object for each row. */
export interface RowColumns {
  readonly table: string
  readonly count: number
  /** In the order of the table's columns. */
  readonly columns: readonly ColumnValues[]
}

export type ColumnValues =
  | { readonly kind: 'text'; readonly values: readonly (string | null)[] }
  /** Text with few different words: `words[codes[row]]`, and null where the code is behind the last word. */
  | { readonly kind: 'words'; readonly codes: Uint32Array; readonly words: readonly string[] }
  /** Numbers and instants; NaN is null. */
  | { readonly kind: 'number'; readonly values: Float64Array }

/** Tables that are written this way: none of them has flags or lists. */
export type ColumnarTable = Extract<
  TableName,
  'events' | 'change_stages' | 'test_results' | 'exposures' | 'metric_samples' | 'quarantine'
>

/** Makes the value of a column that a row does not hold under the column's name. */
export type Computed<TRow> = Readonly<Record<string, (row: TRow, place: number) => unknown>>

/**
 * Turns rows into columns. A row holds its values by the names of the columns, but for those that are computed.
 *
 * @throws LEDGER_ROW_INVALID when a value does not fit the description of its column
 */
export function columnsOfRows<TRow extends object>(
  table: ColumnarTable,
  rows: readonly TRow[],
  computed: Computed<TRow> = {},
): RowColumns {
  const columns = columnsOf(table).map(({ name, kind, isOptional }) => {
    const values = valuesOf(kind, { count: rows.length, valueAt: reading(rows, name, computed[name]) })
    if (values === undefined) {
      throw ledgerError('LEDGER_ROW_INVALID', { table, reason: `${name} is no ${kind}` })
    }
    if (!isOptional && hasMissing(values)) {
      throw ledgerError('LEDGER_ROW_INVALID', { table, reason: `${name} is missing` })
    }
    return values
  })
  return { table, count: rows.length, columns }
}

/** A column of text. */
export function textColumn(values: readonly string[]): ColumnValues {
  return wordsOf({ count: values.length, valueAt: (row) => values[row] }) ?? { kind: 'text', values }
}

/** Only the rows at these places. */
export function rowsAt(rows: RowColumns, places: readonly number[]): RowColumns {
  if (places.length === rows.count) return rows
  return {
    table: rows.table,
    count: places.length,
    columns: rows.columns.map((column) => valuesAt(column, places)),
  }
}

/** What can be handed over to another thread without a copy. */
export function transferable({ columns }: RowColumns): ArrayBuffer[] {
  return columns.flatMap((column) => {
    if (column.kind === 'text') return []
    const { buffer } = column.kind === 'words' ? column.codes : column.values
    return buffer instanceof ArrayBuffer ? [buffer] : []
  })
}

/** The text in a column at a place; null when it is missing. Throws on a column that holds no text. */
export function textAt(column: ColumnValues | undefined, place: number): string | null {
  if (column?.kind === 'text') return column.values[place] ?? null
  if (column?.kind === 'words') return column.words[column.codes[place] ?? missingCode] ?? null
  throw new TypeError('This column holds no text.')
}

/** The number in a column at a place; NaN when it is missing. Throws on a column that holds no numbers. */
export function numberAt(column: ColumnValues | undefined, place: number): number {
  if (column?.kind === 'number') return column.values[place] ?? Number.NaN
  throw new TypeError('This column holds no numbers.')
}

/** Below this, looking words up costs more than it saves. */
const fewestRowsForWords = 256
/** After so many rows it is seen whether they repeat. */
const rowsOfSample = 128

/** Words of DuckDB's interface end at a NUL, and halves of a surrogate pair all become the same word. */
const unfitForWord = /\0|\p{Surrogate}/u

const missingCode = 0xffff_ffff

/** The values of one column, by row. */
interface Given {
  readonly count: number
  readonly valueAt: (row: number) => unknown
}

function reading<TRow extends object>(
  rows: readonly TRow[],
  name: string,
  compute: Computed<TRow>[string] | undefined,
): Given['valueAt'] {
  return (place) => {
    const row = rows[place]
    if (row === undefined) return undefined
    return compute === undefined ? fieldOf(row, name) : compute(row, place)
  }
}

/** Nothing when a value is of another kind. */
function valuesOf(kind: ColumnKind, given: Given): ColumnValues | undefined {
  switch (kind) {
    case 'text':
      return wordsOf(given) ?? textsOf(given)
    case 'json':
      return textsOf(given)
    case 'instant':
    case 'integer':
      return numbersOf(given, Number.isSafeInteger)
    case 'number':
      return numbersOf(given, Number.isFinite)
    case 'flag':
    case 'text-list':
    case 'instant-list':
      return undefined
  }
}

/** Nothing when more than half of the texts are different, or one cannot be a word. */
function wordsOf({ count, valueAt }: Given): ColumnValues | undefined {
  if (count < fewestRowsForWords) return undefined
  const places = new Map<string, number>()
  const codes = new Uint32Array(count)
  let lastWord: unknown
  let lastCode = missingCode
  for (let row = 0; row < count; row += 1) {
    const value = valueAt(row)
    // Rows that follow one another are often of one run, one file, one moment.
    if (value !== lastWord) {
      const code = codeOf(value, places)
      if (code === undefined) return undefined
      lastWord = value
      lastCode = code
    }
    codes[row] = lastCode
    if (row === rowsOfSample && places.size > rowsOfSample / 2) return undefined
  }
  return places.size > count / 2 ? undefined : { kind: 'words', codes, words: [...places.keys()] }
}

/** The code of a word, a new one if need be; nothing for what can be none. */
function codeOf(value: unknown, places: Map<string, number>): number | undefined {
  if (isMissing(value)) return missingCode
  if (typeof value !== 'string') return undefined
  const known = places.get(value)
  if (known !== undefined) return known
  if (unfitForWord.test(value)) return undefined
  places.set(value, places.size)
  return places.size - 1
}

function textsOf({ count, valueAt }: Given): ColumnValues | undefined {
  const values = new Array<string | null>(count)
  for (let row = 0; row < count; row += 1) {
    const value = valueAt(row)
    if (typeof value === 'string') values[row] = value
    else if (isMissing(value)) values[row] = null
    else return undefined
  }
  return { kind: 'text', values }
}

function numbersOf(
  { count, valueAt }: Given,
  isValid: (value: unknown) => boolean,
): ColumnValues | undefined {
  const values = new Float64Array(count)
  for (let row = 0; row < count; row += 1) {
    const value = valueAt(row)
    if (typeof value === 'number' && isValid(value)) values[row] = value
    else if (isMissing(value)) values[row] = Number.NaN
    else return undefined
  }
  return { kind: 'number', values }
}

function hasMissing(column: ColumnValues): boolean {
  switch (column.kind) {
    case 'text':
      return column.values.includes(null)
    case 'words':
      return column.codes.includes(missingCode)
    case 'number':
      return column.values.includes(Number.NaN)
  }
}

function valuesAt(column: ColumnValues, places: readonly number[]): ColumnValues {
  switch (column.kind) {
    case 'text':
      return { kind: 'text', values: places.map((place) => column.values[place] ?? null) }
    case 'words': {
      const codes = Uint32Array.from(places, (place) => column.codes[place] ?? missingCode)
      return { kind: 'words', codes, words: column.words }
    }
    case 'number':
      return {
        kind: 'number',
        values: Float64Array.from(places, (place) => column.values[place] ?? Number.NaN),
      }
  }
}

function fieldOf(row: object, name: string): unknown {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an interface has no index signature
  return (row as Readonly<Record<string, unknown>>)[name]
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined
}
