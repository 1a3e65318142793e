import { energySplitter, type EnergySplit, shuffle, type SplittableSegment } from './energy-split.ts'
import { median } from './quantile.ts'
import { requireFinite, requirePositiveCount, requireProbability } from './requirements.ts'

/** When a shift counts. */
export interface ChangePointOptions {
  /** Uniform in [0, 1). The same sequence finds the same change-points. */
  readonly rng: () => number
  /** Largest p value of a change-point. Defaults to 0.01. */
  readonly significance?: number
  /** Most permutations per test; fewer than 1 / significance - 1 find nothing. Defaults to 499. */
  readonly permutations?: number
  /** Fewest values on either side of a change-point, and never fewer than 2. Defaults to 4. */
  readonly minimumSegment?: number
  /**
   * Smallest move of the median, as a share of the smaller of the two medians, so that a rise and the fall back
   * count the same. Meant for values on a scale with a true zero; 0 switches it off. Defaults to 0.25.
   */
  readonly minimumEffect?: number
}

/** A place where a series moves from one level to another. */
export interface SeriesChangePoint {
  /** Of the first value of the new level. */
  readonly index: number
  /** Of the permutation test at which it was found. */
  readonly p: number
  /** Medians of the values back to the previous and on to the next change-point. */
  readonly before: number
  readonly after: number
}

/**
 * Places where the distribution of a series changes, ascending, found by E-divisive: the split with the largest
 * energy statistic over all segments is kept when random orders of the values within the segments seldom give one
 * as large, and the search goes on within the parts until a split is not significant.
 *
 * Splits whose medians differ too little are then taken away, the least first. Assumes that values around a level
 * are exchangeable: a series that drifts or swings in waves raises false alarms. Empty for a series too short to
 * split. A test stops as soon as it can no longer be significant, so that a quiet series costs little.
 * Throws a `RangeError` for values that are not finite.
 *
 * @see Matteson, D. S. & James, N. A. (2014), A nonparametric approach for multiple change point analysis of
 * multivariate data, JASA 109(505), 334–345, with alpha = 1; Besag, J. & Clifford, P. (1991), Sequential Monte Carlo
 * p-values, Biometrika 78(2), 301–304
 */
export function changePoints(
  values: readonly number[],
  options: ChangePointOptions,
): readonly SeriesChangePoint[] {
  const { significance = 0.01, permutations = 499, minimumSegment = 4, minimumEffect = 0.25 } = options
  requireFinite('Values of a series', values)
  requireProbability('The significance', significance)
  requirePositiveCount('The number of permutations', permutations)
  requirePositiveCount('The minimum segment', minimumSegment)
  if (!(minimumEffect >= 0))
    throw new RangeError(`The minimum effect must be 0 or more; it is ${minimumEffect}.`)

  const bestSplit = energySplitter(values.length, minimumSegment)
  const test = { rng: options.rng, significance, permutations, bestSplit }
  let segments: readonly SplittableSegment[] = [{ start: 0, values: Float64Array.from(values) }]
  let found: readonly Split[] = []
  for (;;) {
    const split = findSignificantSplit(segments, test)
    if (split === undefined) return withLargeEffect(values, found, minimumEffect)
    found = [...found, split].toSorted((one, other) => one.index - other.index)
    segments = [0, ...found.map(({ index }) => index)].map((start, order) => ({
      start,
      values: Float64Array.from(values.slice(start, found[order]?.index)),
    }))
  }
}

interface Split {
  readonly index: number
  readonly p: number
}

interface PermutationTest {
  readonly rng: () => number
  readonly significance: number
  readonly permutations: number
  readonly bestSplit: (values: Float64Array) => EnergySplit
}

/** Shuffles the segments, so they are of no use afterwards. */
function findSignificantSplit(
  segments: readonly SplittableSegment[],
  test: PermutationTest,
): Split | undefined {
  const { significance, permutations, bestSplit } = test
  let best = { index: 0, statistic: 0 }
  for (const segment of segments) {
    const { index, statistic } = bestSplit(segment.values)
    if (statistic > best.statistic) best = { index: segment.start + index, statistic }
  }
  if (best.statistic === 0) return undefined

  // p = (exceedances + 1) / (permutations + 1) is at most the significance with fewer exceedances than this.
  const tooMany = Math.floor(significance * (permutations + 1) + 1e-9)
  // Sums in another order are rounded otherwise: a tie must count as reached.
  const threshold = best.statistic * (1 - 1e-9)
  let exceedances = 0
  for (let permutation = 0; permutation < permutations && exceedances < tooMany; permutation += 1) {
    if (anyReaches(segments, threshold, test)) exceedances += 1
  }
  return exceedances < tooMany ? { index: best.index, p: (exceedances + 1) / (permutations + 1) } : undefined
}

function anyReaches(
  segments: readonly SplittableSegment[],
  threshold: number,
  { rng, bestSplit }: PermutationTest,
): boolean {
  for (const segment of segments) {
    shuffle(segment.values, rng)
    if (bestSplit(segment.values).statistic >= threshold) return true
  }
  return false
}

/** Takes away the split with the smallest effect until all are large: without it, its neighbours span more values. */
function withLargeEffect(
  values: readonly number[],
  splits: readonly Split[],
  minimumEffect: number,
): readonly SeriesChangePoint[] {
  const points = splits.map(({ index, p }, order) => ({
    index,
    p,
    before: median(values.slice(splits[order - 1]?.index ?? 0, index)),
    after: median(values.slice(index, splits[order + 1]?.index)),
  }))
  const effects = points.map(effectOf)
  const smallest = Math.min(...effects)
  if (smallest >= minimumEffect) return points
  return withLargeEffect(values, splits.toSpliced(effects.indexOf(smallest), 1), minimumEffect)
}

function effectOf({ before, after }: SeriesChangePoint): number {
  const difference = Math.abs(after - before)
  return difference === 0 ? 0 : difference / Math.min(Math.abs(before), Math.abs(after))
}
