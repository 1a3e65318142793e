import { betaQuantile } from './beta-quantile.ts'
import { requireProbability } from './requirements.ts'

/**
 * The t below which Student's t variable of so many degrees of freedom lies with probability p.
 * Throws a `RangeError` for p outside [0, 1] or degrees that are not > 0.
 *
 * @see Abramowitz & Stegun (1964), 26.7.1
 */
export function studentQuantile(p: number, degrees: number): number {
  requireProbability("The probability of a Student's t quantile", p)
  if (p === 0.5) return 0
  const squareShare = betaQuantile(2 * Math.min(p, 1 - p), degrees / 2, 0.5)
  return Math.sign(p - 0.5) * Math.sqrt(degrees * (1 / squareShare - 1))
}
