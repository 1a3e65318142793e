import type { LeadTimeClock, Metric, SourceAdvice } from './analysis.ts'
import type { CohortRows } from './cohort-rows.ts'
import type { FlowIndex } from './facts/flow-index.ts'
import type { JudgedMoment } from './metrics/moments.ts'

/**
 * Which further source would tell most, best first. Without a deployment nothing is known of the way's end, so
 * deployments come first; else the forge, which alone knows what happened before a merge.
 */
export function nextSources(
  rows: CohortRows,
  clock: LeadTimeClock,
  moments: readonly JudgedMoment[],
  index: FlowIndex,
): readonly SourceAdvice[] {
  const deployments = deploymentsAdvice(rows, moments, index)
  const forge = forgeAdvice(rows, clock, index)
  const hasDeployments = index.firstDeploymentAt !== undefined
  return [
    ...(hasDeployments ? [forge, ...deployments] : [...deployments, forge]),
    ...incidentsAdvice(index),
    { source: 'ci', metrics: ['change-lead-time'] } as const,
  ]
}

/** After squash merges the time before the merge is not even unknown time: it is invisible, and no share can be told. */
function forgeAdvice(rows: CohortRows, clock: LeadTimeClock, index: FlowIndex): SourceAdvice {
  const explains = shareOfTime(rows, index, (row) =>
    index.spanLength(row.change.startedAt, row.change.mergedAt),
  )
  return {
    source: 'forge',
    ...(explains !== undefined && clock.start === 'first-commit' && { explains }),
    metrics: ['change-lead-time'],
  }
}

function deploymentsAdvice(
  rows: CohortRows,
  moments: readonly JudgedMoment[],
  index: FlowIndex,
): readonly SourceAdvice[] {
  const metrics: readonly Metric['id'][] = [
    'change-lead-time',
    'deployment-frequency',
    'change-fail-rate',
    'failed-deployment-recovery-time',
    'deployment-rework-rate',
  ]
  if (index.firstDeploymentAt === undefined) {
    const explains = shareOfTime(rows, index, (row) =>
      index.spanLength(row.change.mergedAt, index.window.until),
    )
    return [{ source: 'deployments', ...(explains !== undefined && { explains }), metrics }]
  }
  const isProxy = moments.some((moment) => moment.deployments.some(({ source }) => source === 'tag'))
  return isProxy ? [{ source: 'deployments', metrics }] : []
}

function incidentsAdvice(index: FlowIndex): readonly SourceAdvice[] {
  if (index.rungs.has('incident')) return []
  return [
    {
      source: 'incidents',
      metrics: ['change-fail-rate', 'failed-deployment-recovery-time', 'deployment-rework-rate'],
    },
  ]
}

function shareOfTime(
  rows: CohortRows,
  index: FlowIndex,
  partOf: (row: CohortRows['measured'][number]) => number,
): number | undefined {
  let part = 0
  let whole = 0
  for (const row of rows.measured) {
    part += partOf(row)
    for (const { from, to } of row.stages) whole += index.spanLength(from, to)
  }
  return whole === 0 ? undefined : part / whole
}
