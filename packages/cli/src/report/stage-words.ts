import type { StageSummary } from '@sluice/flow'
import { stageDescriptions, type StageKind } from '@sluice/model'
import { formatInteger } from '../format/count.ts'

/** The longest wait that is known, and whether it is certain that no longer one hides in unknown time. */
export interface LongestWait {
  readonly summary: StageSummary
  readonly isCertain: boolean
}

/** Whether changes wait or are worked on in a stage. */
export function stageKind(summary: StageSummary): StageKind {
  return stageDescriptions[summary.stage].kind
}

/** The waiting stage with the largest share of all time; none where nothing is known to wait. */
export function findLongestWait(stages: readonly StageSummary[]): LongestWait | undefined {
  const waits = stages.filter((summary) => stageKind(summary) === 'wait' && summary.share > 0)
  const [summary] = waits.toSorted((left, right) => right.share - left.share)
  if (summary === undefined) return undefined
  const unknown = stages.find((candidate) => stageKind(candidate) === 'unknown')?.share ?? 0
  return { summary, isCertain: summary.share > unknown }
}

/** `3.2`, `14`: how many changes were in a stage on average. */
export function levelText(meanInProgress: number): string {
  if (meanInProgress > 0 && meanInProgress < 0.05) return '<0.1'
  return meanInProgress >= 10 ? formatInteger(meanInProgress) : meanInProgress.toFixed(1)
}
