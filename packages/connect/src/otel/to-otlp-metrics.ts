import type { Instant } from '@sluice/model'
import type { Metric, MetricPoint } from './flow-metrics.ts'

/** A metrics export request of OTLP/HTTP in JSON: the body of a POST to `/v1/metrics`. */
export interface OtlpMetricsRequest {
  readonly resourceMetrics: readonly unknown[]
}

export interface OtlpMetricsOptions {
  /** Attributes of the resource. Defaults to `service.name` = `sluice`. */
  readonly resource?: Readonly<Record<string, string>>
  /** Version of what made the metrics. */
  readonly version?: string
}

/** Writes metrics as OTLP. Sums and histograms are cumulative over the window that they were gathered in. */
export function toOtlpMetrics(
  metrics: readonly Metric[],
  options: OtlpMetricsOptions = {},
): OtlpMetricsRequest {
  const scope = { name: 'sluice', ...(options.version === undefined ? {} : { version: options.version }) }
  return {
    resourceMetrics: [
      {
        resource: { attributes: attributesOf(options.resource ?? { 'service.name': 'sluice' }) },
        scopeMetrics: [{ scope, metrics: metrics.map(otlpMetric) }],
      },
    ],
  }
}

// `AGGREGATION_TEMPORALITY_CUMULATIVE`; JSON writes enums as numbers.
const cumulative = 2

function otlpMetric(metric: Metric): unknown {
  const { name, description, unit, kind, points } = metric
  const dataPoints = points.map((point) => dataPoint(metric, point))
  if (kind === 'gauge') return { name, description, unit, gauge: { dataPoints } }
  if (kind === 'histogram') {
    return { name, description, unit, histogram: { aggregationTemporality: cumulative, dataPoints } }
  }
  return {
    name,
    description,
    unit,
    sum: { aggregationTemporality: cumulative, isMonotonic: kind === 'counter', dataPoints },
  }
}

function dataPoint({ kind, from, to }: Metric, { attributes, value, distribution }: MetricPoint): unknown {
  const times = { startTimeUnixNano: nanoseconds(from), timeUnixNano: nanoseconds(to) }
  const common = {
    attributes: attributesOf(attributes),
    ...(kind === 'gauge' ? { timeUnixNano: times.timeUnixNano } : times),
  }
  if (distribution === undefined) {
    // 64-bit integers are text in JSON.
    const isCount = kind !== 'gauge' && Number.isSafeInteger(value)
    return isCount ? { ...common, asInt: String(value) } : { ...common, asDouble: value }
  }
  return {
    ...common,
    count: String(distribution.count),
    sum: distribution.sum,
    explicitBounds: distribution.bounds,
    bucketCounts: distribution.counts.map(String),
  }
}

function attributesOf(attributes: Readonly<Record<string, string>>): readonly unknown[] {
  return Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }))
}

function nanoseconds(at: Instant): string {
  return `${BigInt(at) * 1_000_000n}`
}
