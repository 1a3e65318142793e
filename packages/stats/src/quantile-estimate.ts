import { binomialCdf } from './binomial-cdf.ts'
import type { Estimate } from './estimate.ts'
import { quantile, sortedFinite } from './quantile.ts'
import { requireConfidence, requireInnerShare, requirePositiveCount } from './requirements.ts'
import { atMost, valuesUntilUnlikely } from './values-until-unlikely.ts'

/** How sure, and from how many values on, a quantile is given. */
export interface QuantileOptions {
  readonly confidence: number
  /** Fewer values than this are too few. Defaults to `valuesForQuantile`, the least that bound the quantile on both sides. */
  readonly minimum?: number
}

/**
 * Type-7 quantile with the distribution-free interval between two order statistics.
 *
 * The number of values below the true quantile is binomial whatever their distribution, so the r-th smallest
 * value lies above it with probability P(Bin(n, p) < r). The interval takes the innermost ranks whose tails are
 * at most (1 - confidence) / 2 each: it covers at least as often as it says. Assumes independent values.
 * Unknown (`too-few`, with `needed`) below `minimum`. A `minimum` under the default is allowed down to where the
 * lower bound exists; `high` is then `Infinity`. Throws a `RangeError` for values that are not finite,
 * and for p outside (0, 1).
 *
 * @see David, H. A. & Nagaraja, H. N. (2003), Order Statistics, 3rd ed., section 7.1
 */
export function quantileEstimate(values: readonly number[], p: number, options: QuantileOptions): Estimate {
  const { confidence, minimum = valuesForQuantile(p, confidence) } = options
  requireConfidence(confidence)
  requireInnerShare(p)
  requirePositiveCount('The minimum number of values', minimum)
  const needed = Math.max(minimum, valuesUntilUnlikely(1 - p, (1 - confidence) / 2))
  const sorted = sortedFinite(values)
  const n = sorted.length
  const method = 'quantile-type-7'
  if (n === 0) return { kind: 'unknown', reason: 'no-data', n, censored: 0, method, needed }
  if (n < needed) return { kind: 'unknown', reason: 'too-few', n, censored: 0, method, needed }

  const value = quantile(sorted, p)
  const [lower, upper] = orderStatisticRanks(n, p, confidence)
  // At low confidence the innermost ranks can lie just beside the interpolated value.
  const low = Math.min(sorted[lower - 1] ?? value, value)
  const high = Math.max(sorted[upper - 1] ?? Infinity, value)
  return { kind: 'known', value, interval: { low, high, confidence }, n, censored: 0, method }
}

/**
 * The fewest values that bound the p-quantile on both sides: 6 for a median and 23 for an 85th percentile at 95 %.
 * Throws a `RangeError` for p or confidence outside (0, 1).
 */
export function valuesForQuantile(p: number, confidence: number): number {
  requireConfidence(confidence)
  requireInnerShare(p)
  const tail = (1 - confidence) / 2
  return Math.max(valuesUntilUnlikely(p, tail), valuesUntilUnlikely(1 - p, tail))
}

/**
 * Ranks, counted from 1, of the order statistics that bound the p-quantile of n values: the largest r with
 * P(Bin(n, p) <= r - 1) <= tail and the smallest s with P(Bin(n, p) >= s) <= tail, tail = (1 - confidence) / 2.
 * r is 0 and s is n + 1 where no value bounds the quantile.
 */
export function orderStatisticRanks(n: number, p: number, confidence: number): readonly [number, number] {
  const tail = atMost((1 - confidence) / 2)
  const lower = firstWhere(0, n, (rank) => binomialCdf(rank, n, p) > tail)
  // P(Bin(n, p) >= s) = P(Bin(n, 1 - p) <= n - s): the complement would lose the digits of a small tail.
  const upper = firstWhere(0, n + 1, (rank) => binomialCdf(n - rank, n, 1 - p) <= tail)
  return [lower, upper]
}

/** Smallest whole number from `low` to `high` where the condition, once true always true, holds; `high` if nowhere. */
function firstWhere(low: number, high: number, isTrue: (value: number) => boolean): number {
  let first = low
  let end = high
  while (first < end) {
    const middle = (first + end) >> 1
    if (isTrue(middle)) end = middle
    else first = middle + 1
  }
  return first
}
