import type { Stage } from '@sluice/model'

/** What happens to a change in each stage. */
export const stageDefinitions: Readonly<Record<Stage, string>> = {
  coding: 'From its first commit until it is ready for review, as a draft too.',
  'pickup-wait': 'Ready, and nobody has looked at it yet.',
  'reviewer-wait': 'In review, and it is the turn of a reviewer.',
  'author-rework': 'In review, and it is the turn of its author.',
  'ci-queue': 'Waiting for a runner, and nothing else holds it back longer.',
  'ci-run': 'Checks are running, and nothing else holds it back longer.',
  'ci-repair': 'Checks failed, and it is being repaired or run again.',
  'merge-wait': 'Everything is green, and it is not merged; also in a merge queue.',
  unknown: 'The sources at hand cannot tell what happened to it.',
  'release-wait': 'Merged, and waiting for the next release.',
  'deploy-approval': 'Built, and waiting for somebody to let it through.',
  'deploy-run': 'On its way to users.',
}
