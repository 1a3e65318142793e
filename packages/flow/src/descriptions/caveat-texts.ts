import type { FlowCaveat } from '../analysis.ts'

/** A caveat in a few words, and what it means for the numbers. */
export interface CaveatText {
  readonly label: string
  /** May hold `{count}` and `{of}`, for the renderer to fill in. */
  readonly text: string
}

export const caveatTexts: Readonly<Record<FlowCaveat['kind'], CaveatText>> = {
  'no-deployments': {
    label: 'No deployments',
    text: 'No deployment or release is known, so nothing after the merge can be measured. That is unknown, not slow.',
  },
  'tags-are-a-proxy': {
    label: 'Release tags stand in for deployments',
    text: '{count} of {of} deployments are release tags: a tag says released, not running.',
  },
  'lightweight-tags': {
    label: 'Tags without a date',
    text: '{count} of {of} tags have no date of their own. The date of their commit is used, which may be too early.',
  },
  'start-unknown': {
    label: 'Start unknown',
    text: 'For {count} of {of} changes nothing before the merge is known, as after squash merges.',
  },
  'failures-are-a-lower-bound': {
    label: 'Failures are a lower bound',
    text: '{count} of {of} deployments are known to have failed, by repairs in git alone. The true number is at least that.',
  },
  'before-first-deployment': {
    label: 'Merged before the first known deployment',
    text: '{count} of {of} changes were there before the first known deployment and are left out of lead time.',
  },
  'clock-problems': {
    label: 'Dates that cannot be',
    text: '{count} of {of} changes have dates that contradict one another, such as a release before the merge.',
  },
  'few-changes': {
    label: 'Few changes',
    text: 'Only {count} changes; about {of} are needed before the values mean much. Read the intervals.',
  },
  'mostly-bots': {
    label: 'Mostly bots',
    text: '{count} of {of} changes were made by bots. They are left out of change metrics.',
  },
}
