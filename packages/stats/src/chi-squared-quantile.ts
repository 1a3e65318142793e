import { logGamma } from './log-gamma.ts'
import { normalQuantile } from './normal-distribution.ts'
import { regularizedGammaP, regularizedGammaQ } from './regularized-gamma.ts'
import { requireProbability } from './requirements.ts'
import { solveIncreasing } from './solve-increasing.ts'

/**
 * The x below which a chi-squared variable lies with probability p; Infinity at 1.
 * `degrees` may be fractional but must be > 0. Throws a `RangeError` otherwise.
 *
 * @see Wilson, E. B. & Hilferty, M. M. (1931), PNAS 17(12), 684–688, for the starting value
 */
export function chiSquaredQuantile(p: number, degrees: number): number {
  requireProbability('The probability of a chi-squared quantile', p)
  if (!(degrees > 0 && degrees < Infinity))
    throw new RangeError(`A chi-squared variable needs more than 0 degrees of freedom; they are ${degrees}.`)
  if (p === 0) return 0
  if (p === 1) return Infinity

  const shape = degrees / 2
  const logScale = logGamma(shape)
  const ninth = 2 / (9 * degrees)
  const wilsonHilferty = shape * Math.max(1 - ninth + normalQuantile(p) * Math.sqrt(ninth), 0) ** 3
  // Leading term of the series: right where the lower tail is so thin that the approximation above is useless.
  const lowerTail = Math.exp((Math.log(p) + logGamma(shape + 1)) / shape)
  const start = Math.max(wilsonHilferty, lowerTail)
  // With few degrees of freedom a low quantile can be smaller than any double.
  if (start === 0) return 0
  const gammaQuantile = solveIncreasing({
    // The smaller tail is the one that carries the digits.
    excess: (x) => (p < 0.5 ? regularizedGammaP(shape, x) - p : 1 - p - regularizedGammaQ(shape, x)),
    slope: (x) => Math.exp((shape - 1) * Math.log(x) - x - logScale),
    low: 0,
    high: Number.MAX_VALUE,
    start,
  })
  return 2 * gammaQuantile
}
