import { milliseconds } from '@sluice/model'
import { normalQuantile, type SurvivalCurve } from '@sluice/stats'
import type { SurvivalStep } from '../analysis.ts'

/** More steps than a chart can show; a long history has one per change. */
const mostSteps = 400

type CurveStep = SurvivalCurve['steps'][number]

/**
 * The curve for a chart: steps where something shipped, evenly thinned, with pointwise log-log intervals.
 *
 * @see Kalbfleisch, J. D. and Prentice, R. L. (2002), The Statistical Analysis of Failure Time Data, section 1.4
 */
export function survivalSteps(curve: SurvivalCurve, confidence: number): readonly SurvivalStep[] {
  const z = normalQuantile((1 + confidence) / 2)
  return thinned(curve.steps.filter(({ events }) => events > 0)).map((step) => ({
    at: milliseconds(step.time),
    share: step.survival,
    ...limitsOf(step, z),
    atRisk: step.atRisk,
  }))
}

/** At the very end, where nothing is left, the transform has no value: the limits say so by being as wide as can be. */
function limitsOf(
  { survival, variance }: CurveStep,
  z: number,
): { readonly low: number; readonly high: number } {
  if (survival <= 0) return { low: 0, high: 1 }
  if (survival >= 1) return { low: 1, high: 1 }
  const logSurvival = Math.log(survival)
  const width = (z * Math.sqrt(variance)) / (survival * Math.abs(logSurvival))
  return {
    low: Math.exp(logSurvival * Math.exp(width)),
    high: Math.exp(logSurvival * Math.exp(-width)),
  }
}

function thinned(steps: readonly CurveStep[]): readonly CurveStep[] {
  if (steps.length <= mostSteps) return steps
  const last = steps.length - 1
  return Array.from({ length: mostSteps }, (_, index) =>
    Math.round((index * last) / (mostSteps - 1)),
  ).flatMap((position) => steps[position] ?? [])
}
