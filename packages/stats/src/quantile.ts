import { requireFinite, requireProbability } from './requirements.ts'

/**
 * Sample quantile of type 7, the one that R, NumPy and spreadsheets use by default: linear between the order
 * statistics around (n - 1)p. `sorted` must be ascending. Throws a `RangeError` when it is empty or p is not in [0, 1].
 *
 * @see Hyndman, R. J. & Fan, Y. (1996), Sample quantiles in statistical packages, The American Statistician 50(4)
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  requireProbability('The share p of a quantile', p)
  const position = (sorted.length - 1) * p
  const index = Math.floor(position)
  const lower = sorted[index]
  if (lower === undefined) throw new RangeError('A quantile needs at least one value; there is none.')
  const upper = sorted[index + 1] ?? lower
  const fraction = position - index
  // Rounding must move a quantile neither off a tie nor past its neighbour.
  if (fraction === 0 || lower === upper) return lower
  return Math.min(lower * (1 - fraction) + upper * fraction, upper)
}

/** Middle value (mean of the middle two), in any order. Throws a `RangeError` when empty or not all are finite. */
export function median(values: readonly number[]): number {
  return quantile(sortedFinite(values), 0.5)
}

/** Ascending copy. Throws a `RangeError` at a value that is NaN or infinite. */
export function sortedFinite(values: readonly number[]): Float64Array {
  requireFinite('Values', values)
  return Float64Array.from(values).sort()
}
