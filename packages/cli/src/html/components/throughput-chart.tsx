import type { FlowAnalysis } from '@sluice/flow'
import type { ReactElement } from 'react'
import { getMetric } from '../../report/metric-words.ts'
import { Card } from './card.tsx'
import { EstimateText } from './estimate-text.tsx'
import { Opener } from './opener.tsx'
import { TrendPlot } from './trend-plot.tsx'

/** What flows in and what flows out: changes merged and releases made, week by week. */
export function ThroughputChart({ flow }: { readonly flow: FlowAnalysis }): ReactElement {
  const releases = getMetric(flow, 'deployment-frequency')
  const noun = releases.proxy === 'tags' ? 'releases' : 'deployments'
  return (
    <Card id="throughput" title={`Merges and ${noun}`} hint="per week, with interval">
      <p className="note">
        Merged changes{' '}
        <Opener about="throughput">
          <EstimateText estimate={flow.throughput.estimate} unit="per-week" />
        </Opener>
      </p>
      <TrendPlot
        id="trend-throughput"
        name="merged changes"
        trend={flow.throughput.trend}
        unit="per-week"
        isTall
      />
      <p className="note">
        {noun === 'releases' ? 'Releases ' : 'Deployments '}
        <Opener about="deployment-frequency">
          <EstimateText estimate={releases.estimate} unit="per-week" />
        </Opener>
      </p>
      <TrendPlot id="trend-releases" name={noun} trend={releases.trend} unit="per-week" />
    </Card>
  )
}
