import type { ChangeId, Deployment, DeploymentId } from '@sluice/model'
import type { DeploymentRow } from './analysis.ts'
import { compareText, type FlowIndex } from './facts/flow-index.ts'
import { isRework, repairingDeployments } from './metrics/moments.ts'

/** The deployments of the window with what they carried and what went wrong, oldest first; failed ones too. */
export function deploymentRows(index: FlowIndex): readonly DeploymentRow[] {
  const contents = contentsOf(index)
  const repairs = repairingDeployments(index)
  return endedDeployments(index)
    .filter(({ finishedAt }) => finishedAt >= index.window.since)
    .map((deployment) => ({
      deployment,
      changes: contents.get(deployment.id) ?? [],
      failures: index.failures.get(deployment.id) ?? [],
      isRework: isRework(deployment, repairs),
    }))
}

function endedDeployments({ deployments, failedDeployments }: FlowIndex): readonly Deployment[] {
  if (failedDeployments.length === 0) return deployments
  return [...deployments, ...failedDeployments].sort(
    (a, b) => a.finishedAt - b.finishedAt || compareText(a.id, b.id),
  )
}

/** Changes by the deployment that shipped them first, in order of merge; those merged before the window too. */
function contentsOf(index: FlowIndex): ReadonlyMap<DeploymentId, readonly ChangeId[]> {
  const contents = new Map<DeploymentId, ChangeId[]>()
  for (const { id } of index.changes) {
    const shipment = index.shipments.get(id)
    if (shipment === undefined) continue
    const carried = contents.get(shipment.deployment.id)
    if (carried === undefined) contents.set(shipment.deployment.id, [id])
    else carried.push(id)
  }
  return contents
}
