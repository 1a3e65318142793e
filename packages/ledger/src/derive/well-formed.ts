/**
 * The text with U+FFFD for halves of characters. Such a half is what remains where a long text was cut inside of an
 * emoji; it cannot be written as UTF-8, and engines refuse JSON that holds one.
 */
export function wellFormed(text: string): string {
  return halfCharacter.test(text) ? text.replace(halfCharacters, '\ufffd') : text
}

/** JSON whose texts are all well formed. */
export function wellFormedJson(value: unknown): string {
  const text = JSON.stringify(value)
  // `JSON.stringify` writes halves, and nothing else that it escapes, like this.
  if (!text.includes('\\ud')) return text
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? wellFormed(part) : part))
}

const halfCharacter = /\p{Surrogate}/u
const halfCharacters = /\p{Surrogate}/gu
