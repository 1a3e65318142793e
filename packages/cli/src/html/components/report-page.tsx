import type { RepositoryAnalysis } from '@sluice/engine'
import type { ReactElement } from 'react'
import { formatMoment } from '../../format/date.ts'
import { printable } from '../../format/printable.ts'
import { fit } from '../../format/text-layout.ts'
import { knowledgeWords } from '../../report/knowledge-words.ts'
import type { ReportData } from '../report-data.ts'
import { Answer } from './answer.tsx'
import { CohortPanel } from './cohort-panel.tsx'
import { DeploymentsTable } from './deployments-table.tsx'
import { InFlightTable } from './in-flight-table.tsx'
import { MethodsAppendix } from './methods-appendix.tsx'
import { MetricCards } from './metric-cards.tsx'
import { PageHeader } from './page-header.tsx'
import { NextSources, ReadingNotes } from './reading-notes.tsx'
import { RecentShifts } from './recent-shifts.tsx'
import { RowsDialog } from './rows-dialog.tsx'
import { ServicesTable } from './services-table.tsx'
import { Sheets } from './sheets.tsx'
import { SluiceChart } from './sluice-chart.tsx'
import { SurvivalChart } from './survival-chart.tsx'
import { ThroughputChart } from './throughput-chart.tsx'

/** Everything between `<body>` and the scripts: the answer, then the evidence for it. */
export function ReportPage(props: {
  readonly analysis: RepositoryAnalysis
  readonly links: ReportData['links']
  readonly generatedBy: string
}): ReactElement {
  const { analysis, links } = props
  const { flow, knowledge, repository, scope } = analysis
  return (
    <>
      <a className="skip" href="#answer">
        Skip to the answer
      </a>
      <div className="page">
        <PageHeader analysis={analysis} />
        <main id="answer" className="stack">
          <Answer analysis={analysis} />
          <SluiceChart flow={flow} />
          <MetricCards flow={flow} />
          <RecentShifts flow={flow} />
          <div className="two">
            <SurvivalChart flow={flow} />
            <ThroughputChart flow={flow} />
          </div>
          <div className="two">
            <CohortPanel flow={flow} />
            <InFlightTable analysis={analysis} links={links} />
          </div>
          <ServicesTable flow={flow} />
          <DeploymentsTable analysis={analysis} links={links} />
          <div className="two">
            <ReadingNotes analysis={analysis} />
            <NextSources flow={flow} />
          </div>
          <MethodsAppendix flow={flow} />
        </main>
        <footer>
          {`${printable(props.generatedBy)} · ${fit(printable(repository.mainLine), 80)} at `}
          <code>{repository.head.slice(0, 12)}</code>
          {` · read ${formatMoment(scope.analyzedAt)}. `}
          {knowledge === undefined ? '' : `${knowledgeWords(knowledge)} `}
          This page loads nothing and sends nothing.
          <noscript> Without script the numbers open to their definitions, but not to their rows.</noscript>
        </footer>
      </div>
      <Sheets flow={flow} />
      <RowsDialog />
    </>
  )
}
