import { logGamma } from './log-gamma.ts'
import { regularizedBeta } from './regularized-beta.ts'
import { requireProbability } from './requirements.ts'
import { solveIncreasing } from './solve-increasing.ts'

/** The x below which a Beta(a, b) variable lies with probability p. Throws a `RangeError` unless a, b > 0. */
export function betaQuantile(p: number, a: number, b: number): number {
  requireProbability('The probability of a beta quantile', p)
  if (!(a > 0 && b > 0 && a < Infinity && b < Infinity))
    throw new RangeError(`A beta variable needs a, b > 0; they are ${a} and ${b}.`)
  if (p === 0 || p === 1) return p

  const logScale = logGamma(a + b) - logGamma(a) - logGamma(b)
  return solveIncreasing({
    excess: (x) => regularizedBeta(x, a, b) - p,
    slope: (x) => Math.exp(logScale + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x)),
    low: 0,
    high: 1,
    start: a / (a + b),
  })
}
