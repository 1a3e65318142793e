import type { Change, Instant } from '@sluice/model'
import type { ChangeProblem, ChangeRow, StageSpan } from '../analysis.ts'
import type { FlowIndex, Shipment } from '../facts/flow-index.ts'
import { partitionStages } from './partition.ts'

/** Follows one change from its start to its shipment, or to the end of the window while it has none. */
export function changeRow(change: Change, index: FlowIndex): ChangeRow {
  const shipment = index.shipments.get(change.id)
  const problem = problemOf(change, shipment, index)
  return {
    change,
    stages: stagesOf(change, problem, wayEnd(problem, shipment, index), index),
    ...(shipment !== undefined && {
      shipped: { deployment: shipment.deployment.id, at: shipment.deployment.finishedAt, how: shipment.how },
    }),
    ...(problem !== undefined && { problem }),
  }
}

function problemOf(
  change: Change,
  shipment: Shipment | undefined,
  index: FlowIndex,
): ChangeProblem | undefined {
  if (shipment !== undefined) {
    return shipment.deployment.finishedAt < change.mergedAt ? 'shipped-before-merge' : undefined
  }
  const { firstDeploymentAt } = index
  if (firstDeploymentAt === undefined || change.mergedAt > firstDeploymentAt) return undefined
  return 'before-first-deployment'
}

function wayEnd(
  problem: ChangeProblem | undefined,
  shipment: Shipment | undefined,
  index: FlowIndex,
): Instant {
  if (problem === 'before-first-deployment') return index.firstDeploymentAt ?? index.window.until
  return shipment?.deployment.finishedAt ?? index.window.until
}

/**
 * A clone knows two things: when a change started and when it was merged. Before the merge lies the unknown; after
 * it, the wait for a release, which nobody may claim where no deployment is known.
 */
function stagesOf(
  change: Change,
  problem: ChangeProblem | undefined,
  end: Instant,
  index: FlowIndex,
): readonly StageSpan[] {
  if (end < change.startedAt) return []
  const canClaimWait = index.firstDeploymentAt !== undefined && problem === undefined
  return partitionStages(
    { from: change.startedAt, to: end },
    canClaimWait ? [{ stage: 'release-wait', from: change.mergedAt, to: end }] : [],
  )
}
