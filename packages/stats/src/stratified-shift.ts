import { type BootstrapOptions, defaultMinimum, defaultReplicates } from './bootstrap-estimate.ts'
import type { Estimate } from './estimate.ts'
import { type DifferenceBlock, medianOfDifferences, quantileOfDifferences } from './hodges-lehmann.ts'
import { normalQuantile } from './normal-distribution.ts'
import { percentileInterval } from './percentile-interval.ts'
import { sortedFinite } from './quantile.ts'
import { type BatchedBlock, redrawBatches } from './redraw-batches.ts'
import { requireConfidence, requirePositiveCount } from './requirements.ts'
import { resampleSorted } from './resample-sorted.ts'

/** Two groups of values that are alike in all that the stratum stands for. */
export interface ShiftStratum {
  readonly a: readonly number[]
  readonly b: readonly number[]
  /**
   * For each value the batch in which it came about, such as the release that ended a wait. Values of one batch are
   * not independent, in whatever stratum they are. Absent: every value stands alone. All strata have them, or none.
   */
  readonly batches?: { readonly a: readonly number[]; readonly b: readonly number[] }
}

/** How far one group lies above the other, like compared with like. */
export interface StratifiedShift {
  /** Location of a minus location of b. */
  readonly estimate: Estimate
  /** A true shift of this size would have been told from none with 80 % probability. Undefined when unknown. */
  readonly minimumDetectable: number | undefined
  /** Pairs of a value of a and a value of b in the same stratum. */
  readonly pairs: number
  /** Strata with values of both groups. */
  readonly strata: number
  /** Values of a and of b in those strata. */
  readonly matched: { readonly a: number; readonly b: number }
}

/**
 * Shift of `a` against `b`, compared within strata only: the Hodges-Lehmann difference, where a stratum weighs
 * n_a n_b / (n_a + n_b) and the median is taken once over the differences of all strata. (A mean of one median
 * per stratum would, for strata with one value of a, compare the mean of a with the median of b, which differ
 * for skewed values such as durations.)
 *
 * The expanded percentile interval comes from a bootstrap within strata, or of whole batches where values have them.
 * Strata that lack a group compare nothing and are left out. Unknown: `no-data` when nothing overlaps, `too-few` when either group has fewer than `minimum`
 * matched values (`needed` is for each group). Throws a `RangeError` for values that are not finite.
 *
 * @see Hodges, J. L. & Lehmann, E. L. (1963), Ann. Math. Statist. 34(2), 598–611;
 * van Elteren, P. H. (1960), Bull. Inst. Int. Statist. 37, 351–361, for the weights
 */
export function stratifiedShift(strata: readonly ShiftStratum[], options: BootstrapOptions): StratifiedShift {
  const { rng, confidence, replicates = defaultReplicates, minimum = defaultMinimum } = options
  requireConfidence(confidence)
  requirePositiveCount('The number of replicates', replicates)
  const { blocks, batches } = blocksOf(strata.filter(({ a, b }) => a.length > 0 && b.length > 0))
  const counts = {
    pairs: sum(blocks.map(({ a, b }) => a.length * b.length)),
    strata: blocks.length,
    matched: { a: sum(blocks.map(({ a }) => a.length)), b: sum(blocks.map(({ b }) => b.length)) },
  }
  const about = {
    n: counts.matched.a + counts.matched.b,
    censored: 0,
    method: 'hodges-lehmann-stratified',
  } as const
  const fewer = Math.min(counts.matched.a, counts.matched.b)
  const needed = Math.max(2, minimum)
  if (fewer < needed) {
    const reason = fewer === 0 ? 'no-data' : 'too-few'
    return {
      estimate: { kind: 'unknown', reason, ...about, needed },
      minimumDetectable: undefined,
      ...counts,
    }
  }

  const value = medianOfDifferences(blocks)
  const spread = quantileOfDifferences(blocks, 0.75) - quantileOfDifferences(blocks, 0.25)
  const hint = { at: value, step: spread / Math.sqrt(fewer) }
  const redraw = batches === undefined ? redrawOf(blocks, rng) : redrawBatches(blocks, batches, rng)
  const replicated = Float64Array.from({ length: replicates }, () => {
    const drawn = redraw()
    return drawn.length === 0 ? value : medianOfDifferences(drawn, hint)
  })
  const minimumDetectable =
    (normalQuantile((1 + confidence) / 2) + normalQuantile(0.8)) * standardDeviation(replicated)
  const interval = percentileInterval(replicated, { value, n: Math.min(fewer, batches ?? fewer), confidence })
  return { estimate: { kind: 'known', value, interval, ...about }, minimumDetectable, ...counts }
}

/** `batches` is how many there are, where values have them and there is more than one to draw from. */
function blocksOf(strata: readonly ShiftStratum[]): {
  readonly blocks: readonly BatchedBlock[]
  readonly batches: number | undefined
} {
  const numbers = new Map<number, number>()
  const numberOf = (batch: number): number => {
    const known = numbers.get(batch)
    if (known === undefined) numbers.set(batch, numbers.size)
    return known ?? numbers.size - 1
  }
  const blocks = strata.map(({ a, b, batches }) => {
    const [left, right] = [ranked(a, batches?.a, numberOf), ranked(b, batches?.b, numberOf)]
    const weight = 1 / (a.length + b.length)
    return { a: left.values, b: right.values, batchesOfA: left.batches, batchesOfB: right.batches, weight }
  })
  return { blocks, batches: numbers.size > 1 ? numbers.size : undefined }
}

/** Values in rising order, each with the number of its batch. */
function ranked(
  values: readonly number[],
  batches: readonly number[] | undefined,
  numberOf: (batch: number) => number,
): { readonly values: Float64Array; readonly batches: Int32Array } {
  const sorted = sortedFinite(values)
  if (batches === undefined) return { values: sorted, batches: new Int32Array(0) }
  if (batches.length !== values.length) throw new RangeError('Each value needs its batch.')
  const order = values
    .map((_, index) => index)
    .sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0))
  return { values: sorted, batches: Int32Array.from(order, (index) => numberOf(batches[index] ?? 0)) }
}

/**
 * Draws all strata again. Groups of three and more are drawn from themselves. One or two values would resample to
 * nearly themselves and say nothing about their spread; such strata are drawn whole from among each other, so that
 * the spread between them speaks for it.
 */
function redrawOf(blocks: readonly DifferenceBlock[], rng: () => number): () => readonly DifferenceBlock[] {
  const tiny = blocks.filter(({ a, b }) => Math.min(a.length, b.length) < 3)
  // A lone one has nothing to be drawn from but itself.
  const small = tiny.length > 1 ? tiny : []
  const large = blocks.filter((block) => !small.includes(block))
  const redrawn = large.map(({ a, b, weight }) => ({ a: a.slice(), b: b.slice(), weight }))
  const draws = new Uint32Array(Math.max(...large.map(({ a, b }) => Math.max(a.length, b.length)), 0))
  return () => {
    for (const [index, { a, b }] of large.entries()) {
      const target = redrawn[index]
      if (target === undefined) continue
      resampleSorted(a, target.a, draws, rng)
      resampleSorted(b, target.b, draws, rng)
    }
    return [...redrawn, ...small.flatMap(() => small[Math.floor(rng() * small.length)] ?? [])]
  }
}

function standardDeviation(values: Float64Array): number {
  const mean = sum(values) / values.length
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / Math.max(1, values.length - 1))
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
