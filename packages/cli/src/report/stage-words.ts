import type { SourceId, StageSummary } from '@sluice/flow'
import { stageDescriptions, type Stage, type StageKind } from '@sluice/model'

/** What happens to a change in each stage. */
export const stageDefinitions: Readonly<Record<Stage, string>> = {
  coding: 'From its first commit until it is ready for review.',
  'pickup-wait': 'Ready, and nobody has looked at it yet.',
  'reviewer-wait': 'In review, and it is the turn of a reviewer.',
  'author-rework': 'In review, and it is the turn of its author.',
  'ci-queue': 'Waiting for a runner.',
  'ci-run': 'Checks are running, and nothing else holds it back.',
  'ci-repair': 'Checks failed, and it is being repaired or run again.',
  'merge-wait': 'Everything is green, and it is not merged.',
  unknown: 'The sources at hand cannot tell what happened to it.',
  'release-wait': 'Merged, and waiting for the next release.',
  'deploy-approval': 'Built, and waiting for somebody to let it through.',
  'deploy-run': 'On its way to users.',
}

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

/** What each source is called, and what it would tell. */
export const sourceDescriptions: Readonly<
  Record<SourceId, { readonly label: string; readonly tells: string }>
> = {
  forge: {
    label: 'A forge (GitHub, GitLab)',
    tells: 'when each change was opened, reviewed and approved, and so where it waited before the merge',
  },
  deployments: {
    label: 'Deployment records',
    tells: 'when a release was really running for users, and which deployments failed',
  },
  incidents: {
    label: 'Incidents',
    tells: 'which deployments hurt users, and how long it took to make that good',
  },
  ci: { label: 'CI runs', tells: 'how long changes queue for runners and run in checks' },
}
