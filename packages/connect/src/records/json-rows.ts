import type { BrokenRow, Row } from './row.ts'
import { longestRecord, type TextLine } from './text-lines.ts'

/** One object on each line. A line that is none spoils no other. */
export async function* jsonLineRows(
  lines: AsyncIterator<TextLine>,
): AsyncGenerator<Row | BrokenRow, void, void> {
  for (let read = await lines.next(); read.done !== true; read = await lines.next()) {
    const { number, text, isTooLong } = read.value
    if (isTooLong) yield { kind: 'broken', line: number, problem: tooLong, text }
    else if (text.trim() !== '') yield rowOf(number, text)
  }
}

/** The objects of a list, or objects one after another, however they are spread over lines. */
export async function* jsonValueRows(
  lines: AsyncIterator<TextLine>,
): AsyncGenerator<Row | BrokenRow, void, void> {
  let depth = 0
  let isInString = false
  let parts: string[] = []
  let length = 0
  let start = 0

  for (let read = await lines.next(); read.done !== true; read = await lines.next()) {
    const { number, text, isTooLong } = read.value
    if (isTooLong) {
      yield { kind: 'broken', line: number, problem: tooLong, text }
      return
    }
    let from = 0
    for (const { 0: mark, index } of text.matchAll(/\\.|["{}]/g)) {
      if (mark === '"' && depth > 0) isInString = !isInString
      if (isInString || (mark !== '{' && mark !== '}')) continue
      if (mark === '{') {
        if (depth === 0) [from, start, parts, length] = [index, number, [], 0]
        depth += 1
      } else if (depth > 0) {
        depth -= 1
        if (depth > 0) continue
        const value = [...parts, text.slice(from, index + 1)].join('\n')
        yield length > longestRecord
          ? { kind: 'broken', line: start, problem: tooLong, text: value.slice(0, 2_000) }
          : rowOf(start, value)
      }
    }
    if (depth === 0) continue
    length += text.length - from
    // Past the limit only the braces are counted, so that what follows is still found.
    if (length <= longestRecord) parts.push(text.slice(from))
  }
  if (depth > 0) {
    const problem = 'begins an object that does not end'
    yield { kind: 'broken', line: start, problem, text: parts.join('\n').slice(0, 2_000) }
  }
}

const tooLong = `has more than ${longestRecord} characters`

function rowOf(line: number, text: string): Row | BrokenRow {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { kind: 'broken', line, problem: 'is no complete JSON value', text }
  }
  const columns = columnsOf(value)
  return columns === undefined
    ? { kind: 'broken', line, problem: 'is JSON, and no object', text }
    : { kind: 'row', line, columns, text }
}

/** Names and values of an object; undefined for anything else. */
export function columnsOf(value: unknown): Row['columns'] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  // Entries are own properties, so that a key such as `__proto__` is a name like any other.
  return Object.entries(value)
}
