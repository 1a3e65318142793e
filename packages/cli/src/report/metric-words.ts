import { companionDescriptions } from '@sluice/engine'
import type { FlowAnalysis, Metric, MetricId } from '@sluice/flow'
import type { Known } from '@sluice/stats'
import { formatCount, formatInteger } from '../format/count.ts'
import { lowerFirst } from '../format/sentence.ts'
import { formatEstimate } from '../format/estimate.ts'

/** What each metric is called where there is little room: in tables and on cards. */
export const metricLabels: Readonly<Record<MetricId, string>> = {
  'change-lead-time': 'Change lead time',
  'deployment-frequency': 'Deployment frequency',
  'change-fail-rate': 'Change fail rate',
  'failed-deployment-recovery-time': 'Recovery time',
  'deployment-rework-rate': 'Deployment rework rate',
}

/** The metric of that id; every analysis has all five. */
export function getMetric(flow: FlowAnalysis, id: MetricId): Metric {
  const metric = flow.metrics.find((candidate) => candidate.id === id)
  if (metric === undefined) throw new TypeError(`The analysis has no metric ${id}.`)
  return metric
}

/** What the number rests on: `404 changes, 12 not released yet`, `11 of 123 releases, 6 by revert`. */
export function metricBasis(metric: Metric, weeks: number): string {
  const { estimate, counts } = metric
  const event = eventOf(metric)
  const events = counts['deployments'] ?? estimate.n
  switch (metric.id) {
    case 'change-lead-time': {
      const waiting = estimate.censored === 0 ? '' : `, ${formatInteger(estimate.censored)} not released yet`
      return `${formatCount(estimate.n, 'change')}${waiting}`
    }
    case 'deployment-frequency': {
      const tags = counts['tags'] ?? 0
      const tagged = tags > events ? ` (${formatInteger(tags)} tags)` : ''
      // Counting begins with the first known deployment, so weeks before it have no rate.
      const counted = metric.trend.weeks.filter((point) => point.estimate.kind === 'known').length
      return `${formatCount(events, event)}${tagged} in ${formatCount(counted === 0 ? weeks : counted, 'week')}`
    }
    case 'change-fail-rate': {
      const found = metric.evidence.filter(({ count }) => count > 0)
      const evidence = found.map(({ rung, count }) => `${formatInteger(count)} by ${rung}`)
      return [`${formatInteger(counts['failed'] ?? 0)} of ${formatCount(events, event)}`, ...evidence].join(
        ', ',
      )
    }
    case 'failed-deployment-recovery-time': {
      const open = estimate.censored === 0 ? '' : `, ${formatInteger(estimate.censored)} not repaired yet`
      return `${formatCount(estimate.n, `failed ${event}`)}${open}`
    }
    case 'deployment-rework-rate':
      return `${formatInteger(counts['rework'] ?? 0)} of ${formatCount(events, event)}`
  }
}

/** The companions that say something else than the metric itself, each with its label. */
export function companionWords(metric: Metric): readonly string[] {
  const own = formatEstimate(metric.estimate, metric.unit)
  return metric.companions.flatMap(({ id, estimate }) => {
    if (estimate.kind === 'unknown') return []
    if (id === 'days-with-deployment-per-week') return [dayWords(estimate, eventOf(metric))]
    const text = formatEstimate(estimate, metric.unit)
    return text === own ? [] : [`${lowerFirst(companionDescriptions[id].label)} ${text}`]
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

/** `median week: releases on 2 days [1, 3]`. */
function dayWords({ value, interval }: Known, event: string): string {
  const days = tenths(value)
  const high = Number.isFinite(interval.high) ? tenths(interval.high) : 'no upper bound yet'
  return `median week: ${event}s on ${days} ${days === 1 ? 'day' : 'days'} [${tenths(interval.low)}, ${high}]`
}

function eventOf({ proxy }: Metric): string {
  return proxy === 'tags' ? 'release' : 'deployment'
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10
}
