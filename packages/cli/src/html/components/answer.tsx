import { sourceTexts, type RepositoryAnalysis } from '@sluice/engine'
import type { ReactElement } from 'react'
import { formatShare } from '../../format/count.ts'
import { headlineOf } from '../../report/headline.ts'

/** The page begins with the answer, in a sentence, with what it rests on and the next step. */
export function Answer({ analysis }: { readonly analysis: RepositoryAnalysis }): ReactElement {
  const { answer, remarks } = headlineOf(analysis.flow)
  const [next] = analysis.flow.nextSources
  return (
    <div className="answer">
      <h1>{answer}</h1>
      {remarks.length === 0 ? null : <p>{remarks.join(' ')}</p>}
      {next === undefined ? null : (
        <p>
          Next: <a href="#next">{sourceTexts[next.source].label}</a> would tell most
          {next.explains === undefined || next.explains <= 0
            ? '.'
            : `: up to ${formatShare(next.explains)} of the time is there to be explained.`}
        </p>
      )}
    </div>
  )
}
