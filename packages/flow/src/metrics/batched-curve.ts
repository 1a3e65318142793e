import {
  betaQuantile,
  logLogLimit,
  normalQuantile,
  survivalQuantile,
  type Estimate,
  type Interval,
  type Known,
  type QuantileOptions,
  type SurvivalCurve,
} from '@sluice/stats'

/** A span of time that has ended, or was still running when we looked. */
export interface Observation {
  readonly duration: number
  readonly ended: boolean
  /** Spans of one batch end together, as changes do that one release ships. Absent: it ends on its own. */
  readonly batch?: number
}

/**
 * Widens the variance of a curve by the design effect of batches at the time by which a share `p` has ended.
 *
 * A thousand changes in twenty releases tell little more than twenty about how long changes wait: Greenwood's
 * variance takes them as independent and is far too small. The effect compares the variance summed over batches
 * with that summed over spans, both from the influence of each span on the curve; few batches widen it further by
 * Student's t. It never narrows the interval: a steady release train looks better than chance, and may end tomorrow.
 *
 * @see Williams, R. L. (1995), Product-limit survival functions with correlated survival times, Lifetime Data
 * Analysis 1(2), 171–186
 */
export function batchedCurve(
  curve: SurvivalCurve,
  observations: readonly Observation[],
  p: number,
  confidence: number,
): SurvivalCurve {
  if (observations.every(({ batch }) => batch === undefined)) return curve
  const effect = designEffect(curve, observations, p, confidence)
  if (effect <= 1) return curve
  return { ...curve, steps: curve.steps.map((step) => ({ ...step, variance: step.variance * effect })) }
}

/**
 * Quantile of a curve with an interval that knows the batches. Where it was not reached, "at least no time" says
 * nothing and is left out.
 */
export function batchedQuantile(
  curve: SurvivalCurve,
  observations: readonly Observation[],
  p: number,
  options: QuantileOptions,
): Estimate {
  const widened = batchedCurve(curve, observations, p, options.confidence)
  const estimate = survivalQuantile(widened, p, options)
  if (estimate.kind === 'known') return { ...estimate, interval: connected(estimate, widened, p) }
  if (estimate.atLeast !== 0) return estimate
  const { atLeast: _, ...rest } = estimate
  return rest
}

/**
 * The part of the interval that hangs together with the value. A widened variance overflows where the curve has
 * hardly begun to fall, so that the lower limit starts low, rises, and falls again; but survival never rises, so
 * its later lower limits hold for all earlier times.
 */
function connected(estimate: Known, { steps }: SurvivalCurve, p: number): Interval {
  const { interval, value } = estimate
  const z = normalQuantile((1 + interval.confidence) / 2)
  const lastAbove = steps.findLastIndex((step) => step.time < value && logLogLimit(step, z) > 1 - p)
  const next = steps[lastAbove + 1]?.time ?? interval.low
  return { ...interval, low: Math.min(value, Math.max(interval.low, lastAbove < 0 ? interval.low : next)) }
}

function designEffect(
  curve: SurvivalCurve,
  observations: readonly Observation[],
  p: number,
  confidence: number,
): number {
  const influenceOf = influenceAt(curve, 1 - p)
  const byBatch = new Map<number, number>()
  let ofSpans = 0
  let alone = 0
  for (const observation of observations) {
    const influence = influenceOf(observation)
    ofSpans += influence * influence
    if (observation.batch === undefined) alone += influence * influence
    else byBatch.set(observation.batch, (byBatch.get(observation.batch) ?? 0) + influence)
  }
  let ofBatches = alone
  for (const influence of byBatch.values()) ofBatches += influence * influence
  const batches = byBatch.size
  if (ofSpans === 0) return 1
  // A single batch has nothing to be compared with: it counts as one observation.
  if (batches < 2) return observations.length
  return (ofBatches / ofSpans) * (batches / (batches - 1)) * studentInflation(batches - 1, confidence)
}

/** How a span moves the curve where it falls to `level`, or at its end if it never does; up to a common factor. */
function influenceAt(curve: SurvivalCurve, level: number): (observation: Observation) => number {
  const { steps } = curve
  const reached = steps.findIndex(({ survival }) => survival <= level)
  const end = steps[reached === -1 ? steps.length - 1 : reached]?.time ?? 0
  // Sum of events / atRisk^2 up to each step: what being at risk so long should have brought.
  const hazards = new Map<number, { readonly atRisk: number; readonly expected: number }>()
  let expected = 0
  for (const { time, events, atRisk } of steps) {
    if (time > end) break
    expected += events / (atRisk * atRisk)
    hazards.set(time, { atRisk, expected })
  }
  return ({ duration, ended }) => {
    const hazard = hazards.get(duration)
    if (hazard === undefined) return -expected
    return (ended ? 1 / hazard.atRisk : 0) - hazard.expected
  }
}

/** Squared ratio of Student's t to the normal quantile, for a variance that rests on few batches. */
function studentInflation(degrees: number, confidence: number): number {
  const x = betaQuantile(1 - confidence, degrees / 2, 0.5)
  const squaredT = degrees * (1 / x - 1)
  return squaredT / normalQuantile((1 + confidence) / 2) ** 2
}
