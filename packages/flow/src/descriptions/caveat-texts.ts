import type { FlowCaveat } from '../analysis.ts'

/** A caveat in a few words, and what it means for the numbers. */
export interface CaveatText {
  readonly label: string
  /** May hold `{count}` and `{of}`, for the renderer to fill in. */
  readonly text: string
  /** What to say instead where it holds for all of them. */
  readonly all?: string
  /** What to say instead where the count is zero. */
  readonly none?: string
}

export const caveatTexts: Readonly<Record<FlowCaveat['kind'], CaveatText>> = {
  'no-deployments': {
    label: 'No deployments',
    text: 'No deployment or release is known, so nothing after the merge can be measured. That is unknown, not slow.',
  },
  'tags-are-a-proxy': {
    label: 'Release tags stand in for deployments',
    text: 'Deployments that are release tags: {count} of {of}. A tag says released, not running.',
  },
  'lightweight-tags': {
    label: 'Tags without a date',
    text: 'Tags without a date of their own: {count} of {of}. The date of their commit is used, which may be too early.',
    all: 'No release tag has a date of its own. The date of its commit is used, which may be too early.',
  },
  'start-unknown': {
    label: 'Start unknown',
    text: 'Changes of which nothing before the merge is known, as after squash merges: {count} of {of}.',
  },
  'failures-are-a-lower-bound': {
    label: 'Failures are a lower bound',
    text: 'Deployments known to have failed, by repairs in git alone: {count} of {of}. The true number is at least that.',
  },
  'before-first-deployment': {
    label: 'Merged before the first known deployment',
    text: 'Changes that were there before the first known deployment: {count} of {of}. They are left out of lead time.',
  },
  'clock-problems': {
    label: 'Dates that cannot be',
    text: 'Changes with dates that contradict one another, such as a release before the merge: {count} of {of}.',
  },
  'few-changes': {
    label: 'Few changes',
    text: 'Changes in the window: {count}. About {of} are needed before the values mean much; read the intervals.',
  },
  'mostly-bots': {
    label: 'Mostly bots',
    text: 'Changes made by bots: {count} of {of}. They are left out of change metrics.',
  },
  'without-forge-facts': {
    label: 'Unknown to the forge',
    text: 'Changes of which the forge tells nothing: {count} of {of}. Their time before the merge is unknown.',
    all: 'The forge tells nothing of any change of this window: the time before the merge is unknown.',
  },
  'forge-read-too-early': {
    label: 'Forge not read to the end',
    text: 'The forge was last read {count} days before the end of the window of {of} days. What happened since is unknown.',
  },
  'forge-input-dropped': {
    label: 'The forge tells less than before',
    text: 'Changes that the forge told of in the last two weeks: {count}, where {of} are usual. Either little happened, or a source has stopped telling.',
  },
  'ci-input-dropped': {
    label: 'CI tells less than before',
    text: 'CI runs in the last two weeks: {count}, where {of} are usual. Either little happened, or a source has stopped telling.',
  },
  'impossible-order': {
    label: 'Events in an impossible order',
    text: 'Changes with events where they cannot be, such as a review before the opening: {count} of {of}. Such events are moved or left out.',
  },
  'impossible-ci-times': {
    label: 'CI times that cannot be',
    text: 'Changes with a run that started before it was asked for, or finished before it started: {count} of {of}. No time is told from such a pair.',
  },
  'ci-start-unknown': {
    label: 'CI without start times',
    text: 'Changes with a run that never said when it started: {count} of {of}. What they queued counts as running.',
  },
  'reviews-by-programs-only': {
    label: 'Reviewed by programs only',
    text: 'Of {of} changes merged without a review by another person, programs reviewed {count}. That is no review here.',
    all: 'Changes merged without a review by another person: {of}. Programs reviewed them all, and that is no review here.',
  },
  'failed-deployments-left-out': {
    label: 'Failed deployments left out',
    text: 'Deployments that did not succeed, and that no evidence says users felt: {count} of {of}. They count in no metric.',
  },
}
