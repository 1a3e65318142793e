import { chiSquaredQuantile } from './chi-squared-quantile.ts'
import type { Estimate } from './estimate.ts'
import { requireConfidence, requireCount } from './requirements.ts'

/** Events counted over a stretch of time (or any other exposure). */
export interface PoissonRateOptions {
  readonly count: number
  /** In the unit that the rate is per: weeks for a rate per week. */
  readonly exposure: number
  readonly confidence: number
}

/**
 * Rate of events with the exact interval: the rates under which a count this large, or this small, would be
 * rarer than (1 - confidence) / 2. `n` is the count. Assumes independent events at a steady rate.
 * No events still give an upper bound. Unknown (`no-data`) without exposure.
 * Throws a `RangeError` for a count that is not whole or an exposure that is not finite.
 *
 * @see Garwood, F. (1936), Fiducial limits for the Poisson distribution, Biometrika 28(3/4), 437–442
 */
export function poissonRate(options: PoissonRateOptions): Estimate {
  const { count, exposure, confidence } = options
  requireCount('The count of a rate', count)
  requireConfidence(confidence)
  if (!Number.isFinite(exposure))
    throw new RangeError(`The exposure of a rate must be finite; it is ${exposure}.`)
  const method = 'poisson-exact'
  if (exposure <= 0) return { kind: 'unknown', reason: 'no-data', n: count, censored: 0, method }

  const tail = (1 - confidence) / 2
  const low = count === 0 ? 0 : chiSquaredQuantile(tail, 2 * count) / 2 / exposure
  const high = chiSquaredQuantile(1 - tail, 2 * count + 2) / 2 / exposure
  return {
    kind: 'known',
    value: count / exposure,
    interval: { low, high, confidence },
    n: count,
    censored: 0,
    method,
  }
}
