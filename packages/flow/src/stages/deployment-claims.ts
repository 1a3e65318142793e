import { deploymentStates, type Deployment, type DeploymentStep } from '@sluice/model'
import type { StageClaim } from './partition.ts'

/**
 * What a deployment that carried a change says of the time until its end: a wait for a person's approval is
 * `deploy-approval`; everything else from its creation on, a wait for a runner or a lock too, is `deploy-run`. A
 * deployment without steps says nothing but its end.
 */
export function deploymentClaims({ steps = [], finishedAt }: Deployment): readonly StageClaim[] {
  const claims: StageClaim[] = []
  const inOrder = isInOrder(steps) ? steps : steps.toSorted(compareSteps)
  for (const [place, { state, at: from }] of inOrder.entries()) {
    const to = inOrder[place + 1]?.at ?? finishedAt
    if (from < to) claims.push({ stage: state === 'waiting' ? 'deploy-approval' : 'deploy-run', from, to })
  }
  return claims
}

function isInOrder(steps: readonly DeploymentStep[]): boolean {
  return steps.every((step, place) => {
    const before = steps[place - 1]
    return before === undefined || compareSteps(before, step) <= 0
  })
}

/** Of states that are told with one second, the one that mostly comes later is the one that lasts. */
function compareSteps(a: DeploymentStep, b: DeploymentStep): number {
  return a.at - b.at || deploymentStates.indexOf(a.state) - deploymentStates.indexOf(b.state)
}
