import type { CompanionId, FlowAnalysis, Metric, MetricId } from '@sluice/flow'
import type { EvidenceRung } from '@sluice/model'
import { formatCount } from '../format/count.ts'
import { formatEstimate } from '../format/estimate.ts'

interface MetricDescription {
  /** For people, sentence case. */
  readonly label: string
  /** What it measures, in a sentence or two. */
  readonly definition: string
}

/** What each metric is called and what it means. */
export const metricDescriptions: Readonly<Record<MetricId, MetricDescription>> = {
  'change-lead-time': {
    label: 'Change lead time',
    definition:
      'Time from the first commit of a change (or, where that is unknown, its merge) until it is released. The ' +
      'median over all changes of the window, with those not yet released counted as still waiting (Kaplan-Meier).',
  },
  'deployment-frequency': {
    label: 'Deployment frequency',
    definition:
      'Deployments to users per week, with the exact Poisson interval. Weeks without a deployment count.',
  },
  'change-fail-rate': {
    label: 'Change fail rate',
    definition:
      'Share of deployments that failed for users, with the Wilson interval. A deployment counts once. Evidence is ' +
      'graded: incident, rollback, revert, hotfix; what left no trace is not seen, so it is a lower bound.',
  },
  'failed-deployment-recovery-time': {
    label: 'Recovery time',
    definition:
      'Time from a failed deployment until the deployment that repaired it. The median, with failures that are not ' +
      'repaired yet counted as still open.',
  },
  'deployment-rework-rate': {
    label: 'Deployment rework rate',
    definition:
      'Share of deployments that were unplanned: made to repair an earlier failed one, with the Wilson interval. It ' +
      'is not rewritten lines of code.',
  },
}

/** What each companion of a metric is called, as it stands before its number. */
export const companionLabels: Readonly<Record<CompanionId, string>> = {
  p85: '85th percentile',
  'naive-median': 'released only',
  'merge-to-release-median': 'merge to release',
  'days-with-deployment-per-week': 'days with one per week',
  'commit-weighted-median': 'per commit',
}

/** The metric of that id; every analysis has all five. */
export function getMetric(flow: FlowAnalysis, id: MetricId): Metric {
  const metric = flow.metrics.find((candidate) => candidate.id === id)
  if (metric === undefined) throw new TypeError(`The analysis has no metric ${id}.`)
  return metric
}

/** What the number rests on: `404 changes, 12 not released yet`, `11 of 123, 6 by revert`. */
export function metricBasis(metric: Metric, weeks: number): string {
  const { estimate } = metric
  const event = metric.proxy === 'tags' ? 'release' : 'deployment'
  switch (metric.id) {
    case 'change-lead-time': {
      const waiting = estimate.censored === 0 ? '' : `, ${estimate.censored} not released yet`
      return `${formatCount(estimate.n, 'change')}${waiting}`
    }
    case 'deployment-frequency':
      return `${formatCount(estimate.n, event)} in ${formatCount(weeks, 'week')}`
    case 'change-fail-rate':
      return [occurrences(metric, event), ...metric.evidence.flatMap(evidenceWords)].join(', ')
    case 'failed-deployment-recovery-time': {
      const open = estimate.censored === 0 ? '' : `, ${estimate.censored} not repaired yet`
      return `${formatCount(estimate.n, `failed ${event}`)}${open}`
    }
    case 'deployment-rework-rate':
      return occurrences(metric, event)
  }
}

/** The companions that have a number, each with its label. */
export function companionWords(metric: Metric): readonly string[] {
  return metric.companions
    .filter((companion) => companion.estimate.kind === 'known')
    .map(({ id, estimate }) => {
      // A count of days is a plain number: "per week" stands in its label already.
      const text = formatEstimate(estimate, metric.unit).replace(' / week', '')
      return `${companionLabels[id]} ${text}`
    })
}

/** The DORA cluster, where it was asked for. */
export function clusterWords(metric: Metric): readonly string[] {
  if (metric.cluster === undefined) return []
  const { table } = metric.cluster
  if (metric.cluster.kind === 'inside') return [`DORA ${table}: ${metric.cluster.cluster}`]
  const more = metric.cluster.neededMore
  const needs = more === undefined ? '' : `, needs about ${more} more`
  return [`DORA ${table}: cannot tell yet${needs}`]
}

function occurrences(metric: Metric, event: string): string {
  const { estimate } = metric
  if (estimate.kind === 'unknown') return formatCount(estimate.n, event)
  return `${Math.round(estimate.value * estimate.n)} of ${formatCount(estimate.n, event)}`
}

function evidenceWords(evidence: { readonly rung: EvidenceRung; readonly count: number }): readonly string[] {
  return evidence.count === 0 ? [] : [`${evidence.count} by ${evidence.rung}`]
}
