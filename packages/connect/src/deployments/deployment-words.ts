import type { DeploymentState } from '@sluice/model'

/** The words for each state that are understood, in lower case and without anything that is no letter. */
export const deploymentWords: Readonly<Record<DeploymentState, readonly string[]>> = {
  created: ['created', 'pending', 'new', 'scheduled'],
  waiting: ['waiting', 'blocked', 'approval', 'waitingforapproval', 'manual'],
  queued: ['queued', 'preparing'],
  running: ['running', 'started', 'inprogress', 'deploying', 'active'],
  succeeded: [
    'succeeded',
    'success',
    'successful',
    'ok',
    'passed',
    'done',
    'complete',
    'completed',
    'deployed',
    'finished',
  ],
  failed: ['failed', 'failure', 'fail', 'error', 'errored', 'broken', 'timeout', 'timedout', 'unsuccessful'],
  cancelled: ['cancelled', 'canceled', 'cancel', 'aborted', 'abort', 'stopped', 'skipped', 'rejected'],
}

/** The state that a word means; undefined for a word that is not known, because a guess could hide a failure. */
export function findDeploymentState(word: string): DeploymentState | undefined {
  return statesByWord.get(word.toLowerCase().replaceAll(/[^a-z]/g, ''))
}

const statesByWord = new Map<string, DeploymentState>(
  (['created', 'waiting', 'queued', 'running', 'succeeded', 'failed', 'cancelled'] as const).flatMap(
    (state) => deploymentWords[state].map((word) => [word, state] as const),
  ),
)
