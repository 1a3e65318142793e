import type { Rng } from '@sluice/model'
import { wilson } from '@sluice/stats'
import type { Metric } from '../analysis.ts'
import { noData } from '../estimates.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import { byWeek, type WindowWeek } from '../trend/weeks.ts'
import { emptyTrend, weeklyTrend } from '../trend/weekly-trend.ts'
import { type JudgedMoment } from './moments.ts'

/**
 * Deployment rework rate: release moments of the window that carry the repair of an earlier failed deployment, or
 * that their source calls unplanned, of all release moments of the window. It counts deployments; lines rewritten soon after are another matter.
 */
export function reworkRate(
  moments: readonly JudgedMoment[],
  weeks: readonly WindowWeek[],
  index: FlowIndex,
  rng: Rng,
): Metric {
  const { confidence } = index
  const rework = moments.filter(({ isRework }) => isRework)
  const identity = { id: 'deployment-rework-rate', unit: 'share', companions: [], evidence: [] } as const
  const counts = { rework: rework.length, deployments: moments.length }
  if (moments.length === 0) return { ...identity, estimate: noData('wilson'), counts, trend: emptyTrend }
  const momentsByWeek = byWeek(weeks, moments, ({ finishedAt }) => finishedAt)
  return {
    ...identity,
    estimate: wilson({ successes: rework.length, trials: moments.length, confidence }),
    counts,
    trend: weeklyTrend(
      weeks,
      (_, position) => {
        const ofWeek = momentsByWeek[position] ?? []
        if (ofWeek.length === 0) return noData('wilson')
        const successes = ofWeek.filter(({ isRework }) => isRework).length
        return wilson({ successes, trials: ofWeek.length, confidence })
      },
      rng,
    ),
  }
}
