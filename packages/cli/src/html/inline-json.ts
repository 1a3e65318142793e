/**
 * JSON that can stand inside a `<script type="application/json">`: whatever its texts hold, they can
 * neither end the element nor open a comment, nor break a parser that treats U+2028 as the end of a line.
 */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
