import type { FlowAnalysis, StageSummary } from '@sluice/flow'
import type { StageKind } from '@sluice/model'
import { formatInteger, formatShare } from '../format/count.ts'
import { formatEstimate } from '../format/estimate.ts'
import { knownStages, reachesOf, shareTitle } from './reaches.ts'
import { findLongestWait } from './stage-words.ts'

/** One line of the table of stages, in words. What nobody knows is empty. */
export interface StageRow {
  readonly label: string
  readonly kind: StageKind
  /** With its interval, or why there is none. */
  readonly median: string
  readonly share: string
  readonly inProgress: string
  readonly n: string
  readonly isLongestWait: boolean
}

/** Where change waits, as every report in text shows it. */
export interface StageTable {
  readonly rows: readonly StageRow[]
  /** Head of the column of shares; absent where a share would say nothing. */
  readonly shareTitle?: string
  /** A longer wait than the longest known one may hide in time that is unknown. */
  readonly mayHideLongerWait: boolean
}

/** The table of stages; without rows where no stage is in sight. */
export function stageTableOf(flow: FlowAnalysis): StageTable {
  const reaches = reachesOf(flow)
  const known = knownStages(reaches)
  const longest = findLongestWait(known)
  const title = shareTitle(reaches)
  return {
    rows:
      known.length === 0
        ? []
        : reaches.map(({ label, kind, summary, share }) => ({
            label,
            kind,
            median: summary === undefined ? 'git cannot tell' : medianWords(summary),
            share: title === undefined || share === undefined ? '' : formatShare(share),
            inProgress: summary === undefined ? '' : formatInteger(summary.inProgress),
            n: summary === undefined ? '' : formatInteger(summary.n),
            isLongestWait: summary !== undefined && summary === longest?.summary,
          })),
    ...(title === undefined ? {} : { shareTitle: title }),
    mayHideLongerWait: longest?.isCertain === false,
  }
}

function medianWords({ median }: StageSummary): string {
  if (median.kind === 'known' || median.atLeast !== undefined) return formatEstimate(median, 'milliseconds')
  return median.reason === 'no-data' ? 'no data' : 'cannot tell yet'
}
