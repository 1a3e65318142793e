/**
 * Median of all differences a[i] - b[j], without forming them: each pass over both ascending arrays counts the
 * differences up to a trial value and narrows the bracket, so it takes O(n + m) per pass and few passes.
 * `guess` is where to try first; a good one saves passes and never changes the result.
 * Both arrays must be ascending, finite and not empty.
 *
 * @see Hodges, J. L. & Lehmann, E. L. (1963), Estimates of location based on rank tests, Ann. Math. Statist. 34(2), 598–611
 */
export function hodgesLehmann(a: Float64Array, b: Float64Array, guess?: number): number {
  const pairs = a.length * b.length
  const lowerRank = Math.ceil(pairs / 2)
  const lower = selectDifference(a, b, lowerRank, guess)
  if (pairs % 2 === 1) return lower
  const { count, above } = splitDifferences(a, b, lower)
  const upper = count > lowerRank ? lower : above
  return lower + (upper - lower) / 2
}

/** Difference of the given rank, counted from 1. */
function selectDifference(a: Float64Array, b: Float64Array, rank: number, guess?: number): number {
  let low = (a[0] ?? 0) - (b.at(-1) ?? 0)
  let high = (a.at(-1) ?? 0) - (b[0] ?? 0)
  let countBelowLow = 0
  let countToHigh = a.length * b.length
  let trial = guess ?? low + (high - low) / 2
  for (let pass = 0; low < high; pass += 1) {
    trial = trial >= low && trial < high ? trial : low
    const { count, upTo, above } = splitDifferences(a, b, trial)
    if (count === rank) return upTo
    if (count === rank - 1) return above
    if (count > rank) {
      high = upTo
      countToHigh = count
    } else {
      low = above
      countBelowLow = count
    }
    // Interpolation is quick where differences are dense; every third pass halves, which is quick always.
    const share = pass % 3 === 2 ? 0.5 : (rank - countBelowLow) / (countToHigh - countBelowLow)
    trial = low + (high - low) * share
  }
  return low
}

/** How many differences are at most the trial value, the largest of those, and the smallest of the others. */
function splitDifferences(
  a: Float64Array,
  b: Float64Array,
  trial: number,
): { readonly count: number; readonly upTo: number; readonly above: number } {
  let count = 0
  let upTo = -Infinity
  let above = Infinity
  let firstWithin = 0
  for (const value of a) {
    while (firstWithin < b.length && value - (b[firstWithin] ?? 0) > trial) firstWithin += 1
    count += b.length - firstWithin
    if (firstWithin < b.length) upTo = Math.max(upTo, value - (b[firstWithin] ?? 0))
    if (firstWithin > 0) above = Math.min(above, value - (b[firstWithin - 1] ?? 0))
  }
  return { count, upTo, above }
}
