/** Relative difference that two engines may have in one number: they add in different orders. */
const tolerance = 1e-9

/**
 * Where two answers differ, as `path: one is not other`; undefined when they are the same. Numbers may differ by the
 * tolerance; a property that is absent is the same as one that is undefined.
 */
export function findDifference(one: unknown, other: unknown, path = 'answer'): string | undefined {
  if (typeof one === 'number' && typeof other === 'number') {
    const isSame =
      one === other || Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other))
    return isSame ? undefined : `${path}: ${one} is not ${other}`
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return Object.is(one, other)
      ? undefined
      : `${path}: ${JSON.stringify(one)} is not ${JSON.stringify(other)}`
  }
  if (Array.isArray(one) !== Array.isArray(other)) return `${path}: only one of them is a list`
  if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length) {
    return `${path}: ${one.length} rows are not ${other.length}`
  }
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = findDifference(Reflect.get(one, name), Reflect.get(other, name), `${path}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}
