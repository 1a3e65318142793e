/** The middle of some measurements and how far they lie apart. */
export interface Spread {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** Median, least and greatest. Throws without a measurement. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[0], sorted.at(-1)]
  const middle = (sorted.length - 1) / 2
  const [below, above] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  if (low === undefined || high === undefined || below === undefined || above === undefined) {
    throw new RangeError('There is no measurement.')
  }
  return { median: (below + above) / 2, low, high }
}

/** `1.42 (1.38 to 1.51)`. */
export function showSpread({ median, low, high }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`
}

/** Exponent b of y = a·x^b: the slope of the least-squares line through the logarithms. */
export function fittedExponent(points: readonly { readonly x: number; readonly y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }))
  const meanX = logs.reduce((sum, { x }) => sum + x, 0) / logs.length
  const meanY = logs.reduce((sum, { y }) => sum + y, 0) / logs.length
  const covariance = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0)
  const variance = logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
  return covariance / variance
}
