import stringWidth from 'string-width'

/** Columns that a text takes on a terminal: wide characters take two, combining ones none. */
export function displayWidth(text: string): number {
  return narrowText.test(text) ? text.length : stringWidth(text)
}

/**
 * Characters of one column each: Latin letters, and the punctuation, arrows, lines and blocks of the reports. Telling
 * graphemes apart loads the locale's data, which most reports never need.
 */
const narrowText =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2212\u2265\u2500-\u259f]*$/

/** The text in at most `width` columns; what does not fit becomes an ellipsis. */
export function fit(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  if (width < 1) return ''
  let kept = ''
  let used = 0
  for (const { segment } of graphemes.segment(text)) {
    const next = displayWidth(segment)
    if (used + next > width - 1) break
    kept += segment
    used += next
  }
  return `${kept.trimEnd()}…`
}

/** The text in exactly `width` columns, on the left or on the right of them. */
export function cell(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fitted = fit(text, width)
  const padding = ' '.repeat(Math.max(0, width - displayWidth(fitted)))
  return align === 'left' ? fitted + padding : padding + fitted
}

/**
 * Lines of at most `width` columns, broken between words; a word that is longer than a line is cut into lines.
 * A number stays with its unit, and an interval in one piece.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(wordBreak).flatMap((word) => chopped(word, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (displayWidth(longer) <= width) {
      line = longer
    } else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

/** Lines of parts with ` · ` between them, broken between parts where they fit a line and between words where not. */
export function wrapParts(parts: readonly string[], width: number): readonly string[] {
  const lines: string[] = []
  for (const part of parts) {
    const longer = `${lines.at(-1) ?? ''}${separator}${part}`
    if (lines.length > 0 && displayWidth(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(...wrap(part, width))
  }
  return lines
}

/** A space, but not the one before a unit, not the one inside an interval and not the one in `(p 0.004)`. */
const wordBreak = / (?!(?:%|min|[dhs])(?![\p{L}\p{N}]))(?<!\[[<>]?[−-]?[\d.,]+, |\(p )/u
const separator = ' · '
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function chopped(word: string, width: number): readonly string[] {
  if (displayWidth(word) <= width) return [word]
  const parts: string[] = []
  let part = ''
  for (const { segment } of graphemes.segment(word)) {
    if (displayWidth(part + segment) > width && part !== '') {
      parts.push(part)
      part = ''
    }
    part += segment
  }
  return [...parts, part]
}
