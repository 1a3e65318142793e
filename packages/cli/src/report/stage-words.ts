import type { StageSummary } from '@sluice/flow'
import { stageDescriptions, type StageKind } from '@sluice/model'

/** The longest wait that is known, and whether it is certain that no longer one hides in unknown time. */
export interface LongestWait {
  readonly summary: StageSummary
  readonly isCertain: boolean
}

/** Name of a stage in a report; time that is unknown says where it lies and what would tell. */
export function stageLabel(summary: StageSummary): string {
  return stageDescriptions[summary.stage].label
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
