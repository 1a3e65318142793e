import type { Estimate } from './estimate.ts'
import { normalQuantile } from './normal-distribution.ts'
import { requireConfidence, requireCount } from './requirements.ts'

/** Counts of one stratum. */
export interface TwoByTwoTable {
  /** First group, with the outcome. */
  readonly a: number
  /** First group, without. */
  readonly b: number
  /** Second group, with the outcome. */
  readonly c: number
  /** Second group, without. */
  readonly d: number
}

/**
 * Common odds ratio over strata: the odds of the outcome in the first group as a multiple of those in the second;
 * 1 means no difference. The interval is symmetric on the log scale, with the Robins-Breslow-Greenland variance.
 *
 * Assumes that the odds ratio is about the same in every stratum; holds for many small strata as for few large ones.
 * `n` counts the strata's members that say something. Unknown: `no-data` when no stratum has both groups and both
 * outcomes, `too-few` when the ratio is 0 or infinite. Throws a `RangeError` for counts that are not whole.
 *
 * @see Mantel, N. & Haenszel, W. (1959), JNCI 22(4), 719–748;
 * Robins, J., Breslow, N. & Greenland, S. (1986), Biometrics 42(2), 311–323
 */
export function mantelHaenszel(
  tables: readonly TwoByTwoTable[],
  options: { readonly confidence: number },
): Estimate {
  const { confidence } = options
  requireConfidence(confidence)
  let [n, r, s, pr, psQr, qs] = [0, 0, 0, 0, 0, 0]
  for (const { a, b, c, d } of tables) {
    for (const count of [a, b, c, d]) requireCount('A count in a table', count)
    const total = a + b + c + d
    if (a * d === 0 && b * c === 0) continue
    n += total
    const [concordant, discordant] = [(a * d) / total, (b * c) / total]
    const [p, q] = [(a + d) / total, (b + c) / total]
    r += concordant
    s += discordant
    pr += p * concordant
    psQr += p * discordant + q * concordant
    qs += q * discordant
  }
  const about = { n, censored: 0, method: 'mantel-haenszel' } as const
  if (n === 0) return { kind: 'unknown', reason: 'no-data', ...about }
  if (r === 0 || s === 0) return { kind: 'unknown', reason: 'too-few', ...about }

  const value = r / s
  const variance = pr / (2 * r * r) + psQr / (2 * r * s) + qs / (2 * s * s)
  const factor = Math.exp(normalQuantile((1 + confidence) / 2) * Math.sqrt(variance))
  return {
    kind: 'known',
    value,
    interval: { low: value / factor, high: value * factor, confidence },
    ...about,
  }
}
