/**
 * Reads a decimal number as test runners of all languages write it. Where both marks occur the last one is the
 * decimal mark (`1,234.5`, `1.234,5`); a mark that occurs several times separates thousands (`1,234,567`); one comma
 * alone is a decimal mark (`0,123`, and so is that of `1,234`, because comma decimals are common and whole seconds
 * above 999 are not). Exponents are read. Undefined for anything else, and for negative and endless numbers.
 */
export function readDecimal(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const plain = text.trim()
  const direct = /^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(plain) ? Number(plain) : withMarks(plain)
  return direct !== undefined && Number.isFinite(direct) ? direct : undefined
}

function withMarks(text: string): number | undefined {
  // Spaces separate thousands in many languages, as do apostrophes in Swiss ones.
  const compact = text.replaceAll(/[\s\u00a0\u202f']/g, '')
  if (!/^[\d.,]*\d[\d.,]*(?:e[+-]?\d+)?$/i.test(compact)) return undefined

  const decimalMark = decimalMarkOf(compact)
  const whole = decimalMark === undefined ? compact.replaceAll(/[.,]/g, '') : compact
  if (decimalMark === undefined) return Number(whole)

  const at = compact.lastIndexOf(decimalMark)
  return Number(`${compact.slice(0, at).replaceAll(/[.,]/g, '') || '0'}.${compact.slice(at + 1)}`)
}

function decimalMarkOf(text: string): '.' | ',' | undefined {
  const points = text.split('.').length - 1
  const commas = text.split(',').length - 1
  if (points > 0 && commas > 0) return text.lastIndexOf('.') > text.lastIndexOf(',') ? '.' : ','
  if (points === 1) return '.'
  return commas === 1 ? ',' : undefined
}
