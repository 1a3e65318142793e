import {
  DuckDBListVector,
  DuckDBTypeId,
  type DuckDBConnection,
  type DuckDBValue,
  type DuckDBVector,
} from '@duckdb/node-api'
import type { EngineRecord, SqlQuery } from '../queries/named-query.ts'
import { quoted } from './schema.ts'

/** The answer to a query in few large pieces: reading single values across the border to DuckDB takes ten times as long. */
export interface ResultBlocks {
  readonly columns: readonly { readonly name: string; readonly kind: ResultKind }[]
  readonly blocks: readonly ResultBlock[]
  /** Every text is JSON. */
  readonly isCareful: boolean
}

/** Rows of one block by columns. */
export interface ResultBlock {
  readonly rows: number
  /** Place of each row in the whole answer. */
  readonly order: Float64Array
  readonly columns: readonly BlockColumn[]
}

/** Texts are joined by a separator; lists are a JSON array; numbers and flags are numbers, NaN where missing. */
type BlockColumn = { readonly joined: string; readonly present: number } | { readonly numbers: Float64Array }
type ResultKind = 'text' | 'number' | 'flag' | 'list'

/** Runs a query and gathers its columns inside DuckDB. A careful one writes texts as JSON, see `recordsOf`. */
export async function readBlocks(
  connection: DuckDBConnection,
  { sql, parameters, isCareful }: SqlQuery & { readonly isCareful: boolean },
): Promise<ResultBlocks> {
  const columns = await columnsOfQuery(connection, sql)
  const result = await connection.run(gathered(sql, columns, isCareful), parameters.map(duckdbValue))
  const blocks: ResultBlock[] = []
  for (const chunk of await result.fetchAllChunks()) {
    const vectors = Array.from({ length: chunk.columnCount }, (_, place) => chunk.getColumnVector(place))
    for (let row = 0; row < chunk.rowCount; row += 1) blocks.push(blockAt(vectors, row, columns))
  }
  return { columns, blocks, isCareful }
}

/**
 * The rows of an answer, missing values as `undefined`. Nothing when a text holds the separator or the mark of a
 * missing one, so that the texts cannot be told apart; ask for a careful answer then.
 */
export function recordsOf({ columns, blocks, isCareful }: ResultBlocks): EngineRecord[] | undefined {
  const count = blocks.reduce((sum, block) => sum + block.rows, 0)
  const records = new Array<EngineRecord>(count)
  for (const block of blocks) {
    const values: (readonly unknown[])[] = []
    for (const [place, { kind }] of columns.entries()) {
      const column = block.columns[place]
      if (column === undefined) return undefined
      const decoded =
        'numbers' in column
          ? decodeNumbers(column.numbers, kind)
          : decodeTexts(column, block.rows, kind === 'list' || isCareful)
      if (decoded === undefined) return undefined
      values.push(decoded)
    }
    for (let row = 0; row < block.rows; row += 1) {
      const record: Record<string, unknown> = {}
      for (let place = 0; place < columns.length; place += 1)
        record[columns[place]?.name ?? ''] = values[place]?.[row]
      records[block.order[row] ?? 0] = record
    }
  }
  return records
}

const separator = '\u001f'
const missingMark = '\u001e'
const rowsOfBlock = 65_536

async function columnsOfQuery(
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly { readonly name: string; readonly kind: ResultKind }[]> {
  const statement = await connection.prepare(sql)
  try {
    return Array.from({ length: statement.columnCount }, (_, place) => ({
      name: statement.columnName(place),
      kind: kindOf(statement.columnTypeId(place)),
    }))
  } finally {
    statement.destroySync()
  }
}

function kindOf(type: DuckDBTypeId): ResultKind {
  switch (type) {
    case DuckDBTypeId.VARCHAR:
      return 'text'
    case DuckDBTypeId.BOOLEAN:
      return 'flag'
    case DuckDBTypeId.LIST:
      return 'list'
    default:
      return 'number'
  }
}

/** Aggregates of one group see the rows in the same order, so columns stay beside one another whatever it is. */
function gathered(sql: string, columns: ResultBlocks['columns'], isCareful: boolean): string {
  const gathers = columns.flatMap(({ name, kind }) => {
    const column = quoted(name)
    if (kind === 'list')
      return [`'[' || string_agg(to_json(${column})::varchar, ',') || ']'`, `count(${column})`]
    if (kind !== 'text') return [`list(coalesce(${column}::double, 'nan'::double))`]
    return isCareful
      ? [`to_json(list(${column}))::varchar`, 'count(*)']
      : [`string_agg(coalesce(${column}, '${missingMark}'), '${separator}')`, `count(${column})`]
  })
  return `select ${['list("row place"::double)', ...gathers].join(', ')} from (
    select row_number() over () - 1 as "row place", * from (${sql}) as answer
  ) group by "row place" // ${rowsOfBlock} order by "row place" // ${rowsOfBlock}`
}

function blockAt(
  vectors: readonly DuckDBVector[],
  row: number,
  columns: ResultBlocks['columns'],
): ResultBlock {
  let next = 0
  function take(): DuckDBVector {
    const vector = vectors[next]
    next += 1
    if (vector === undefined) throw new TypeError('DuckDB gave fewer columns than were asked for.')
    return vector
  }
  const order = numbersAt(take(), row)
  return {
    rows: order.length,
    order,
    columns: columns.map(({ kind }) =>
      kind === 'text' || kind === 'list'
        ? { joined: String(take().getItem(row)), present: Number(take().getItem(row)) }
        : { numbers: numbersAt(take(), row) },
    ),
  }
}

function numbersAt(vector: DuckDBVector, row: number): Float64Array {
  if (!(vector instanceof DuckDBListVector))
    throw new TypeError('DuckDB gave no list where one was asked for.')
  const from = vector.getEntryOffset(row)
  const numbers = new Float64Array(vector.getEntryLength(row))
  const all = vector.childVector
  for (let place = 0; place < numbers.length; place += 1) numbers[place] = Number(all.getItem(from + place))
  return numbers
}

function decodeNumbers(numbers: Float64Array, kind: ResultKind): readonly unknown[] {
  return kind === 'flag'
    ? Array.from(numbers, (value) => (Number.isNaN(value) ? undefined : value === 1))
    : Array.from(numbers, (value) => (Number.isNaN(value) ? undefined : value))
}

function decodeTexts(
  { joined, present }: { readonly joined: string; readonly present: number },
  rows: number,
  isJson: boolean,
): readonly unknown[] | undefined {
  if (isJson) {
    const parsed: unknown = JSON.parse(joined)
    return Array.isArray(parsed) ? parsed.map((value: unknown) => value ?? undefined) : undefined
  }
  const texts = joined.split(separator)
  if (texts.length !== rows) return undefined
  if (present === rows) return texts.includes(missingMark) ? undefined : texts
  const decoded = texts.map((text) => (text === missingMark ? undefined : text))
  return decoded.reduce((sum, text) => sum + Number(text !== undefined), 0) === present ? decoded : undefined
}

function duckdbValue(value: unknown): DuckDBValue {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof value === 'string' || typeof value === 'boolean') return value
  throw new TypeError('A query takes text, numbers and flags.')
}
