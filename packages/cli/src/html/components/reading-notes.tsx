import { sourceTexts, type RepositoryAnalysis } from '@sluice/engine'
import type { FlowAnalysis } from '@sluice/flow'
import type { ReactElement } from 'react'
import { formatShare } from '../../format/count.ts'
import { printable } from '../../format/printable.ts'
import { caveatWords } from '../../report/caveat-words.ts'
import { metricTitles } from '../words.ts'
import { Card } from './card.tsx'

/** What a reader must know to read the numbers right: caveats of the analysis, notices of the repository. */
export function ReadingNotes({ analysis }: { readonly analysis: RepositoryAnalysis }): ReactElement {
  const { flow, notices } = analysis
  return (
    <Card id="notes" title="Read the numbers with this in mind">
      {flow.caveats.length + notices.length === 0 ? (
        <p className="note">Nothing that changes how to read them.</p>
      ) : (
        <ul className="list">
          {flow.caveats.map((caveat) => (
            <li key={caveat.kind}>{caveatWords(caveat)}</li>
          ))}
          {notices.map((notice) => (
            <li key={`${notice.code}-${notice.message}`}>
              {printable(notice.message)} <span className="quiet">{printable(notice.hint)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

/** The sources that would tell more, best first. */
export function NextSources({ flow }: { readonly flow: FlowAnalysis }): ReactElement {
  return (
    <Card id="next" title="The next source that would tell most" hint="best first">
      {flow.nextSources.length === 0 ? (
        <p className="note">Every kind of source that sluice knows is connected.</p>
      ) : null}
      <ul className="list">
        {flow.nextSources.map((advice) => {
          const { label, adds, connect } = sourceTexts[advice.source]
          const metrics = advice.metrics.map((id) => metricTitles[id].toLowerCase()).join(', ')
          return (
            <li key={advice.source}>
              <b>{label}.</b> {adds}
              {advice.explains === undefined || advice.explains <= 0
                ? ''
                : ` ${formatShare(advice.explains)} of the time is there to be explained.`}
              {` ${connect}`}
              {metrics === '' ? null : <span className="quiet"> Makes better: {metrics}.</span>}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
