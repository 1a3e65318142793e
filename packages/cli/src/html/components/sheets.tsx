import { companionDescriptions, metricDescriptions, stageDefinitions } from '@sluice/engine'
import type { FlowAnalysis, Metric, StageSummary } from '@sluice/flow'
import { stageDescriptions } from '@sluice/model'
import type { ReactElement } from 'react'
import { formatInteger, formatShare } from '../../format/count.ts'
import { formatDuration } from '../../format/duration.ts'
import { lowerFirst } from '../../format/sentence.ts'
import { clusterWords } from '../../report/metric-words.ts'
import { evidenceLabels } from '../words.ts'
import { EstimateText } from './estimate-text.tsx'
import { Sheet, type SheetRows } from './sheet.tsx'

/** One sheet for each number of the page that opens. */
export function Sheets({ flow }: { readonly flow: FlowAnalysis }): ReactElement {
  return (
    <>
      {flow.metrics.map((metric) => (
        <MetricSheet key={metric.id} metric={metric} flow={flow} />
      ))}
      {flow.stages
        .filter((summary) => summary.n > 0)
        .map((summary) => (
          <StageSheet key={summary.stage} summary={summary} />
        ))}
      <Sheet
        about="throughput"
        title="Merged changes per week"
        definition="Changes that reached the main line per week, bots left out. Weeks without one count."
        estimate={flow.throughput.estimate}
        unit="per-week"
        rows={[{ query: 'changes:all', label: 'Show the changes', title: 'Merged changes' }]}
      />
      <Sheet
        about="in-flight"
        title="Age of what is not released"
        definition="Time since the merge of the changes that no release has carried at the end of the window."
        estimate={flow.inFlight.medianAge}
        unit="milliseconds"
        rows={[{ query: 'changes:open', label: 'Show the changes', title: 'Merged and not released' }]}
      />
      <CohortSheets flow={flow} />
    </>
  )
}

function MetricSheet({
  metric,
  flow,
}: {
  readonly metric: Metric
  readonly flow: FlowAnalysis
}): ReactElement {
  const counts = Object.entries(metric.counts)
  const evidence = metric.evidence.filter(({ count }) => count > 0)
  const isLeadTime = metric.id === 'change-lead-time'
  return (
    <Sheet
      about={metric.id}
      title={metricDescriptions[metric.id].label}
      definition={metricDescriptions[metric.id].definition}
      estimate={metric.estimate}
      unit={metric.unit}
      rows={metricRows[metric.id]}
    >
      <dl className="facts">
        {counts.map(([name, count]) => [
          <dt key={`${name}-name`}>{countLabel(name)}</dt>,
          <dd key={name}>{formatInteger(count)}</dd>,
        ])}
        {evidence.length === 0
          ? null
          : [
              <dt key="evidence-name">evidence</dt>,
              <dd key="evidence">
                {evidence
                  .map(({ rung, count }) => `${evidenceLabels[rung]} ${formatInteger(count)}`)
                  .join(', ')}
              </dd>,
            ]}
        {metric.companions.map(({ id, estimate }) => [
          <dt key={`${id}-name`}>{lowerFirst(companionDescriptions[id].label)}</dt>,
          <dd key={id}>
            <EstimateText estimate={estimate} unit={metric.unit} />
          </dd>,
        ])}
        {isLeadTime
          ? [
              <dt key="bots-name">bots included</dt>,
              <dd key="bots">
                <EstimateText estimate={flow.withBots.leadTime} unit="milliseconds" />
              </dd>,
            ]
          : null}
      </dl>
      <p>{metricDescriptions[metric.id].formula}</p>
      <p>{`Leaves out: ${lowerFirst(metricDescriptions[metric.id].leavesOut)}`}</p>
      {isLeadTime ? <p>{clockWords(flow)}</p> : null}
      {metric.proxy === 'tags' ? (
        <p>Proxy: release tags stand in for deployments. They say released, not running.</p>
      ) : null}
      {clusterWords(metric).map((words) => (
        <p key={words}>{words}</p>
      ))}
    </Sheet>
  )
}

const metricRows: Readonly<Record<Metric['id'], readonly SheetRows[]>> = {
  'change-lead-time': [
    { query: 'changes:all', label: 'Show the changes', title: 'Changes behind the lead time' },
    { query: 'changes:open', label: 'Only those not released', title: 'Merged and not released' },
  ],
  'deployment-frequency': [{ query: 'deployments:all', label: 'Show the deployments', title: 'Deployments' }],
  'change-fail-rate': [
    {
      query: 'deployments:failed',
      label: 'Show those that failed',
      title: 'Failed deployments, with evidence',
    },
    { query: 'deployments:all', label: 'Show all', title: 'Deployments' },
  ],
  'failed-deployment-recovery-time': [
    { query: 'deployments:failed', label: 'Show the failures', title: 'Failed deployments, with evidence' },
  ],
  'deployment-rework-rate': [
    {
      query: 'deployments:rework',
      label: 'Show the rework',
      title: 'Deployments that repaired an earlier one',
    },
    { query: 'deployments:all', label: 'Show all', title: 'Deployments' },
  ],
}

function StageSheet({ summary }: { readonly summary: StageSummary }): ReactElement {
  const { label, kind } = stageDescriptions[summary.stage]
  return (
    <Sheet
      about={`stage-${summary.stage}`}
      title={`${label}: median time`}
      definition={stageDefinitions[summary.stage]}
      estimate={summary.median}
      unit="milliseconds"
      rows={[
        {
          query: `changes:stage:${summary.stage}`,
          label: 'Show the changes',
          title: `Changes that were in ${label.toLowerCase()}`,
        },
      ]}
    >
      <dl className="facts">
        <dt>kind</dt>
        <dd>{kind === 'unknown' ? 'not known whether work or wait' : kind}</dd>
        <dt>share of all time</dt>
        <dd>{formatShare(summary.share)}</dd>
        <dt>time of all changes</dt>
        <dd>{formatDuration(summary.total)}</dd>
        <dt>in it on average</dt>
        <dd>{summary.meanInProgress.toFixed(1)}</dd>
        <dt>in it at the end</dt>
        <dd>{formatInteger(summary.inProgress)}</dd>
      </dl>
    </Sheet>
  )
}

function CohortSheets({ flow }: { readonly flow: FlowAnalysis }): ReactElement {
  const { markedShare, coverage, leadTime } = flow.cohorts
  const both: readonly SheetRows[] = [
    { query: 'changes:marked', label: 'Show AI-marked', title: 'AI-marked changes' },
    { query: 'changes:unmarked', label: 'Show unmarked', title: 'Unmarked changes' },
  ]
  return (
    <>
      <Sheet
        about="marked-share"
        title="AI-marked share"
        definition="Share of changes by people that carry the mark of an AI tool: an author, a trailer, a footer, a branch name. A mark proves use; no mark proves nothing."
        estimate={markedShare}
        unit="share"
        rows={both}
      />
      <Sheet
        about="mark-coverage"
        title="Where a mark could be seen"
        definition="Share of changes of which trailers, bodies or branch names survive, so that a mark would have been seen."
        estimate={coverage}
        unit="share"
        rows={[{ query: 'changes:all', label: 'Show the changes', title: 'Changes' }]}
      />
      {leadTime.matched?.kind === 'known' ? (
        <Sheet
          about="difference-matched"
          title="AI-marked minus unmarked, like with like"
          definition={`Difference of lead time between AI-marked and unmarked changes of the same ${leadTime.stratifiedBy.join(' and ')}. It says "differs", never "caused".`}
          estimate={leadTime.matched}
          unit="milliseconds"
          isDifference
          rows={both}
        />
      ) : null}
      {leadTime.plain?.kind === 'known' ? (
        <Sheet
          about="difference-plain"
          title="AI-marked minus unmarked, plain"
          definition="The difference of the two medians as they stand. Time, kind of change and adoption all move together in it: read the matched one."
          estimate={leadTime.plain}
          unit="milliseconds"
          isDifference
          rows={both}
        />
      ) : null}
    </>
  )
}

function clockWords(flow: FlowAnalysis): string {
  const { start, counts } = flow.clock
  const parts = [
    `${formatInteger(counts['first-commit'])} by their first commit`,
    `${formatInteger(counts.authored)} by an author date`,
    ...(counts.opened > 0 ? [`${formatInteger(counts.opened)} by the opening of their request`] : []),
    `${formatInteger(counts.merged)} by their merge only`,
  ]
  return `The clock starts at the ${start === 'merge' ? 'merge' : 'first commit'}. The earliest known instant of changes: ${parts.join(', ')}.`
}

/** `inFlight` → `in flight`: counts have stable names for programs. */
function countLabel(name: string): string {
  return name
    .replaceAll(/([A-Z])/g, ' $1')
    .replaceAll('-', ' ')
    .toLowerCase()
}
