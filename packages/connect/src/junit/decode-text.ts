import { TextDecoder } from 'node:util'
import { connectError } from '../errors.ts'

/** Turns bytes into text piece by piece. */
export interface TextStream {
  /** The text of these bytes, as far as it is whole; the rest comes with the next bytes. */
  write(bytes: Uint8Array): string
  /** What was left. */
  end(): string
}

// Long enough for the declaration of every tool that was seen, and far too short to hurt.
const declarationBytes = 256
const readable: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'windows-1252': 'windows-1252',
}

/**
 * Finds the encoding of an XML document by its byte order mark, by the look of its first bytes or by its
 * declaration, in this order; without any of them it is UTF-8. Bytes that are no text become U+FFFD.
 *
 * @throws JUNIT_ENCODING_UNKNOWN when it declares any other than UTF-8, UTF-16, ISO-8859-1 and windows-1252
 */
export function decodeText(): TextStream {
  let head = new Uint8Array(0)
  let decoder: TextDecoder | undefined

  return {
    write(bytes) {
      if (decoder !== undefined) return decoder.decode(bytes, { stream: true })

      head = joined(head, bytes)
      if (head.length < declarationBytes) return ''
      decoder = new TextDecoder(encodingOf(head))
      return decoder.decode(head, { stream: true })
    },
    end() {
      if (decoder !== undefined) return decoder.decode()
      return new TextDecoder(encodingOf(head)).decode(head)
    },
  }
}

function encodingOf(head: Uint8Array): string {
  const [first, second, third] = head
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0x3c && second === 0) return 'utf-16le'
  if (first === 0 && second === 0x3c) return 'utf-16be'

  const start = String.fromCharCode(...head.subarray(0, declarationBytes))
  const declared = /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"'>]{1,40})["']/.exec(start)?.[1]?.toLowerCase()
  if (declared === undefined) return 'utf-8'
  // The first bytes have shown already that these are not two bytes each, whatever is declared.
  if (declared.startsWith('utf-16')) return 'utf-8'
  const encoding = Object.hasOwn(readable, declared) ? readable[declared] : undefined
  if (encoding === undefined) throw connectError('JUNIT_ENCODING_UNKNOWN', { encoding: declared })
  return encoding
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}
