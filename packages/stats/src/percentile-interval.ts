import type { Interval } from './estimate.ts'
import { normalCdf } from './normal-distribution.ts'
import { quantile } from './quantile.ts'
import { studentQuantile } from './student-quantile.ts'

/**
 * Expanded percentile interval: the middle share of bootstrap replicates, its tails thinned as Student's t does
 * for a mean of `n` values, because resamples of few values vary less than new samples would.
 * Reaches to the estimate where that lies outside, as it can for a biased statistic.
 * Sorts the replicates in place. Needs n >= 2.
 *
 * @see Hesterberg, T. C. (2015), What teachers should know about the bootstrap, The American Statistician 69(4), 371–386, section 4.2
 */
export function percentileInterval(
  replicated: Float64Array,
  estimate: { readonly value: number; readonly n: number; readonly confidence: number },
): Interval {
  const { value, n, confidence } = estimate
  replicated.sort()
  const expanded = Math.sqrt(n / (n - 1)) * studentQuantile((1 + confidence) / 2, n - 1)
  const tail = normalCdf(-expanded)
  const low = Math.min(quantile(replicated, tail), value)
  const high = Math.max(quantile(replicated, 1 - tail), value)
  return { low, high, confidence }
}
