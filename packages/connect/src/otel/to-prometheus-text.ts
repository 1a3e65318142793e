import type { Metric, MetricPoint } from './flow-metrics.ts'

/**
 * Writes metrics in the text format of Prometheus (0.0.4), named as the OpenTelemetry compatibility rules name them:
 * `_` for what Prometheus does not allow, the unit at the end, `_total` for counters.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function toPrometheusText(metrics: readonly Metric[]): string {
  return metrics.map(metricText).join('')
}

const types: Readonly<Record<Metric['kind'], string>> = {
  histogram: 'histogram',
  gauge: 'gauge',
  counter: 'counter',
  count: 'gauge',
}

function metricText(metric: Metric): string {
  const name = nameOf(metric)
  const lines = [
    `# HELP ${name} ${escapeHelp(metric.description)}`,
    `# TYPE ${name} ${types[metric.kind]}`,
    ...metric.points.flatMap((point) => pointLines(name, point)),
  ]
  return `${lines.join('\n')}\n`
}

function pointLines(name: string, { attributes, value, distribution }: MetricPoint): readonly string[] {
  if (distribution === undefined) return [`${name}${labelsOf(attributes)} ${numberText(value ?? Number.NaN)}`]

  const { bounds, counts, count, sum } = distribution
  let below = 0
  const buckets = bounds.map((bound, at) => {
    below += counts[at] ?? 0
    return `${name}_bucket${labelsOf({ ...attributes, le: numberText(bound) })} ${below}`
  })
  return [
    ...buckets,
    `${name}_bucket${labelsOf({ ...attributes, le: '+Inf' })} ${count}`,
    `${name}_sum${labelsOf(attributes)} ${numberText(sum)}`,
    `${name}_count${labelsOf(attributes)} ${count}`,
  ]
}

function nameOf({ name, unit, kind }: Metric): string {
  const base = name.replaceAll(/[^a-zA-Z0-9_:]/g, '_')
  const withUnit = unit === 's' ? `${base}_seconds` : base
  return kind === 'counter' ? `${withUnit}_total` : withUnit
}

function labelsOf(attributes: Readonly<Record<string, string>>): string {
  const labels = Object.entries(attributes).map(
    ([name, value]) => `${name.replaceAll(/[^a-zA-Z0-9_]/g, '_')}="${escapeLabel(value)}"`,
  )
  return labels.length === 0 ? '' : `{${labels.join(',')}}`
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value)
}
