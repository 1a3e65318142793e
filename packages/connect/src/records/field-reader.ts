import { failed, ok, revision, type Instant, type Result, type Revision } from '@sluice/model'
import { z } from 'zod'
import { comparableName, indexOfNames, type FieldTable, type FieldsOfType } from './field-table.ts'
import { isRevision } from './is-revision.ts'
import { isZeroTime, parseTime, type TimeRules } from './parse-time.ts'
import type { Row } from './row.ts'

/** Reads the fields of one record by their types and remembers what it could not understand. */
export interface FieldReader<TTable extends FieldTable> {
  text(name: FieldsOfType<TTable, 'text'>): string | undefined
  revision(name: FieldsOfType<TTable, 'revision'>): Revision | undefined
  time(name: FieldsOfType<TTable, 'time'>): Instant | undefined
  flag(name: FieldsOfType<TTable, 'flag'>): boolean | undefined
  /** The items as text; a text is parted at commas, semicolons, bars and white space. */
  list(name: FieldsOfType<TTable, 'list'>): readonly string[]
  /** Something stands there, whether or not it can be used. */
  has(name: keyof TTable & string): boolean
  /** Notes that a field cannot be used, with the end of a sentence that says why. */
  complain(name: keyof TTable & string, problem: string): void
  /** What could not be used so far, each with its column. */
  readonly problems: readonly string[]
}

/** A reader for the records of one table; make it once, and use it for every record. */
export function fieldReaderOf<TTable extends FieldTable>(
  table: TTable,
): (columns: Row['columns'], rules: TimeRules) => FieldReader<TTable> {
  const names = indexOfNames(table)
  return (columns, rules) => {
    const cells = findCells(columns, table, names)
    const problems: string[] = []
    const complain = (name: string, problem: string): void => {
      problems.push(`column "${cells.get(name)?.column.slice(0, 60) ?? name}": ${problem}`)
    }
    const read = <T>(name: string, parse: (value: unknown) => Result<T, string>): T | undefined => {
      const cell = cells.get(name)
      if (cell === undefined) return undefined
      const result = parse(cell.value)
      if (result.ok) return result.value
      complain(name, result.failure)
      return undefined
    }
    return {
      problems,
      complain,
      has: (name) => cells.has(name),
      text: (name) => read(name, parseText),
      revision: (name) => read(name, parseRevision),
      flag: (name) => read(name, parseFlag),
      list: (name) => read(name, parseList) ?? [],
      time: (name) => read(name, (value) => parseTimeValue(value, rules)),
    }
  }
}

interface Cell {
  readonly column: string
  readonly value: unknown
  readonly place: number
}

/** The first name of each field under which there is anything. */
function findCells(
  columns: Row['columns'],
  table: FieldTable,
  names: ReturnType<typeof indexOfNames>,
): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const [column, value] of columns) {
    if (column.length > longestName || isEmpty(value)) continue
    const meaning = names.get(comparableName(column))
    if (meaning === undefined) continue
    if (table[meaning.field]?.type === 'time' && isZeroTime(value)) continue
    const known = cells.get(meaning.field)
    if (known === undefined || meaning.place < known.place) {
      cells.set(meaning.field, { column, value, place: meaning.place })
    }
  }
  return cells
}

const longestName = 100

/** Exports write nothing in many ways. */
function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    (typeof value === 'string' && /^(?:null|n\/a|-|\\N)?$/i.test(value.trim()))
  )
}

const longestText = 500
const Text = z.union([z.string(), z.number(), z.boolean()]).transform((value) =>
  // Control characters and halves of characters have no place in a name.
  String(value)
    .replaceAll(/[\p{Cc}\p{Surrogate}]+/gu, ' ')
    .trim(),
)
const TimeValue = z.union([z.string(), z.number()])
const List = z.union([z.array(Text).max(10_000), Text])

function parseText(value: unknown): Result<string, string> {
  const read = Text.safeParse(value)
  return read.success ? ok(read.data.slice(0, longestText)) : failed('it holds no text')
}

function parseRevision(value: unknown): Result<Revision, string> {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : ''
  if (isRevision(text)) return ok(revision(text))
  return failed(
    /^[0-9a-f]{4,63}$/.test(text)
      ? `${text} is an abbreviated commit hash; give all 40 characters`
      : 'it holds no commit hash of 40 or 64 hexadecimal characters',
  )
}

function parseTimeValue(value: unknown, rules: TimeRules): Result<Instant, string> {
  const read = TimeValue.safeParse(value)
  return read.success ? parseTime(read.data, rules) : failed('it holds no time')
}

function parseFlag(value: unknown): Result<boolean, string> {
  const word = String(value).trim().toLowerCase()
  if (/^(?:true|yes|y|1|t|x)$/.test(word)) return ok(true)
  if (/^(?:false|no|n|0|f)$/.test(word)) return ok(false)
  return failed(`"${word.slice(0, 40)}" is neither yes nor no`)
}

function parseList(value: unknown): Result<readonly string[], string> {
  const read = List.safeParse(value)
  if (!read.success) return failed('it holds no list of texts')
  const items = Array.isArray(read.data) ? read.data : read.data.split(/[\s,;|]+/)
  return ok(items.filter((item) => item !== ''))
}
