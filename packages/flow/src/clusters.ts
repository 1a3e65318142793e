import { day, hour, week } from '@sluice/model'
import { trialsForZeroFailures, wilson, type Estimate } from '@sluice/stats'
import type { ClusterAnswer, FlowOptions, Metric, MetricId } from './analysis.ts'

type ClusterName = 'elite' | 'high' | 'medium' | 'low'

/** The values of a metric that belong to one cluster: `from` is in it, `to` is not, unless it is the last of all. */
interface ClusterBand {
  readonly cluster: ClusterName
  readonly from: number
  readonly to: number
}

const month = (365.25 / 12) * day
const perMonth = week / month

/**
 * Survey clusters of one year; they move every year, describe one application each and are no standard. Never add
 * them up to one score: the medium cluster fails less often than the high one, so there is no single ladder.
 * Where the table gives one value per cluster (fail rate) the bands run from the next lower value to it. High and
 * medium recover within the same bounds, so between an hour and a day no cluster can be named.
 *
 * @see DORA, Accelerate State of DevOps Report 2024
 */
const clusterTable: {
  readonly name: string
  readonly bands: Readonly<Partial<Record<MetricId, readonly ClusterBand[]>>>
} = {
  name: 'dora-2024',
  bands: {
    'change-lead-time': [
      { cluster: 'elite', from: 0, to: day },
      { cluster: 'high', from: day, to: week },
      { cluster: 'medium', from: week, to: month },
      { cluster: 'low', from: month, to: 6 * month },
    ],
    'deployment-frequency': [
      { cluster: 'elite', from: 7, to: Infinity },
      { cluster: 'high', from: 1, to: 7 },
      { cluster: 'medium', from: perMonth, to: 1 },
      { cluster: 'low', from: perMonth / 6, to: perMonth },
    ],
    'change-fail-rate': [
      { cluster: 'elite', from: 0, to: 0.05 },
      { cluster: 'medium', from: 0.05, to: 0.1 },
      { cluster: 'high', from: 0.1, to: 0.2 },
      { cluster: 'low', from: 0.2, to: 1 },
    ],
    'failed-deployment-recovery-time': [
      { cluster: 'elite', from: 0, to: hour },
      { cluster: 'low', from: week, to: month },
    ],
  },
}

/** Adds the cluster when it was asked for and the metric has one. Weekday time has none: the survey asked for elapsed time. */
export function withCluster(metric: Metric, options: FlowOptions): Metric {
  const bands = clusterTable.bands[metric.id]
  if (!options.clusters || bands === undefined) return metric
  if (options.calendar === 'weekdays' && metric.unit === 'milliseconds') return metric
  return { ...metric, cluster: answerOf(metric, bands) }
}

/** Names a cluster only when the whole interval lies in it. */
function answerOf(metric: Metric, bands: readonly ClusterBand[]): ClusterAnswer {
  const table = clusterTable.name
  const inside = bands.find((band) => isInside(metric.estimate, band))
  if (inside !== undefined) return { kind: 'inside', cluster: inside.cluster, table }
  const neededMore = metric.id === 'change-fail-rate' ? moreDeployments(metric.estimate, bands) : undefined
  return { kind: 'cannot-tell', ...(neededMore !== undefined && { neededMore }), table }
}

function isInside(estimate: Estimate, band: ClusterBand): boolean {
  if (estimate.kind === 'unknown') return false
  const { low, high } = estimate.interval
  return low >= band.from && high <= band.to
}

/** Further deployments, failing as often as so far, after which the interval would fit into one band. */
function moreDeployments(estimate: Estimate, bands: readonly ClusterBand[]): number | undefined {
  if (estimate.kind === 'unknown') return undefined
  const { value, n, interval } = estimate
  const { confidence } = interval
  const lowest = bands[0]
  if (value === 0 && lowest !== undefined)
    return Math.max(1, trialsForZeroFailures(lowest.to, confidence) - n)
  const fits = (trials: number): boolean => {
    const projected = wilson({ successes: Math.round(value * trials), trials, confidence })
    return bands.some((band) => isInside(projected, band))
  }
  let enough = n
  while (!fits(enough)) {
    enough = Math.ceil(enough * 1.1)
    if (enough > mostDeployments) return undefined
  }
  return enough - n
}

/** A forecast beyond this many deployments helps nobody. */
const mostDeployments = 20_000
