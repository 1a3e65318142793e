import type { Estimate } from './estimate.ts'
import type { SurvivalCurve, SurvivalStep } from './kaplan-meier.ts'
import { logLogLimit } from './log-log-limit.ts'
import { normalQuantile } from './normal-distribution.ts'
import { type QuantileOptions, valuesForQuantile } from './quantile-estimate.ts'
import { requireConfidence, requireInnerShare, requirePositiveCount } from './requirements.ts'
import { atMost } from './values-until-unlikely.ts'

/**
 * Time by which a share p has ended (p = 0.5: the median), with the interval of the times that a test of
 * "the survival at t is 1 - p" on the log(-log) scale does not reject.
 *
 * Where the curve is flat exactly at 1 - p the value is the middle of the flat part, as in R's `survfit`.
 * `high` is `Infinity` when the upper limit of the curve never falls to 1 - p. Unknown: `no-data`; `too-few`
 * below `minimum` (default: as for `quantileEstimate`); `not-reached` when the curve stays above 1 - p, then with
 * `atLeast`, the lower limit of the interval, or where even that was not reached the longest time to which
 * enough observations were followed. Throws a `RangeError` for p outside (0, 1).
 *
 * @see Brookmeyer, R. & Crowley, J. (1982), A confidence interval for the median survival time, Biometrics 38(1), 29–41
 */
export function survivalQuantile(curve: SurvivalCurve, p: number, options: QuantileOptions): Estimate {
  const { confidence, minimum: needed = valuesForQuantile(p, confidence) } = options
  requireConfidence(confidence)
  requireInnerShare(p)
  requirePositiveCount('The minimum number of observations', needed)
  const about = { n: curve.n, censored: curve.censored, method: 'kaplan-meier' } as const
  if (curve.n === 0) return { kind: 'unknown', reason: 'no-data', ...about, needed }
  if (curve.n < needed) return { kind: 'unknown', reason: 'too-few', ...about, needed }

  const value = timeOfFall(curve.steps, 1 - p, (step) => step.survival)
  const z = normalQuantile((1 + confidence) / 2)
  const low = timeOfFall(curve.steps, 1 - p, (step) => logLogLimit(step, z))
  const high = timeOfFall(curve.steps, 1 - p, (step) => logLogLimit(step, -z)) ?? Infinity
  if (value === undefined || low === undefined) {
    const atLeast = low ?? lastFollowed(curve.steps, p, confidence)
    return { kind: 'unknown', reason: 'not-reached', ...about, ...(atLeast === undefined ? {} : { atLeast }) }
  }
  return { kind: 'known', value, interval: { low, high, confidence }, ...about }
}

/** First time at which the level is at or below the target; the middle of the flat part when it is exactly there. */
function timeOfFall(
  steps: readonly SurvivalStep[],
  target: number,
  levelOf: (step: SurvivalStep) => number,
): number | undefined {
  const reached = steps.findIndex((step) => levelOf(step) <= target + tolerance)
  const first = steps[reached]
  if (first === undefined || levelOf(first) < target - tolerance) return first?.time
  const next =
    steps.slice(reached).find((step) => levelOf(step) < target - tolerance) ?? steps.at(-1) ?? first
  return (first.time + next.time) / 2
}

/** Limits closer than this to the target are at it: products of fractions do not hit 0.5 exactly. */
const tolerance = 1.5e-8

/** Longest time to which enough observations were followed that, were a share p to end by then, one would have. */
function lastFollowed(steps: readonly SurvivalStep[], p: number, confidence: number): number | undefined {
  const tail = atMost((1 - confidence) / 2)
  return steps.findLast((step) => (1 - p) ** step.atRisk <= tail)?.time
}
