import { milliseconds } from '@sluice/model'
import { logLogLimit, normalQuantile, type SurvivalCurve } from '@sluice/stats'
import type { SurvivalStep } from '../analysis.ts'

/** More steps than a chart can show; a long history has one per change. */
const mostSteps = 400

type CurveStep = SurvivalCurve['steps'][number]

/**
 * The curve for a chart: steps where something shipped, evenly thinned, with log-log intervals. Survival never
 * rises, so a lower limit holds for all times before it, which mends the start of a curve that batches widened.
 */
export function survivalSteps(curve: SurvivalCurve, confidence: number): readonly SurvivalStep[] {
  const z = normalQuantile((1 + confidence) / 2)
  const shown = thinned(curve.steps.filter(({ events }) => events > 0))
  let lowest = 0
  return shown
    .toReversed()
    .map((step) => {
      lowest = Math.max(lowest, logLogLimit(step, z))
      return {
        at: milliseconds(step.time),
        share: step.survival,
        low: Math.min(step.survival, lowest),
        high: logLogLimit(step, -z),
        atRisk: step.atRisk,
      }
    })
    .toReversed()
}

function thinned(steps: readonly CurveStep[]): readonly CurveStep[] {
  if (steps.length <= mostSteps) return steps
  const last = steps.length - 1
  return Array.from({ length: mostSteps }, (_, index) =>
    Math.round((index * last) / (mostSteps - 1)),
  ).flatMap((position) => steps[position] ?? [])
}
