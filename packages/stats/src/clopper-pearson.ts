import { betaQuantile } from './beta-quantile.ts'
import type { Estimate } from './estimate.ts'
import { type ProportionOptions, requireProportion } from './wilson.ts'

/**
 * Share of successes with the exact interval: it never covers less often than it says, and is wider than
 * `wilson` for it. Unknown (`no-data`) without trials. Throws as `wilson` does.
 *
 * @see Clopper, C. J. & Pearson, E. S. (1934), Biometrika 26(4), 404–413
 */
export function clopperPearson(options: ProportionOptions): Estimate {
  requireProportion(options)
  const { successes, trials, confidence } = options
  const method = 'clopper-pearson'
  if (trials === 0) return { kind: 'unknown', reason: 'no-data', n: 0, censored: 0, method }

  const tail = (1 - confidence) / 2
  const low = successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1)
  const high = successes === trials ? 1 : betaQuantile(1 - tail, successes + 1, trials - successes)
  return {
    kind: 'known',
    value: successes / trials,
    interval: { low, high, confidence },
    n: trials,
    censored: 0,
    method,
  }
}
