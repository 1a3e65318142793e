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
}
