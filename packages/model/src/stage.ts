/** Exclusive states of a change, in the order of the way from commit to customer. They partition lead time exactly. */
export const stages = [
  'coding',
  'pickup-wait',
  'reviewer-wait',
  'author-rework',
  'ci-queue',
  'ci-run',
  'ci-repair',
  'merge-wait',
  'unknown',
  'release-wait',
  'deploy-approval',
  'deploy-run',
] as const
export type Stage = (typeof stages)[number]

/** `wait`: nobody and nothing works on the change. `unknown`: the sources at hand cannot tell. */
export type StageKind = 'work' | 'wait' | 'unknown'

interface StageDescription {
  /** For people, sentence case. */
  readonly label: string
  readonly kind: StageKind
}

export const stageDescriptions: Readonly<Record<Stage, StageDescription>> = {
  coding: { label: 'Coding', kind: 'work' },
  'pickup-wait': { label: 'Pickup wait', kind: 'wait' },
  'reviewer-wait': { label: 'Reviewer wait', kind: 'wait' },
  'author-rework': { label: 'Author rework', kind: 'work' },
  'ci-queue': { label: 'CI queue', kind: 'wait' },
  'ci-run': { label: 'CI run', kind: 'work' },
  'ci-repair': { label: 'CI repair', kind: 'work' },
  'merge-wait': { label: 'Merge wait', kind: 'wait' },
  unknown: { label: 'Unknown', kind: 'unknown' },
  'release-wait': { label: 'Release wait', kind: 'wait' },
  'deploy-approval': { label: 'Deploy approval', kind: 'wait' },
  'deploy-run': { label: 'Deploy run', kind: 'work' },
}
