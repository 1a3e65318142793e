import { metricDescriptions, methodDescriptions, methods, metricIds, stageDefinitions } from '@sluice/engine'
import type { FlowAnalysis } from '@sluice/flow'
import { stageDescriptions, stages } from '@sluice/model'
import type { ReactElement } from 'react'
import { Card } from './card.tsx'

/** What every word means and how every number was made. Only methods that this report uses are listed. */
export function MethodsAppendix({ flow }: { readonly flow: FlowAnalysis }): ReactElement {
  const used = methodsIn(flow)
  return (
    <Card id="methods" title="Definitions and methods">
      <div className="terms">
        {metricIds.map((id) => (
          <Term
            key={id}
            name={metricDescriptions[id].label}
            text={`${metricDescriptions[id].definition} ${metricDescriptions[id].formula}`}
            source={`Leaves out: ${metricDescriptions[id].leavesOut}`}
          />
        ))}
        {methods
          .filter((method) => used.has(method))
          .map((method) => (
            <Term
              key={method}
              name={methodDescriptions[method].title}
              text={methodDescriptions[method].description}
              source={methodDescriptions[method].source}
            />
          ))}
        {stages
          .filter((stage) => flow.stages.some((summary) => summary.stage === stage && summary.n > 0))
          .map((stage) => (
            <Term
              key={stage}
              name={`Stage: ${stageDescriptions[stage].label.toLowerCase()}`}
              text={stageDefinitions[stage]}
            />
          ))}
      </div>
    </Card>
  )
}

function Term(props: {
  readonly name: string
  readonly text: string
  readonly source?: string
}): ReactElement {
  return (
    <div>
      <h3>{props.name}</h3>
      <p>{props.text}</p>
      {props.source === undefined ? null : <p className="source">{props.source}</p>}
    </div>
  )
}

function methodsIn(flow: FlowAnalysis): ReadonlySet<string> {
  const { cohorts } = flow
  return new Set(
    [
      ...flow.metrics.flatMap((metric) => [
        metric.estimate,
        ...metric.companions.map(({ estimate }) => estimate),
      ]),
      ...flow.stages.map((summary) => summary.median),
      flow.throughput.estimate,
      flow.inFlight.medianAge,
      cohorts.markedShare,
      cohorts.coverage,
      ...(cohorts.leadTime.matched === undefined ? [] : [cohorts.leadTime.matched]),
      ...(cohorts.leadTime.plain === undefined ? [] : [cohorts.leadTime.plain]),
    ].map((estimate) => estimate.method),
  )
}
