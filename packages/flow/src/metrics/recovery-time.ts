import type { Rng } from '@sluice/model'
import type { Metric } from '../analysis.ts'
import { noData } from '../estimates.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import { byWeek, type WindowWeek } from '../trend/weeks.ts'
import { emptyTrend, weeklyTrend } from '../trend/weekly-trend.ts'
import type { Observation } from './batched-curve.ts'
import { censoredMedian, weeklyMedian } from './censored-median.ts'
import { evidenceOf, type JudgedMoment } from './moments.ts'

/**
 * Failed deployment recovery time: from the finish of a failed release moment to the finish of the first deployment
 * that repaired it. Kaplan-Meier median, those without a repair censored at the end of the window. Where an incident
 * was over before any deployment, the recovery took none and is left out; how long incidents lasted stands beside.
 */
export function recoveryTime(
  moments: readonly JudgedMoment[],
  weeks: readonly WindowWeek[],
  index: FlowIndex,
  rng: Rng,
): Metric {
  const { window, confidence, spanLength } = index
  const failed = moments.filter(({ failures }) => failures.length > 0)
  const measured = failed.filter(
    ({ isRepairedTooEarly, isRecoveredWithoutDeployment }) =>
      !isRepairedTooEarly && !isRecoveredWithoutDeployment,
  )
  const identity = {
    id: 'failed-deployment-recovery-time',
    unit: 'milliseconds',
    companions: incidentCompanion(failed, index),
  } as const
  const counts = {
    failed: failed.length,
    repaired: measured.filter(({ repairedAt }) => repairedAt !== undefined).length,
    repairedBeforeFailure: count(failed, 'isRepairedTooEarly'),
    ...(identity.companions.length > 0 && {
      recoveredWithoutDeployment: count(failed, 'isRecoveredWithoutDeployment'),
    }),
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

/** How long the incidents behind the failures lasted, open ones censored: another number than recovery by deployment. */
function incidentCompanion(
  failed: readonly JudgedMoment[],
  { window, confidence, spanLength }: FlowIndex,
): Metric['companions'] {
  const incidents = new Map<string, Observation>()
  for (const { incident, openedAt, resolvedAt } of failed.flatMap(({ failures }) => failures)) {
    if (incident === undefined || openedAt === undefined || openedAt >= window.until) continue
    const ended = resolvedAt !== undefined && resolvedAt >= openedAt
    incidents.set(incident, { duration: spanLength(openedAt, ended ? resolvedAt : window.until), ended })
  }
  if (incidents.size === 0) return []
  return [{ id: 'incident-resolution-median', estimate: censoredMedian([...incidents.values()], confidence) }]
}

function count(
  moments: readonly JudgedMoment[],
  test: 'isRepairedTooEarly' | 'isRecoveredWithoutDeployment',
): number {
  return moments.filter((moment) => moment[test]).length
}
