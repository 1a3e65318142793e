import { deploymentStates, type Deployment, type DeploymentState } from '@sluice/model'
import type { StageClaim } from './partition.ts'

/**
 * What a deployment that carried a change says of the time until its end: a wait for a person's approval is
 * `deploy-approval`; everything else from its creation on, a wait for a runner or a lock too, is `deploy-run`. A
 * deployment without steps says nothing but its end.
 */
export function deploymentClaims({ steps = [], finishedAt }: Deployment): readonly StageClaim[] {
  if (steps.length === 0) return []
  const inOrder = steps.toSorted((a, b) => a.at - b.at || rank(a.state) - rank(b.state))
  return inOrder.flatMap(({ state, at: from }, place): readonly StageClaim[] => {
    const to = inOrder[place + 1]?.at ?? finishedAt
    return from < to ? [{ stage: state === 'waiting' ? 'deploy-approval' : 'deploy-run', from, to }] : []
  })
}

/** Of states that are told with one second, the one that mostly comes later is the one that lasts. */
function rank(state: DeploymentState): number {
  return deploymentStates.indexOf(state)
}
