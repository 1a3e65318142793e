import {
  type BootstrapOptions,
  defaultMinimum,
  defaultReplicates,
  percentileInterval,
} from './bootstrap-estimate.ts'
import type { Estimate } from './estimate.ts'
import { hodgesLehmann } from './hodges-lehmann.ts'
import { normalQuantile } from './normal-distribution.ts'
import { sortedFinite } from './quantile.ts'
import { requireConfidence, requirePositiveCount } from './requirements.ts'
import { resampleSorted } from './resample-sorted.ts'

/** Two groups of values that are alike in all that the stratum stands for. */
export interface ShiftStratum {
  readonly a: readonly number[]
  readonly b: readonly number[]
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
 * Shift of `a` against `b` as the weighted mean of the Hodges-Lehmann differences within strata
 * (weights n_a n_b / (n_a + n_b)), with the percentile interval of a bootstrap within strata.
 *
 * Strata that lack a group compare nothing and are left out. Unknown: `no-data` when nothing overlaps, `too-few`
 * when either group has fewer than `minimum` matched values (`needed` is for each group).
 * Throws a `RangeError` for values that are not finite.
 *
 * @see Hodges, J. L. & Lehmann, E. L. (1963), Ann. Math. Statist. 34(2), 598–611
 */
export function stratifiedShift(strata: readonly ShiftStratum[], options: BootstrapOptions): StratifiedShift {
  const { rng, confidence, replicates = defaultReplicates, minimum = defaultMinimum } = options
  requireConfidence(confidence)
  requirePositiveCount('The number of replicates', replicates)
  const matched = strata.map(prepared).filter((stratum) => stratum.weight > 0)
  const counts = {
    pairs: sum(matched.map(({ a, b }) => a.length * b.length)),
    strata: matched.length,
    matched: { a: sum(matched.map(({ a }) => a.length)), b: sum(matched.map(({ b }) => b.length)) },
  }
  const about = {
    n: counts.matched.a + counts.matched.b,
    censored: 0,
    method: 'hodges-lehmann-stratified',
  } as const
  const needed = Math.max(2, minimum)
  if (Math.min(counts.matched.a, counts.matched.b) < needed) {
    const reason = counts.pairs === 0 ? 'no-data' : 'too-few'
    return {
      estimate: { kind: 'unknown', reason, ...about, needed },
      minimumDetectable: undefined,
      ...counts,
    }
  }

  const totalWeight = sum(matched.map(({ weight }) => weight))
  const value = sum(matched.map(({ weight, shift }) => weight * shift)) / totalWeight
  const replicated = new Float64Array(replicates)
  for (const { a, b, weight, shift } of matched) {
    const [sampleA, sampleB] = [a.slice(), b.slice()]
    for (let replicate = 0; replicate < replicates; replicate += 1) {
      resampleSorted(a, sampleA, rng)
      resampleSorted(b, sampleB, rng)
      const replicatedShift = hodgesLehmann(sampleA, sampleB, shift)
      replicated[replicate] = (replicated[replicate] ?? 0) + (weight * replicatedShift) / totalWeight
    }
  }
  const minimumDetectable =
    (normalQuantile((1 + confidence) / 2) + normalQuantile(0.8)) * standardDeviation(replicated)
  const interval = percentileInterval(replicated, confidence)
  return { estimate: { kind: 'known', value, interval, ...about }, minimumDetectable, ...counts }
}

interface PreparedStratum {
  readonly a: Float64Array
  readonly b: Float64Array
  readonly weight: number
  readonly shift: number
}

function prepared(stratum: ShiftStratum): PreparedStratum {
  const [a, b] = [sortedFinite(stratum.a), sortedFinite(stratum.b)]
  if (a.length === 0 || b.length === 0) return { a, b, weight: 0, shift: 0 }
  return { a, b, weight: (a.length * b.length) / (a.length + b.length), shift: hodgesLehmann(a, b) }
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
