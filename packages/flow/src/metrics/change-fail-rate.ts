import { week, type Rng } from '@sluice/model'
import { wilson } from '@sluice/stats'
import type { Metric } from '../analysis.ts'
import { noData } from '../estimates.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import { byWeek, type WindowWeek } from '../trend/weeks.ts'
import { emptyTrend, weeklyTrend } from '../trend/weekly-trend.ts'
import { evidenceOf, type JudgedMoment } from './moments.ts'

/** A deployment younger than this has had little time to be found failing. */
const young = week

/**
 * Change fail rate: release moments of the window that failed for their users by any evidence, each once, of all
 * release moments of the window. Wilson interval; with no failure the exact upper bound.
 *
 * @see Wilson, E. B. (1927), JASA 22(158), 209–212
 */
export function changeFailRate(
  moments: readonly JudgedMoment[],
  weeks: readonly WindowWeek[],
  index: FlowIndex,
  rng: Rng,
): Metric {
  const { window, confidence } = index
  const failed = moments.filter(isFailed)
  const identity = { id: 'change-fail-rate', unit: 'share', companions: [] } as const
  const counts = {
    failed: failed.length,
    deployments: moments.length,
    young: moments.filter(({ finishedAt }) => finishedAt > window.until - young).length,
  }
  if (moments.length === 0) {
    return { ...identity, estimate: noData('wilson'), counts, evidence: [], trend: emptyTrend }
  }
  const momentsByWeek = byWeek(weeks, moments, ({ finishedAt }) => finishedAt)
  return {
    ...identity,
    estimate: wilson({ successes: failed.length, trials: moments.length, confidence }),
    counts,
    evidence: evidenceOf(failed),
    trend: weeklyTrend(
      weeks,
      (_, position) => {
        const ofWeek = momentsByWeek[position] ?? []
        if (ofWeek.length === 0) return noData('wilson')
        return wilson({ successes: ofWeek.filter(isFailed).length, trials: ofWeek.length, confidence })
      },
      rng,
    ),
  }
}

function isFailed(moment: JudgedMoment): boolean {
  return moment.failures.length > 0
}
