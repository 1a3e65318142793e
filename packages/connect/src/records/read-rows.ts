import { csvRows, readCsvHeader } from './csv-rows.ts'
import { jsonLineRows, jsonValueRows } from './json-rows.ts'
import type { BrokenRow, Row } from './row.ts'
import { textLines, type TextInput, type TextLine } from './text-lines.ts'

export interface ReadRowsOptions {
  /** Looks at the names of the columns of a table before its rows are read; may throw. */
  readonly checkColumns: (columns: readonly string[]) => void
}

/**
 * The records of a file: JSON (an object on each line, a list of objects, or objects one after another) or a table
 * with a header (comma, semicolon or tab). Which of them it is shows its first character. Holds one record at a time.
 *
 * @throws RECORDS_NOT_TEXT
 */
export async function* readRows(
  input: TextInput,
  options: ReadRowsOptions,
): AsyncGenerator<Row | BrokenRow, void, void> {
  const lines = textLines(input)
  let first = await lines.next()
  while (first.done !== true && first.value.text.trim() === '') first = await lines.next()
  if (first.done === true) return

  const beginning = first.value
  const start = beginning.text.trimStart()
  if (start.startsWith('[') || start.trimEnd() === '{') {
    yield* jsonValueRows(withFirst(beginning, lines))
  } else if (start.startsWith('{')) {
    yield* jsonLineRows(withFirst(beginning, lines))
  } else {
    const header = readCsvHeader(beginning.text)
    options.checkColumns(header.columns)
    yield* csvRows(lines, header)
  }
}

async function* withFirst(first: TextLine, others: AsyncGenerator<TextLine>): AsyncGenerator<TextLine> {
  yield first
  yield* others
}
