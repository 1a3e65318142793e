import type { FlowAnalysis, Metric } from '@sluice/flow'
import { week } from '@sluice/model'
import type { ReactElement } from 'react'
import { formatInteger } from '../../format/count.ts'
import { formatValue } from '../../format/estimate.ts'
import { clusterWords, metricBasis } from '../../report/metric-words.ts'
import { intervalText, metricTitles, neededText, unknownText } from '../words.ts'
import { Opener } from './opener.tsx'
import { TrendPlot } from './trend-plot.tsx'

/** The five DORA metrics side by side. */
export function MetricCards({ flow }: { readonly flow: FlowAnalysis }): ReactElement {
  const weeks = Math.max(1, Math.round((flow.window.until - flow.window.since) / week))
  return (
    <section aria-labelledby="metrics-title" id="metrics">
      <h2 className="sr" id="metrics-title">
        The five DORA metrics
      </h2>
      <div className="metrics">
        {flow.metrics.map((metric) => (
          <MetricCard key={metric.id} metric={metric} weeks={weeks} />
        ))}
      </div>
    </section>
  )
}

function MetricCard({ metric, weeks }: { readonly metric: Metric; readonly weeks: number }): ReactElement {
  const { estimate, unit, id } = metric
  const title = metricTitles[id]
  return (
    <article className="card metric" aria-labelledby={`metric-${id}`}>
      <h3 id={`metric-${id}`}>{title}</h3>
      <p className={estimate.kind === 'known' ? 'value' : 'value words'}>
        <Opener about={id}>
          {estimate.kind === 'known' ? formatValue(estimate.value, unit) : unknownText(estimate, unit)}
        </Opener>
      </p>
      <p className="sure">
        {estimate.kind === 'known' ? intervalText(estimate, unit) : (neededText(estimate) ?? '')}
      </p>
      <p className="n">
        {estimate.n === 0 ? `n ${formatInteger(0)}` : metricBasis(metric, weeks)}
        {clusterWords(metric).map((words) => `; ${words}`)}
      </p>
      {metric.proxy === 'tags' ? (
        <p>
          <span className="pill small">proxy: release tags</span>
        </p>
      ) : null}
      <TrendPlot id={`trend-${id}`} name={title.toLowerCase()} trend={metric.trend} unit={unit} />
    </article>
  )
}
