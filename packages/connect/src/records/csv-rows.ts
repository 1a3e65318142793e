import type { BrokenRow, Row } from './row.ts'
import { longestRecord, type TextLine } from './text-lines.ts'

/** What the first line of a table says. */
export interface CsvHeader {
  readonly delimiter: CsvDelimiter
  readonly columns: readonly string[]
}
export type CsvDelimiter = ',' | ';' | '\t'

/** The header: whichever of comma, semicolon and tab parts it into most columns is the delimiter. */
export function readCsvHeader(line: string): CsvHeader {
  const ways = ([',', ';', '\t'] as const).map((delimiter) => {
    const record = startRecord(delimiter)
    record.feed(line)
    return { delimiter, columns: record.values().map((name) => name.trim()) }
  })
  return ways.reduce((best, way) => (way.columns.length > best.columns.length ? way : best))
}

/**
 * The rows below the header (RFC 4180: quotes may hold delimiters, line ends and doubled quotes). A quote that is
 * never closed spoils the line on which it stands and no other. What looks like a formula is text like any other.
 */
export async function* csvRows(
  lines: AsyncIterator<TextLine>,
  header: CsvHeader,
): AsyncGenerator<Row | BrokenRow, void, void> {
  // Lines that were read to look for the end of a quote and did not belong to it.
  let givenBack: readonly TextLine[] = []
  const next = async (): Promise<TextLine | undefined> => {
    const [first, ...others] = givenBack
    givenBack = others
    if (first !== undefined) return first
    const read = await lines.next()
    return read.done === true ? undefined : read.value
  }

  for (let first = await next(); first !== undefined; first = await next()) {
    if (first.isTooLong) {
      yield broken(first, `has more than ${longestRecord} characters`)
      continue
    }
    const record = startRecord(header.delimiter)
    const taken: TextLine[] = []
    let isWhole = record.feed(first.text)
    let length = first.text.length
    while (!isWhole) {
      const more = await next()
      if (more === undefined) break
      taken.push(more)
      length += more.text.length
      if (more.isTooLong || length > longestRecord || taken.length > mostLines) break
      isWhole = record.feed(more.text)
    }
    if (isWhole) {
      yield* rowOf(first, record.values(), header.columns)
    } else {
      yield broken(first, 'opens a quotation mark that is not closed')
      givenBack = [...taken, ...givenBack]
    }
  }
}

/** Text in a cell has a few lines; a quote that stays open longer is a mistake. */
const mostLines = 200

function* rowOf(
  { number: line, text }: TextLine,
  values: readonly string[],
  columns: readonly string[],
): Generator<Row | BrokenRow, void, void> {
  if (values.every((value) => value.trim() === '')) return
  if (values.slice(columns.length).some((value) => value.trim() !== '')) {
    const problem = `has ${values.length} columns, and the header has ${columns.length}`
    yield { kind: 'broken', line, problem, text }
    return
  }
  const cells = columns.map((name, place) => [name, values[place] ?? ''] as const)
  yield { kind: 'row', line, columns: cells, text }
}

function broken({ number: line, text }: TextLine, problem: string): BrokenRow {
  return { kind: 'broken', line, problem, text }
}

interface RecordInParts {
  /** Takes one line of the record; true when the record ends with it. */
  readonly feed: (line: string) => boolean
  readonly values: () => readonly string[]
}

function startRecord(delimiter: CsvDelimiter): RecordInParts {
  const values: string[] = []
  let quoted: string | undefined
  return {
    values: () => (quoted === undefined ? values : [...values, quoted]),
    feed: (line) => {
      let from = 0
      for (;;) {
        if (quoted === undefined && line[from] === '"') {
          quoted = ''
          from += 1
        }
        if (quoted !== undefined) {
          const end = endOfQuote(line, from)
          quoted += line.slice(from, end).replaceAll('""', '"')
          if (end === line.length) {
            quoted += '\n'
            return false
          }
          from = end + 1
        }
        const end = line.indexOf(delimiter, from)
        // What stands between a closing quote and the delimiter is kept.
        values.push((quoted ?? '') + line.slice(from, end === -1 ? undefined : end))
        quoted = undefined
        if (end === -1) return true
        from = end + 1
      }
    },
  }
}

/** The place of the quote that closes, or the length of the line when none does; a doubled one does not. */
function endOfQuote(line: string, from: number): number {
  let at = from
  for (;;) {
    const quote = line.indexOf('"', at)
    if (quote === -1) return line.length
    if (line[quote + 1] !== '"') return quote
    at = quote + 2
  }
}
