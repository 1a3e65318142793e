import { regularizedBeta } from './regularized-beta.ts'
import { requireCount, requireProbability } from './requirements.ts'

/**
 * Probability of at most `successes` successes in `trials` independent trials of probability p each;
 * 0 for a negative number of successes. Throws a `RangeError` for a p outside [0, 1] or trials that are no count.
 *
 * @see Abramowitz & Stegun (1964), 26.5.24
 */
export function binomialCdf(successes: number, trials: number, p: number): number {
  requireCount('The number of trials', trials)
  requireProbability('The probability of a success', p)
  const whole = Math.floor(successes)
  if (whole < 0) return 0
  if (whole >= trials) return 1
  return regularizedBeta(1 - p, trials - whole, whole + 1)
}
