import type { LeadTimeClock, Metric, SourceAdvice } from './analysis.ts'
import type { CohortRows } from './cohort-rows.ts'
import type { FlowIndex } from './facts/flow-index.ts'
import type { JudgedMoment } from './metrics/moments.ts'
import { reviewSummary } from './review-summary.ts'

/** From this share of the changes on, the forge has told what it can. */
const nearlyAll = 0.9

/**
 * Which further source would tell most, best first. Without a deployment nothing is known of the way's end, so
 * deployments come first; else the forge, which alone knows what happened before a merge. What has been read is not
 * advised again.
 */
export function nextSources(
  rows: CohortRows,
  clock: LeadTimeClock,
  moments: readonly JudgedMoment[],
  index: FlowIndex,
): readonly SourceAdvice[] {
  const deployments = deploymentsAdvice(moments, index)
  const forge = forgeAdvice(rows, clock, index)
  const hasDeployments = index.firstDeploymentAt !== undefined
  return [
    ...(hasDeployments ? [...forge, ...deployments] : [...deployments, ...forge]),
    ...incidentsAdvice(index),
    ...ciAdvice(index),
  ]
}

/**
 * After squash merges the time before the merge is not even unknown time: it is invisible, and no share can be told.
 * Nor can it without a deployment, when all time goes on until the end of the window.
 */
function forgeAdvice(rows: CohortRows, clock: LeadTimeClock, index: FlowIndex): readonly SourceAdvice[] {
  const { known } = reviewSummary(rows)
  if (known > 0 && known >= nearlyAll * rows.nonBot.length) return []
  const isTimeKnown = clock.start === 'first-commit' && index.firstDeploymentAt !== undefined
  const explains = isTimeKnown ? unknownShareBeforeMerge(rows, index) : undefined
  return [
    {
      source: 'forge',
      ...(explains !== undefined && { explains }),
      metrics: ['change-lead-time'],
    },
  ]
}

function ciAdvice({ forge, connected }: FlowIndex): readonly SourceAdvice[] {
  if (connected.has('ci') || forge?.hasCi === true) return []
  return [{ source: 'ci', metrics: ['change-lead-time'] }]
}

function deploymentsAdvice(moments: readonly JudgedMoment[], index: FlowIndex): readonly SourceAdvice[] {
  const metrics: readonly Metric['id'][] = [
    'change-lead-time',
    'deployment-frequency',
    'change-fail-rate',
    'failed-deployment-recovery-time',
    'deployment-rework-rate',
  ]
  if (index.firstDeploymentAt === undefined) return [{ source: 'deployments', metrics }]
  const isProxy = moments.some((moment) => moment.deployments.some(({ source }) => source === 'tag'))
  return isProxy ? [{ source: 'deployments', metrics }] : []
}

function incidentsAdvice(index: FlowIndex): readonly SourceAdvice[] {
  if (index.rungs.has('incident') || index.connected.has('incidents')) return []
  return [
    {
      source: 'incidents',
      metrics: ['change-fail-rate', 'failed-deployment-recovery-time', 'deployment-rework-rate'],
    },
  ]
}

function unknownShareBeforeMerge(rows: CohortRows, index: FlowIndex): number | undefined {
  let part = 0
  let whole = 0
  for (const { change, stages } of rows.measured) {
    for (const { stage, from, to } of stages) {
      whole += index.spanLength(from, to)
      if (stage !== 'unknown' || from >= change.mergedAt) continue
      part += index.spanLength(from, to < change.mergedAt ? to : change.mergedAt)
    }
  }
  return whole === 0 ? undefined : part / whole
}
