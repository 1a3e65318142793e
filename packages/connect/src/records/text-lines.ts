import { connectError } from '../errors.ts'

/** A file or stream: bytes, or text that was decoded already. */
export type TextInput = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>

export interface TextLine {
  /** 1 for the first. */
  readonly number: number
  /** Without its end; of a line that is too long only the beginning. */
  readonly text: string
  readonly isTooLong: boolean
}

/** Longest line and longest record: 1 MiB of characters. */
export const longestRecord = 1_048_576

/**
 * The lines of a text in UTF-8, or in UTF-16 with a byte order mark, whichever of the three ends they have. Holds
 * one line at a time.
 *
 * @throws RECORDS_NOT_TEXT when it is no text
 */
export async function* textLines(
  input: TextInput,
  longest = longestRecord,
): AsyncGenerator<TextLine, void, void> {
  let number = 1
  let line = ''
  let isTooLong = false
  let endsWithReturn = false

  for await (const text of decoded(input)) {
    let from = 0
    // The second half of a CRLF that two chunks share.
    if (endsWithReturn && text.startsWith('\n')) from = 1
    for (;;) {
      const end = endOfLine(text, from)
      const part = text.slice(from, end === -1 ? undefined : end)
      if (line.length + part.length > longest) isTooLong = true
      line = isTooLong ? (line + part.slice(0, excerptLength)).slice(0, excerptLength) : line + part
      if (end === -1) break
      yield { number, text: line, isTooLong }
      number += 1
      line = ''
      isTooLong = false
      from = end + (text.startsWith('\r\n', end) ? 2 : 1)
    }
    endsWithReturn = text === '' ? endsWithReturn : text.endsWith('\r')
  }
  if (line !== '') yield { number, text: line, isTooLong }
}

/** Of a line that is too long this much is kept, to show which one it was. */
const excerptLength = 2_000

async function* decoded(input: TextInput): AsyncGenerator<string, void, void> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let isFirst = true
  for await (const chunk of input) {
    if (typeof chunk !== 'string' && decoder === undefined) {
      if (chunk.length === 0) continue
      decoder = new TextDecoder(encodingOf(chunk))
    }
    const text = typeof chunk === 'string' ? chunk : (decoder?.decode(chunk, { stream: true }) ?? '')
    const clean = isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text
    if (clean.includes('\0')) throw connectError('RECORDS_NOT_TEXT', {})
    if (text !== '') isFirst = false
    yield clean
  }
  const rest = decoder?.decode() ?? ''
  if (rest !== '') yield rest
}

function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8'
}

function endOfLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from)
  const back = text.indexOf('\r', from)
  if (feed === -1 || back === -1) return Math.max(feed, back)
  return Math.min(feed, back)
}
