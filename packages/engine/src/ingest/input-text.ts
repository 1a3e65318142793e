import { engineError } from '../errors.ts'
import type { Input } from './input.ts'

/** Deliveries are small; whatever is larger is something else. */
const largestText = 64 * 1_024 * 1_024

/**
 * The whole text of a file that is read at once.
 *
 * @throws INPUT_TOO_LARGE
 */
export async function textOf(input: Input): Promise<string> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of input.bytes()) {
    length += piece.byteLength
    if (length > largestText) throw engineError('INPUT_TOO_LARGE', { file: input.name, limit: '64 MiB' })
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/**
 * The values of a file of JSON: one value, a list of them, or one on each line.
 *
 * @throws INPUT_TOO_LARGE, INPUT_NOT_JSON
 */
export async function jsonOf(input: Input): Promise<readonly unknown[]> {
  const text = await textOf(input)
  const whole = parse(text)
  if (whole !== undefined) return Array.isArray(whole.value) ? whole.value : [whole.value]
  const values = text.split('\n').flatMap((line, place): readonly unknown[] => {
    if (line.trim() === '') return []
    const parsed = parse(line)
    if (parsed === undefined) throw engineError('INPUT_NOT_JSON', { file: input.name, line: place + 1 })
    return [parsed.value]
  })
  if (values.length === 0) throw engineError('INPUT_NOT_JSON', { file: input.name, line: 1 })
  return values
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
