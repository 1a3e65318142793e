import type { Estimate } from './estimate.ts'
import { normalQuantile } from './normal-distribution.ts'
import { requireConfidence, requireCount } from './requirements.ts'

/** Successes among independent trials. */
export interface ProportionOptions {
  readonly successes: number
  readonly trials: number
  readonly confidence: number
}

/**
 * Share of successes with Wilson's score interval. At 0 successes, or none but successes, the bound that is not
 * 0 or 1 is the exact one, 1 - ((1 - confidence) / 2)^(1 / trials): there the score interval promises too much.
 * Unknown (`no-data`) without trials. Throws a `RangeError` unless 0 <= successes <= trials, both whole.
 *
 * @see Wilson, E. B. (1927), JASA 22(158), 209–212
 */
export function wilson(options: ProportionOptions): Estimate {
  requireProportion(options)
  const { successes, trials, confidence } = options
  const method = 'wilson'
  if (trials === 0) return { kind: 'unknown', reason: 'no-data', n: 0, censored: 0, method }

  const value = successes / trials
  const [low, high] =
    successes === 0 || successes === trials ? exactAtTheEdge(options) : scoreInterval(options)
  return { kind: 'known', value, interval: { low, high, confidence }, n: trials, censored: 0, method }
}

/** Throws a `RangeError` unless the options describe a possible outcome. */
export function requireProportion(options: ProportionOptions): void {
  requireConfidence(options.confidence)
  requireCount('The number of trials', options.trials)
  requireCount('The number of successes', options.successes)
  if (options.successes > options.trials)
    throw new RangeError(`There cannot be ${options.successes} successes in ${options.trials} trials.`)
}

function exactAtTheEdge({ successes, trials, confidence }: ProportionOptions): readonly [number, number] {
  const root = ((1 - confidence) / 2) ** (1 / trials)
  return successes === 0 ? [0, 1 - root] : [root, 1]
}

function scoreInterval({ successes, trials, confidence }: ProportionOptions): readonly [number, number] {
  const z = normalQuantile((1 + confidence) / 2)
  const share = successes / trials
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials)
  const half =
    (z / (1 + (z * z) / trials)) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  return [centre - half, centre + half]
}
