import type { CohortComparison, FlowAnalysis } from '@sluice/flow'
import { authorClasses } from '@sluice/model'
import type { Known } from '@sluice/stats'
import type { ReactElement } from 'react'
import { formatInteger, formatShare } from '../../format/count.ts'
import { formatDuration } from '../../format/duration.ts'
import { printable } from '../../format/printable.ts'
import { fit } from '../../format/text-layout.ts'
import { verdictLabel, verdictWords } from '../../report/cohort-words.ts'
import { differenceText } from '../../report/difference-words.ts'
import { authorClassLabels } from '../words.ts'
import { Card } from './card.tsx'
import { EstimateText } from './estimate-text.tsx'
import { IntervalBar } from './interval-bar.tsx'
import { Opener } from './opener.tsx'
import { TableView } from './table-view.tsx'
import { TrendPlot } from './trend-plot.tsx'

/** AI-marked change beside unmarked change: how much of it there is, and whether it takes longer. */
export function CohortPanel({ flow }: { readonly flow: FlowAnalysis }): ReactElement {
  const { cohorts } = flow
  const comparison = cohorts.leadTime
  const marked = comparison.strata.reduce((sum, stratum) => sum + stratum.marked, 0)
  const unmarked = comparison.strata.reduce((sum, stratum) => sum + stratum.unmarked, 0)
  return (
    <Card
      id="ai-marked"
      title="AI-marked change"
      hint={
        marked === 0
          ? 'marks are one-sided: none proves nothing'
          : `matched by ${comparison.stratifiedBy.join(' and ')} · n ${formatInteger(marked)} / ${formatInteger(unmarked)}`
      }
    >
      <p className="note">
        <span className={comparison.verdict === 'differs' ? 'pill act' : 'pill'}>
          {verdictLabel(comparison)}
        </span>{' '}
        {verdictWords(comparison)}
      </p>
      <Differences comparison={comparison} />
      <dl className="facts rule">
        <dt>Share of change by people</dt>
        <dd>
          <Opener about="marked-share">
            <EstimateText estimate={cohorts.markedShare} unit="share" />
          </Opener>{' '}
          n {formatInteger(cohorts.markedShare.n)}
        </dd>
        <dt>A mark could be seen in</dt>
        <dd>
          <Opener about="mark-coverage">
            <EstimateText estimate={cohorts.coverage} unit="share" />
          </Opener>{' '}
          n {formatInteger(cohorts.coverage.n)}
        </dd>
        <dt>Marked with a like partner</dt>
        <dd>{comparison.strata.length === 0 ? 'none to compare' : formatShare(comparison.overlap)}</dd>
        <dt>Would have been seen</dt>
        <dd>
          {comparison.minimumDetectable === undefined
            ? 'cannot tell yet'
            : `a difference of ${formatDuration(comparison.minimumDetectable)} or more, four times in five`}
        </dd>
      </dl>
      <TrendPlot id="trend-marked" name="AI-marked share" trend={cohorts.markedShareTrend} unit="share" />
      <TableView
        label="author classes, tools and strata"
        columns={[
          { title: 'What' },
          { title: 'Changes', isNumber: true },
          { title: 'Unmarked beside them', isNumber: true },
        ]}
        rows={[
          ...authorClasses.map((name) => [authorClassLabels[name], formatInteger(cohorts.counts[name]), '']),
          ...cohorts.tools.map(({ tool, changes }) => [
            `Tool: ${fit(printable(tool), 60)}`,
            formatInteger(changes),
            '',
          ]),
          ...comparison.strata.map((stratum) => [
            `Stratum: ${fit(printable(stratum.name), 60)}`,
            formatInteger(stratum.marked),
            formatInteger(stratum.unmarked),
          ]),
        ]}
      />
    </Card>
  )
}

function Differences({ comparison }: { readonly comparison: CohortComparison }): ReactElement | null {
  const entries = [
    { id: 'matched', name: 'Like with like', estimate: comparison.matched },
    { id: 'plain', name: 'Plain, confounded', estimate: comparison.plain },
  ].flatMap(({ id, name, estimate }) => (estimate?.kind === 'known' ? [{ id, name, estimate }] : []))
  if (entries.length === 0) return null
  const domain = commonDomain(entries.map(({ estimate }) => estimate))
  return (
    <ul className="bars" aria-label="AI-marked minus unmarked lead time">
      {entries.map(({ id, name, estimate }) => (
        <li key={id}>
          <span className="name">{name}</span>
          <IntervalBar
            id={`difference-${id}`}
            title={`${name}: ${Object.values(differenceText(estimate)).join(' ')}`}
            estimate={estimate}
            domain={domain}
          />
          <span className="figure">
            <Opener about={`difference-${id}`}>
              <EstimateText estimate={estimate} unit="milliseconds" isDifference />
            </Opener>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Zero and all intervals in one picture, with a little room at both ends. */
function commonDomain(estimates: readonly Known[]): readonly [number, number] {
  const ends = estimates
    .flatMap(({ value, interval }) => [value, interval.low, interval.high, 0])
    .filter((end) => Number.isFinite(end))
  const low = Math.min(...ends)
  const high = Math.max(...ends)
  const room = (high - low || 1) * 0.06
  return [low - room, high + room]
}
