import { sourceTexts } from '@sluice/engine'
import type { SourceAdvice } from '@sluice/flow'
import { formatShare } from '../format/count.ts'

/** What the source is and what it would add, and how much of the time, where that can be said. */
export function nextSourceWords({ source, explains }: SourceAdvice): string {
  const { label, adds, connect } = sourceTexts[source]
  const share =
    explains === undefined || explains <= 0 ? '' : ` It would explain ${formatShare(explains)} of the time.`
  return `The source that would tell most: ${label}. ${adds}${share} ${connect}`
}
