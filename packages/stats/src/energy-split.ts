/** A part of a series, its values in the order in which they are looked at. */
export interface SplittableSegment {
  /** Index of its first value in the series. */
  readonly start: number
  /** Shuffled in place for a permutation. */
  readonly values: Float64Array
}

/** Where a segment falls apart most. */
export interface EnergySplit {
  /** Index within the segment of the first value of the second part. */
  readonly index: number
  /** Scaled energy statistic; 0 when no split is possible. */
  readonly statistic: number
}

/**
 * Makes the search for the split of a segment with the largest energy statistic for  distances |x - y|:
 * mk / (m + k) times (2 x mean distance between the parts - mean distance within each).
 *
 * The second part may end before the segment does, so that a level that comes and goes is found as well. Takes one
 * pass over the pairs: with every further end, the sums within the parts grow by the distances to the new value.
 * With B, F and S the sums between the parts, within the first and within the second, B is what F and S leave of
 * the sum over all pairs, and the statistic is 2 / (m + k) x (B + F + S - (m + k - 1) x (F / (m - 1) + S / (k - 1))).
 *
 * @see Székely, G. J. & Rizzo, M. L. (2005), Hierarchical clustering via joint between-within distances,
 * J. Classification 22, 151–183; Matteson & James (2014), JASA 109(505), section 2.2
 */
export function energySplitter(
  longest: number,
  minimumSegment: number,
): (values: Float64Array) => EnergySplit {
  const fewest = Math.max(2, minimumSegment)
  const inverse = Float64Array.from({ length: longest + 1 }, (_, index) => 1 / index)
  /** S for a second part from an index to the current end. */
  const second = new Float64Array(longest + 1)
  /** F / (m - 1) for a first part of m values. */
  const firstPerValue = new Float64Array(longest + 1)

  return (values) => {
    second.fill(0)
    let bestIndex = 0
    let bestStatistic = 0
    for (let end = 2; end <= values.length; end += 1) {
      const added = values[end - 1] ?? 0
      let toAdded = 0
      let smallest = Infinity
      let smallestAt = 0
      let index = end - 2
      for (; index > end - fewest && index >= 0; index -= 1) {
        toAdded += Math.abs((values[index] ?? 0) - added)
        second[index] = (second[index] ?? 0) + toAdded
      }
      for (; index >= fewest; index -= 1) {
        toAdded += Math.abs((values[index] ?? 0) - added)
        const sum = (second[index] ?? 0) + toAdded
        second[index] = sum
        const spread = (firstPerValue[index] ?? 0) + sum * (inverse[end - index - 1] ?? 0)
        if (spread < smallest) {
          smallest = spread
          smallestAt = index
        }
      }
      for (; index >= 0; index -= 1) {
        toAdded += Math.abs((values[index] ?? 0) - added)
        second[index] = (second[index] ?? 0) + toAdded
      }
      const all = second[0] ?? 0
      firstPerValue[end] = all * (inverse[end - 1] ?? 0)
      const statistic = (2 / end) * (all - (end - 1) * smallest)
      if (statistic > bestStatistic) {
        bestStatistic = statistic
        bestIndex = smallestAt
      }
    }
    return { index: bestIndex, statistic: bestStatistic }
  }
}

/** Puts the values in a random order, each order as likely as another. */
export function shuffle(values: Float64Array, rng: () => number): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(rng() * (last + 1))
    const held = values[last] ?? 0
    values[last] = values[other] ?? 0
    values[other] = held
  }
}
