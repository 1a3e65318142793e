import { metricDescriptions, stageDefinitions } from '@sluice/flow'
import { stageDescriptions, stages } from '@sluice/model'
import { generatedPage, markdownTable, type GeneratedDocument } from './document.ts'

const intro = `What a report measures. Each metric is an estimate: its value stands with an interval, the number of
observations and the [method](methods.md), or with the reason why there is no value. Release tags stand in for
deployments where nothing better is known, and are then named as a proxy.`

export const metricReference: GeneratedDocument = {
  path: 'docs/reference/metrics.md',
  render: () => {
    const metrics = Object.entries(metricDescriptions).map(([id, metric]) =>
      [
        `## ${metric.label}`,
        `\`${id}\`. ${metric.definition}`,
        `- Formula: ${metric.formula}\n- Leaves out: ${metric.leavesOut}\n- Source: ${metric.source}`,
      ].join('\n\n'),
    )
    const body = [intro, ...metrics, '## Stages', stageTable()].join('\n\n')
    return Promise.resolve(generatedPage('Metrics', 'the descriptions in packages/flow', body))
  },
}

function stageTable(): string {
  const rows = stages.map((stage) => {
    const { label, kind } = stageDescriptions[stage]
    return [label, `\`${stage}\``, kind, stageDefinitions[stage]]
  })
  return `The stages partition lead time exactly.\n\n${markdownTable(['stage', 'id', 'kind', 'means'], rows)}`
}
