import { seededRng } from '@sluice/model'
import type { FlowAnalysis, FlowFacts, FlowOptions, Metric } from './analysis.ts'
import { flowCaveats } from './caveats.ts'
import { withCluster } from './clusters.ts'
import { cohortRows } from './cohort-rows.ts'
import { cohorts } from './cohorts/cohorts.ts'
import { deploymentRows } from './deployment-rows.ts'
import { indexFacts, type FlowIndex } from './facts/flow-index.ts'
import { inFlight } from './in-flight.ts'
import { censoredMedian } from './metrics/censored-median.ts'
import { changeFailRate } from './metrics/change-fail-rate.ts'
import { deploymentFrequency } from './metrics/deployment-frequency.ts'
import { leadTime } from './metrics/lead-time.ts'
import { leadTimeClock, leadTimeObservation } from './metrics/lead-time-clock.ts'
import { judgedMoments, momentsIn } from './metrics/moments.ts'
import { recoveryTime } from './metrics/recovery-time.ts'
import { reworkRate } from './metrics/rework-rate.ts'
import { nextSources } from './next-sources.ts'
import { openSummary } from './open-summary.ts'
import { recentShifts } from './recent-shifts.ts'
import { reviewSummary } from './review-summary.ts'
import { serviceSummaries } from './services.ts'
import { stageSummaries } from './stages/stage-summaries.ts'
import { throughput } from './throughput.ts'
import { weeksOf } from './trend/weeks.ts'

/**
 * The value stream of a window: where change waits between commit and customer, the five DORA metrics with their
 * uncertainty, what moved, how AI-marked changes compare, and what a reader must know to trust it.
 *
 * A pure function of facts and options: the same input, in whatever order, gives the same report. Nothing that
 * happened at or after `window.until` takes part.
 */
export function analyzeFlow(facts: FlowFacts, options: FlowOptions): FlowAnalysis {
  const index = indexFacts(facts, options)
  const rows = cohortRows(index)
  const clock = leadTimeClock(rows.nonBot)
  const weeks = weeksOf(options.window)
  const allMoments = judgedMoments(index)
  const moments = momentsIn(allMoments, options.window)
  // Every consumer gets its own stream, so that one series more or less leaves the other numbers as they are.
  const stream = (consumer: number) => seededRng(options.seed * 1_000 + consumer)

  const lead = leadTime(rows, clock, weeks, index, stream(1))
  const metrics = [
    lead.metric,
    deploymentFrequency(
      moments.filter((moment) => !moment.isWithoutSuccess),
      weeks,
      index,
      stream(2),
    ),
    changeFailRate(moments, weeks, index, stream(3)),
    recoveryTime(moments, weeks, index, stream(4)),
    reworkRate(moments, weeks, index, stream(5)),
  ]
    .map((metric) => withProxy(metric, index))
    .map((metric) => withCluster(metric, options))
  const merges = throughput(rows, weeks, index, stream(6))
  const comparison = cohorts(rows, clock, weeks, index, stream)

  return {
    window: options.window,
    clock,
    metrics,
    survival: lead.survival,
    stages: stageSummaries(rows, index),
    throughput: merges,
    inFlight: inFlight(rows, index),
    ...(index.forge !== undefined && {
      open: openSummary(rows, index.forge, index),
      review: reviewSummary(rows),
    }),
    withBots: withBots(rows, clock, index),
    cohorts: comparison,
    services: serviceSummaries(index),
    recent: recentShifts(metrics, merges.trend, comparison.markedShareTrend, options.window),
    nextSources: nextSources(rows, clock, moments, index),
    caveats: flowCaveats(rows, clock, moments, index),
    changes: rows.all,
    deployments: deploymentRows(index),
  }
}

function withProxy(metric: Metric, index: FlowIndex): Metric {
  const isProxy = index.deployments.some(({ source }) => source === 'tag')
  return isProxy ? { ...metric, proxy: 'tags' } : metric
}

function withBots(
  rows: ReturnType<typeof cohortRows>,
  clock: FlowAnalysis['clock'],
  index: FlowIndex,
): FlowAnalysis['withBots'] {
  const honest = rows.all.filter((row) => row.problem === undefined)
  const observations =
    index.firstDeploymentAt === undefined
      ? []
      : honest.map((row) => leadTimeObservation(row, clock.start, index))
  return { leadTime: censoredMedian(observations, index.confidence), changes: rows.all.length }
}
