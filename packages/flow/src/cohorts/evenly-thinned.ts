/**
 * At most `most` of the values, evenly spaced in their order of size, so that the distribution stays. What rests on
 * them has an interval for that many values: wider than all would give, never narrower.
 */
export function evenlyThinned(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values
  const sorted = Float64Array.from(values).sort()
  return Array.from(
    { length: most },
    (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / most)] ?? 0,
  )
}
