import type { CiOutcome, Instant, RepositoryName } from '@sluice/model'

/** Plain numbers, gathered over a window by whoever asks for metrics. All times are in seconds. */
export interface FlowReading {
  readonly repository: RepositoryName
  /** Counts and durations are of [from, to). Keep `from` while scraping: a counter whose beginning moves may fall. */
  readonly from: Instant
  readonly to: Instant
  readonly pipelines?: readonly PipelineReading[]
  /** How many changes are in a state at `to`. */
  readonly changes?: readonly { readonly state: ChangeMetricState; readonly count: number }[]
  /** One value for each change: its time in a state, to its first approval, to its merge. */
  readonly changeTimes?: readonly ChangeTimeReading[]
  readonly leadTimes?: readonly LeadTimeReading[]
  readonly deployments?: readonly DeploymentReading[]
}

export type ChangeMetricState = 'open' | 'wip' | 'closed' | 'merged'

export interface PipelineReading {
  readonly pipeline: string
  /** `pending`: the wait before it runs. */
  readonly state: 'pending' | 'executing' | 'finalizing'
  readonly outcome?: CiOutcome
  readonly seconds: readonly number[]
}

export interface ChangeTimeReading {
  readonly headBranch: string
  readonly state: ChangeMetricState
  readonly inState?: number
  readonly toApproval?: number
  readonly toMerge?: number
}

export interface LeadTimeReading {
  /** Empty for the whole repository. */
  readonly service: string
  readonly seconds: readonly number[]
  /** Quantiles with their intervals, as an analysis gives them. */
  readonly quantiles?: readonly {
    readonly quantile: number
    readonly value: number
    readonly low?: number
    readonly high?: number
  }[]
}

export interface DeploymentReading {
  readonly service: string
  readonly environment: string
  readonly outcome: 'succeeded' | 'failed' | 'cancelled'
  readonly count: number
}

/** A metric with its points, to be written as OTLP or for Prometheus. */
export interface Metric {
  readonly name: string
  readonly description: string
  /** In the notation of UCUM: `s`, or `{run}` for a count. */
  readonly unit: string
  /** `counter`: only grows within the window. `count`: may shrink. */
  readonly kind: 'histogram' | 'gauge' | 'counter' | 'count'
  readonly from: Instant
  readonly to: Instant
  readonly points: readonly MetricPoint[]
}

export interface MetricPoint {
  readonly attributes: Readonly<Record<string, string>>
  /** Of a gauge or a count. */
  readonly value?: number
  /** Of a histogram. */
  readonly distribution?: Distribution
}

export interface Distribution {
  readonly count: number
  readonly sum: number
  /** Upper bounds, each inclusive; above the last there is one bucket more. */
  readonly bounds: readonly number[]
  readonly counts: readonly number[]
}

const minute = 60
const hour = 3_600
const day = 86_400
/** Bounds in seconds for runs: most last minutes. */
const runBounds = [1, 5, 10, 30, minute, 120, 300, 600, 1_200, 1_800, hour, 7_200, 14_400, 43_200, day]
/** Bounds in seconds for lead times: hours to months. */
const leadTimeBounds = [hour, 14_400, 43_200, day, 172_800, 345_600, 604_800, 1_209_600, 2_419_200, 7_776_000]

/**
 * The metrics of a reading. Names, units and attributes are those of the OpenTelemetry semantic conventions for
 * CI/CD and VCS (1.44, release candidate) where there is one; lead time and deployments have none and are called
 * `sluice.change.lead_time`, `sluice.change.lead_time.quantile` and `sluice.deployment.count`. A metric without a
 * point is left out: missing is not zero.
 */
export function flowMetrics(reading: FlowReading): readonly Metric[] {
  const { repository, from, to } = reading
  const inRepository = { 'vcs.repository.url.full': `https://${repository}` }
  const metrics: readonly Omit<Metric, 'from' | 'to'>[] = [
    {
      name: 'cicd.pipeline.run.duration',
      description: 'Duration of a pipeline run grouped by pipeline, state and result.',
      unit: 's',
      kind: 'histogram',
      points: (reading.pipelines ?? []).map(pipelinePoint),
    },
    {
      name: 'vcs.change.count',
      description: 'Changes of the repository by their state.',
      unit: '{change}',
      kind: 'count',
      points: (reading.changes ?? []).map(({ state, count }) => ({
        attributes: { ...inRepository, 'vcs.change.state': state },
        value: count,
      })),
    },
    ...changeTimeMetrics(reading.changeTimes ?? [], inRepository),
    {
      name: 'sluice.change.lead_time',
      description: 'Time from the start of a change until it runs in production.',
      unit: 's',
      kind: 'histogram',
      points: (reading.leadTimes ?? []).map(({ service, seconds }) => ({
        attributes: { ...inRepository, 'sluice.service': service },
        distribution: distributionOf(seconds, leadTimeBounds),
      })),
    },
    {
      name: 'sluice.change.lead_time.quantile',
      description: 'Quantile of the lead time with the ends of its interval.',
      unit: 's',
      kind: 'gauge',
      points: (reading.leadTimes ?? []).flatMap((leadTime) => quantilePoints(leadTime, inRepository)),
    },
    {
      name: 'sluice.deployment.count',
      description: 'Deployments that ended, by service, environment and outcome.',
      unit: '{deployment}',
      kind: 'counter',
      points: (reading.deployments ?? []).map(({ service, environment, outcome, count }) => ({
        attributes: {
          ...inRepository,
          'sluice.service': service,
          'deployment.environment.name': environment,
          'sluice.deployment.outcome': outcome,
        },
        value: count,
      })),
    },
  ]
  return metrics.filter(({ points }) => points.length > 0).map((metric) => ({ ...metric, from, to }))
}

/** Counts values by bucket; a value at a bound is below it, as OpenTelemetry and Prometheus both have it. */
export function distributionOf(values: readonly number[], bounds: readonly number[]): Distribution {
  const finite = values.filter((value) => Number.isFinite(value) && value >= 0)
  const counts = bounds.map(() => 0)
  let above = 0
  for (const value of finite) {
    const bucket = bounds.findIndex((bound) => value <= bound)
    if (bucket === -1) above += 1
    else counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return {
    count: finite.length,
    sum: finite.reduce((sum, value) => sum + value, 0),
    bounds,
    counts: [...counts, above],
  }
}

function pipelinePoint({ pipeline, state, outcome, seconds }: PipelineReading): MetricPoint {
  const error = outcome === undefined ? undefined : errorTypes[outcome]
  return {
    attributes: {
      'cicd.pipeline.name': pipeline,
      'cicd.pipeline.run.state': state,
      ...(outcome === undefined ? {} : { 'cicd.pipeline.result': results[outcome] }),
      // Asked for whenever a run failed; what class of error it was, nobody has told.
      ...(error === undefined ? {} : { 'error.type': error }),
    },
    distribution: distributionOf(seconds, runBounds),
  }
}

const results: Readonly<Record<CiOutcome, string>> = {
  succeeded: 'success',
  failed: 'failure',
  errored: 'error',
  'timed-out': 'timeout',
  cancelled: 'cancellation',
  skipped: 'skip',
}
const errorTypes: Readonly<Partial<Record<CiOutcome, string>>> = {
  failed: '_OTHER',
  errored: '_OTHER',
  'timed-out': 'timeout',
}

function changeTimeMetrics(
  times: readonly ChangeTimeReading[],
  inRepository: Readonly<Record<string, string>>,
): readonly Omit<Metric, 'from' | 'to'>[] {
  const gauge = (
    name: string,
    description: string,
    read: (time: ChangeTimeReading) => number | undefined,
    hasState = false,
  ): Omit<Metric, 'from' | 'to'> => ({
    name,
    description,
    unit: 's',
    kind: 'gauge',
    points: times.flatMap((time) => {
      const value = read(time)
      if (value === undefined) return []
      const state: Readonly<Record<string, string>> = hasState ? { 'vcs.change.state': time.state } : {}
      return [{ attributes: { ...inRepository, 'vcs.ref.head.name': time.headBranch, ...state }, value }]
    }),
  })
  return [
    gauge('vcs.change.duration', 'How long a change has been in its state.', ({ inState }) => inState, true),
    gauge(
      'vcs.change.time_to_approval',
      'Time from the creation of a change to its first approval.',
      ({ toApproval }) => toApproval,
    ),
    gauge(
      'vcs.change.time_to_merge',
      'Time from the creation of a change to its merge.',
      ({ toMerge }) => toMerge,
    ),
  ]
}

function quantilePoints(
  { service, quantiles = [] }: LeadTimeReading,
  inRepository: Readonly<Record<string, string>>,
): readonly MetricPoint[] {
  return quantiles.flatMap(({ quantile, value, low, high }) =>
    Object.entries({ estimate: value, low, high }).flatMap(([bound, seconds]) =>
      seconds === undefined
        ? []
        : [
            {
              attributes: {
                ...inRepository,
                'sluice.service': service,
                'sluice.quantile': String(quantile),
                'sluice.bound': bound,
              },
              value: seconds,
            },
          ],
    ),
  )
}
