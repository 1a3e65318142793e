import type { Rng } from '@sluice/model'
import type { Metric } from '../analysis.ts'
import { noData } from '../estimates.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import { byWeek, type WindowWeek } from '../trend/weeks.ts'
import { emptyTrend, weeklyTrend } from '../trend/weekly-trend.ts'
import { censoredMedian, weeklyMedian } from './censored-median.ts'
import { evidenceOf, type JudgedMoment } from './moments.ts'

/**
 * Failed deployment recovery time: from the finish of a failed release moment to the finish of the first deployment
 * that repaired it. Kaplan-Meier median, those without a repair censored at the end of the window.
 */
export function recoveryTime(
  moments: readonly JudgedMoment[],
  weeks: readonly WindowWeek[],
  index: FlowIndex,
  rng: Rng,
): Metric {
  const { window, confidence, spanLength } = index
  const failed = moments.filter(({ failures }) => failures.length > 0)
  const measured = failed.filter(({ isRepairedTooEarly }) => !isRepairedTooEarly)
  const identity = { id: 'failed-deployment-recovery-time', unit: 'milliseconds', companions: [] } as const
  const counts = {
    failed: failed.length,
    repaired: measured.filter(({ repairedAt }) => repairedAt !== undefined).length,
    repairedBeforeFailure: failed.length - measured.length,
  }
  if (measured.length === 0) {
    return {
      ...identity,
      estimate: noData('kaplan-meier'),
      counts,
      evidence: evidenceOf(failed),
      trend: emptyTrend,
    }
  }
  const observe = ({ finishedAt, repairedAt }: JudgedMoment) => ({
    duration: spanLength(finishedAt, repairedAt ?? window.until),
    ended: repairedAt !== undefined,
  })
  const measuredByWeek = byWeek(weeks, measured, ({ finishedAt }) => finishedAt)
  return {
    ...identity,
    estimate: censoredMedian(measured.map(observe), confidence),
    counts,
    evidence: evidenceOf(failed),
    trend: weeklyTrend(
      weeks,
      (_, position) => weeklyMedian((measuredByWeek[position] ?? []).map(observe), confidence),
      rng,
    ),
  }
}
