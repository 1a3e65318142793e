/**
 * At most `most` of the items, evenly spaced in their order of size, so that the distribution stays. What rests on
 * them has an interval for that many items: wider than all would give, never narrower.
 */
export function evenlyThinned<TItem>(
  items: readonly TItem[],
  most: number,
  sizeOf: (item: TItem) => number,
): readonly TItem[] {
  if (items.length <= most) return items
  const sorted = items.toSorted((one, other) => sizeOf(one) - sizeOf(other))
  return Array.from({ length: most }, (_, index) =>
    Math.floor(((index + 0.5) * sorted.length) / most),
  ).flatMap((place) => sorted[place] ?? [])
}
