import { type BootstrapOptions, defaultMinimum, defaultReplicates } from './bootstrap-estimate.ts'
import type { Estimate } from './estimate.ts'
import { percentileInterval } from './percentile-interval.ts'
import { quantile, sortedFinite } from './quantile.ts'
import { requireConfidence, requirePositiveCount } from './requirements.ts'
import { resampleSorted } from './resample-sorted.ts'

/**
 * Median of `a` minus median of `b`, with the expanded percentile interval of a bootstrap of each group on its own.
 *
 * Takes no account of what else differs between the groups (see `stratifiedShift`). Assumes independent values.
 * `n` counts both groups. Unknown: `no-data` when a group is empty, `too-few` when one is below `minimum`
 * (`needed` is for each). Throws a `RangeError` for values that are not finite.
 *
 * @see Efron, B. & Tibshirani, R. J. (1993), An Introduction to the Bootstrap, sections 8.3 and 13.3
 */
export function medianDifference(
  a: readonly number[],
  b: readonly number[],
  options: BootstrapOptions,
): Estimate {
  const { rng, confidence, replicates = defaultReplicates, minimum = defaultMinimum } = options
  requireConfidence(confidence)
  requirePositiveCount('The number of replicates', replicates)
  const [sortedA, sortedB] = [sortedFinite(a), sortedFinite(b)]
  const smaller = Math.min(a.length, b.length)
  const needed = Math.max(2, minimum)
  const about = { n: a.length + b.length, censored: 0, method: 'bootstrap' } as const
  if (smaller < needed)
    return { kind: 'unknown', reason: smaller === 0 ? 'no-data' : 'too-few', ...about, needed }

  const [sampleA, sampleB] = [sortedA.slice(), sortedB.slice()]
  const draws = new Uint32Array(Math.max(a.length, b.length))
  const replicated = Float64Array.from({ length: replicates }, () => {
    resampleSorted(sortedA, sampleA, draws, rng)
    resampleSorted(sortedB, sampleB, draws, rng)
    return quantile(sampleA, 0.5) - quantile(sampleB, 0.5)
  })
  const value = quantile(sortedA, 0.5) - quantile(sortedB, 0.5)
  return {
    kind: 'known',
    value,
    interval: percentileInterval(replicated, { value, n: smaller, confidence }),
    ...about,
  }
}
