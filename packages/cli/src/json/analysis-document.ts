import type { RepositoryAnalysis } from '@sluice/engine'
import type {
  ChangeRow,
  CohortComparison,
  DeploymentRow,
  FlowAnalysis,
  Metric,
  MetricId,
  OpenRow,
  StageSpan,
  WeeklyTrend,
} from '@sluice/flow'
import { stageDescriptions } from '@sluice/model'
import type { Estimate } from '@sluice/stats'
import { isoTime } from './iso-time.ts'
import { caveatWords } from '../report/caveat-words.ts'
import { headlineOf } from '../report/headline.ts'
import { getMetric } from '../report/metric-words.ts'
import type {
  AnalysisDocument,
  ChangeDocument,
  DeploymentDocument,
  EstimateDocument,
  MetricDocument,
  OpenChangeDocument,
  TrendDocument,
} from './analysis-schema.ts'

/**
 * The analysis as the plain value of `sluice.analysis/1`: ISO 8601 times, durations in milliseconds, and `null`
 * for what is missing or has no bound.
 */
export function analysisDocument(analysis: RepositoryAnalysis): AnalysisDocument {
  const { repository, scope, flow, notices } = analysis
  return {
    schema: 'sluice.analysis/1',
    headline: headlineOf(flow).answer,
    repository: {
      name: repository.name,
      head: repository.head,
      mainLine: repository.mainLine,
      commits: repository.commits,
      isShallow: repository.isShallow,
      isPartial: repository.isPartial,
      isBare: repository.isBare,
      newestAt: repository.newestAt === undefined ? null : isoTime(repository.newestAt),
      links: repository.links === undefined ? null : { ...repository.links },
    },
    scope: {
      service: scope.service ?? null,
      serviceFolder: scope.serviceFolder ?? null,
      tagPattern: scope.tagPattern ?? null,
      analyzedAt: isoTime(scope.analyzedAt),
    },
    knowledge:
      analysis.knowledge === undefined
        ? null
        : {
            ledger: analysis.knowledge.location,
            sources: analysis.knowledge.sources.map(({ source, events, lastAt }) => ({
              source,
              events,
              lastAt: isoTime(lastAt),
            })),
            changes: analysis.knowledge.changes,
            deployments: analysis.knowledge.deployments,
          },
    ...flowDocument(flow),
    notices: notices.map(({ code, message, hint }) => ({ code, message, hint })),
    changes: flow.changes.map(changeDocument),
    deployments: flow.deployments.map(deploymentDocument),
  }
}

type FlowDocument = Omit<
  AnalysisDocument,
  'schema' | 'headline' | 'repository' | 'scope' | 'knowledge' | 'notices' | 'changes' | 'deployments'
>

function flowDocument(flow: FlowAnalysis): FlowDocument {
  const metric = (id: MetricId): MetricDocument => metricDocument(getMetric(flow, id))
  return {
    window: { since: isoTime(flow.window.since), until: isoTime(flow.window.until) },
    clock: { start: flow.clock.start, counts: { ...flow.clock.counts } },
    metrics: {
      'change-lead-time': metric('change-lead-time'),
      'deployment-frequency': metric('deployment-frequency'),
      'change-fail-rate': metric('change-fail-rate'),
      'failed-deployment-recovery-time': metric('failed-deployment-recovery-time'),
      'deployment-rework-rate': metric('deployment-rework-rate'),
    },
    survival: (flow.survival ?? []).map(({ at, share, low, high, atRisk }) => ({
      at,
      share,
      low,
      high,
      atRisk,
    })),
    stages: flow.stages.map((summary) => ({
      stage: summary.stage,
      kind: stageDescriptions[summary.stage].kind,
      median: estimateDocument(summary.median),
      share: summary.share,
      total: summary.total,
      inProgress: summary.inProgress,
      meanInProgress: summary.meanInProgress,
      n: summary.n,
      wouldTell: summary.wouldTell ?? null,
    })),
    throughput: {
      estimate: estimateDocument(flow.throughput.estimate),
      trend: trendDocument(flow.throughput.trend),
    },
    inFlight: {
      changes: flow.inFlight.changes,
      medianAge: estimateDocument(flow.inFlight.medianAge),
      mergedBeforeWindow: flow.inFlight.mergedBeforeWindow ?? null,
    },
    open: openDocument(flow.open),
    review: flow.review === undefined ? null : { ...flow.review },
    withBots: { leadTime: estimateDocument(flow.withBots.leadTime), changes: flow.withBots.changes },
    cohorts: {
      counts: { ...flow.cohorts.counts },
      tools: flow.cohorts.tools.map(({ tool, changes }) => ({ tool, changes })),
      markedShare: estimateDocument(flow.cohorts.markedShare),
      markedShareTrend: trendDocument(flow.cohorts.markedShareTrend),
      coverage: estimateDocument(flow.cohorts.coverage),
      leadTime: comparisonDocument(flow.cohorts.leadTime),
    },
    services: flow.services.map(({ service, deployments, frequency, lastAt }) => ({
      service,
      deployments,
      frequency: estimateDocument(frequency),
      lastAt: lastAt === undefined ? null : isoTime(lastAt),
    })),
    recent: flow.recent.map(({ series, unit, changePoint: { weekOf, before, after, p } }) => ({
      series,
      unit,
      weekOf: isoTime(weekOf),
      before,
      after,
      p,
    })),
    nextSources: flow.nextSources.map(({ source, explains, metrics }) => ({
      source,
      explains: explains ?? null,
      metrics: [...metrics],
    })),
    caveats: flow.caveats.map((caveat) => ({
      kind: caveat.kind,
      count: caveat.count,
      of: caveat.of,
      text: caveatWords(caveat),
    })),
  }
}

function metricDocument(metric: Metric): MetricDocument {
  return {
    unit: metric.unit,
    estimate: estimateDocument(metric.estimate),
    companions: Object.fromEntries(
      metric.companions.map(({ id, estimate }) => [id, estimateDocument(estimate)]),
    ),
    proxy: metric.proxy ?? null,
    counts: { ...metric.counts },
    evidence: metric.evidence.map(({ rung, count }) => ({ rung, count })),
    cluster: clusterDocument(metric.cluster),
    trend: trendDocument(metric.trend),
  }
}

function clusterDocument(cluster: Metric['cluster']): MetricDocument['cluster'] {
  if (cluster === undefined) return null
  return cluster.kind === 'inside' ? { ...cluster } : { ...cluster, neededMore: cluster.neededMore ?? null }
}

function trendDocument(trend: WeeklyTrend): TrendDocument {
  return {
    weeks: trend.weeks.map(({ weekOf, isPartial, estimate }) => ({
      weekOf: isoTime(weekOf),
      isPartial: isPartial ?? false,
      estimate: estimateDocument(estimate),
    })),
    changePoints: trend.changePoints.map(({ weekOf, before, after, p }) => ({
      weekOf: isoTime(weekOf),
      before,
      after,
      p,
    })),
  }
}

function estimateDocument(estimate: Estimate): EstimateDocument {
  if (estimate.kind === 'known') {
    const { low, high, confidence } = estimate.interval
    return {
      kind: 'known',
      value: estimate.value,
      interval: { low: finite(low), high: finite(high), confidence },
      n: estimate.n,
      censored: estimate.censored,
      method: estimate.method,
    }
  }
  return {
    kind: 'unknown',
    reason: estimate.reason,
    n: estimate.n,
    censored: estimate.censored,
    method: estimate.method,
    needed: estimate.needed ?? null,
    atLeast: estimate.atLeast ?? null,
  }
}

function comparisonDocument(comparison: CohortComparison): AnalysisDocument['cohorts']['leadTime'] {
  return {
    verdict: comparison.verdict,
    because: comparison.because ?? null,
    matched: comparison.matched === undefined ? null : estimateDocument(comparison.matched),
    plain: comparison.plain === undefined ? null : estimateDocument(comparison.plain),
    minimumDetectable: comparison.minimumDetectable ?? null,
    equivalenceMargin: comparison.equivalenceMargin ?? null,
    overlap: comparison.overlap,
    stratifiedBy: [...comparison.stratifiedBy],
    strata: comparison.strata.map(({ name, marked, unmarked }) => ({ name, marked, unmarked })),
    leftOut: comparison.leftOut ?? null,
  }
}

function openDocument(open: FlowAnalysis['open']): AnalysisDocument['open'] {
  if (open === undefined) return null
  return {
    asOf: isoTime(open.asOf),
    changes: open.changes,
    byBots: open.byBots,
    byStage: open.byStage.map(({ stage, changes }) => ({ stage, changes })),
    medianAge: estimateDocument(open.medianAge),
    slowest: open.slowest.map(openChangeDocument),
    abandoned: open.abandoned,
  }
}

function openChangeDocument({ change, stage, since, stages }: OpenRow): OpenChangeDocument {
  return {
    id: change.id,
    title: change.title,
    pullRequest: change.pullRequest ?? null,
    startedAt: isoTime(change.startedAt),
    openedAt: isoTime(change.openedAt),
    stage,
    since: isoTime(since),
    stages: spanDocuments(stages),
  }
}

function spanDocuments(spans: readonly StageSpan[]): ChangeDocument['stages'] {
  return spans.map(({ stage, from, to }) => ({ stage, from: isoTime(from), to: isoTime(to) }))
}

function changeDocument({ change, stages, shipped, problem, review, doubts }: ChangeRow): ChangeDocument {
  return {
    id: change.id,
    revision: change.revision,
    title: change.title,
    pullRequest: change.pullRequest ?? null,
    startedAt: isoTime(change.startedAt),
    start: change.start,
    mergedAt: isoTime(change.mergedAt),
    shape: change.shape,
    commits: change.commits,
    type: change.type,
    authorClass: change.authorClass,
    marks: change.marks.map(({ tool, place }) => ({ tool, place })),
    changedLines: change.changedLines ?? null,
    clockProblem: change.clockProblem ?? null,
    problem: problem ?? null,
    review: review ?? null,
    doubts: [...(doubts ?? [])],
    stages: spanDocuments(stages),
    shipped:
      shipped === undefined
        ? null
        : { deployment: shipped.deployment, at: isoTime(shipped.at), how: shipped.how },
  }
}

function deploymentDocument({ deployment, changes, failures, isRework }: DeploymentRow): DeploymentDocument {
  return {
    id: deployment.id,
    service: deployment.service,
    revision: deployment.revision,
    name: deployment.name,
    finishedAt: isoTime(deployment.finishedAt),
    source: deployment.source,
    timing: deployment.timing,
    environment: deployment.environment ?? null,
    outcome: deployment.outcome ?? 'succeeded',
    isPlanned: deployment.isPlanned ?? null,
    isBaseline: deployment.isBaseline,
    isRework,
    changes: [...changes],
    failures: failures.map((failure) => ({
      rung: failure.rung,
      culprit: failure.culprit ?? null,
      repair: failure.repair ?? null,
      remediation: failure.remediation ?? null,
      knownAt: isoTime(failure.knownAt),
      incident: failure.incident ?? null,
      openedAt: failure.openedAt === undefined ? null : isoTime(failure.openedAt),
      resolvedAt: failure.resolvedAt === undefined ? null : isoTime(failure.resolvedAt),
    })),
  }
}

function finite(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null
}
