import { requireConfidence } from './requirements.ts'
import { valuesUntilUnlikely } from './values-until-unlikely.ts'

/**
 * How many trials without one failure it takes until the upper bound of the failure share (two-sided interval,
 * as `wilson` gives it at zero) is at most `bound`: 72 for 5 % at 95 %. Throws a `RangeError` for a bound outside (0, 1).
 */
export function trialsForZeroFailures(bound: number, confidence: number): number {
  requireConfidence(confidence)
  if (!(bound > 0 && bound < 1))
    throw new RangeError(`The bound of a failure share must lie between 0 and 1, exclusive; it is ${bound}.`)
  return valuesUntilUnlikely(1 - bound, (1 - confidence) / 2)
}
