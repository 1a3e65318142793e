/**
 * Text from a repository made safe to print: control characters (and so terminal escapes), bidirectional
 * overrides, invisible format characters and lone surrogates become `�`; line breaks and tabs become a space.
 * Joiners stay, because scripts and emoji need them.
 */
export function printable(text: string): string {
  return text.replaceAll(breaks, ' ').replaceAll(hostile, '\u{fffd}')
}

const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu
const hostile = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu
