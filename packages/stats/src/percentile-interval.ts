import type { Interval } from './estimate.ts'
import { normalCdf } from './normal-distribution.ts'
import { quantile } from './quantile.ts'
import { studentQuantile } from './student-quantile.ts'

/**
 * Expanded percentile interval: the middle share of bootstrap replicates, its tails thinned as Student's t does
 * for a mean of `n` values, because resamples of few values vary less than new samples would.
 * Sorts the replicates in place. Needs n >= 2.
 *
 * @see Hesterberg, T. C. (2015), What teachers should know about the bootstrap, The American Statistician 69(4), 371–386, section 4.2
 */
export function percentileInterval(replicated: Float64Array, n: number, confidence: number): Interval {
  replicated.sort()
  const expanded = Math.sqrt(n / (n - 1)) * studentQuantile((1 + confidence) / 2, n - 1)
  const tail = normalCdf(-expanded)
  return { low: quantile(replicated, tail), high: quantile(replicated, 1 - tail), confidence }
}
