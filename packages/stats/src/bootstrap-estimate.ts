import type { Estimate } from './estimate.ts'
import { percentileInterval } from './percentile-interval.ts'
import { requireConfidence, requireFinite, requirePositiveCount } from './requirements.ts'

/** How a bootstrap draws and reports. */
export interface BootstrapOptions {
  /** Uniform in [0, 1). The same sequence gives the same interval. */
  readonly rng: () => number
  readonly confidence: number
  /** Resamples. Defaults to 1,000. */
  readonly replicates?: number
  /** Fewer values than this are too few. Defaults to 8: below, resamples are too alike for an honest interval. */
  readonly minimum?: number
}

/**
 * Any statistic of the values with the expanded percentile interval of its values on resamples.
 *
 * The statistic gets a buffer that it may reorder but must not keep; it must not depend on the order.
 * Assumes independent values. The interval is somewhat too narrow for few values. Unknown: `no-data` without
 * values, `too-few` below `minimum`. Throws a `RangeError` when a value, or what the statistic returns, is not finite.
 *
 * @see Efron, B. & Tibshirani, R. J. (1993), An Introduction to the Bootstrap, section 13.3
 */
export function bootstrapEstimate(
  values: readonly number[],
  statistic: (sample: Float64Array) => number,
  options: BootstrapOptions,
): Estimate {
  const { rng, confidence, replicates = defaultReplicates, minimum = defaultMinimum } = options
  requireConfidence(confidence)
  requirePositiveCount('The number of replicates', replicates)
  requireFinite('Values', values)
  const n = values.length
  const needed = Math.max(2, minimum)
  const method = 'bootstrap'
  if (n === 0) return { kind: 'unknown', reason: 'no-data', n, censored: 0, method, needed }
  if (n < needed) return { kind: 'unknown', reason: 'too-few', n, censored: 0, method, needed }

  // Sorted, so that neither the value nor the interval depends on the order of the values.
  const source = Float64Array.from(values).sort()
  const value = statistic(source.slice())
  const sample = new Float64Array(n)
  const replicated = Float64Array.from({ length: replicates }, () => {
    for (let index = 0; index < n; index += 1) sample[index] = source[Math.floor(rng() * n)] ?? 0
    return statistic(sample)
  })
  requireFinite('What a bootstrapped statistic returns', replicated)
  requireFinite('What a bootstrapped statistic returns', [value])
  const interval = percentileInterval(replicated, { value, n, confidence })
  return { kind: 'known', value, interval, n, censored: 0, method }
}

export const defaultReplicates = 1000
export const defaultMinimum = 8
