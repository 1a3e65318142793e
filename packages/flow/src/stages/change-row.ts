import type { Change, Instant } from '@sluice/model'
import type { ChangeProblem, ChangeRow, StageSpan } from '../analysis.ts'
import type { FlowIndex, Shipment } from '../facts/flow-index.ts'
import { readLife } from './change-life.ts'
import { claimsAfterMerge, claimsBeforeMerge } from './claims.ts'
import { partitionStages, type StageClaim } from './partition.ts'

/** Follows one change from its start to its shipment, or to the end of the window while it has none. */
export function changeRow(change: Change, index: FlowIndex): ChangeRow {
  const shipment = index.shipments.get(change.id)
  const problem = problemOf(change, shipment, index)
  const before = beforeMerge(change, index)
  return {
    change,
    stages: stagesOf(change, problem, shipment, before.claims, index),
    ...(shipment !== undefined && {
      shipped: { deployment: shipment.deployment.id, at: shipment.deployment.finishedAt, how: shipment.how },
    }),
    ...(problem !== undefined && { problem }),
    ...before.told,
  }
}

interface BeforeMerge {
  readonly claims: readonly StageClaim[]
  /** What else the forge tells. */
  readonly told?: Pick<ChangeRow, 'review' | 'doubts'>
}

/** What the forge says of a change until its merge, or until the forge was last read; nothing where it says nothing. */
function beforeMerge(change: Change, { forge }: FlowIndex): BeforeMerge {
  const history = forge?.histories.get(change.id)
  if (forge === undefined || history === undefined) return nothingTold
  const isMerged = change.mergedAt <= forge.asOf
  const life = readLife(history, {
    startedAt: change.startedAt,
    endsAt: isMerged ? change.mergedAt : forge.asOf,
    isMerged,
  })
  if (life === 'untold') return nothingTold
  if (life === 'impossible') return nothingPossible
  const { claims, doubts } = claimsBeforeMerge(life)
  return { claims, told: { review: life.review, ...(doubts.length > 0 && { doubts }) } }
}

const nothingTold: BeforeMerge = { claims: [] }
/** There are events, and none of them can be. */
const nothingPossible: BeforeMerge = { claims: [], told: { doubts: ['impossible-order'] } }

function problemOf(
  change: Change,
  shipment: Shipment | undefined,
  index: FlowIndex,
): ChangeProblem | undefined {
  if (shipment !== undefined) {
    return shipment.deployment.finishedAt < change.mergedAt ? 'shipped-before-merge' : undefined
  }
  const { firstDeploymentAt, baselines } = index
  if (firstDeploymentAt === undefined) return undefined
  const isBefore = change.mergedAt <= Math.max(firstDeploymentAt, baselines.get(change.id) ?? 0)
  return isBefore ? 'before-first-deployment' : undefined
}

function wayEnd(
  change: Change,
  problem: ChangeProblem | undefined,
  shipment: Shipment | undefined,
  index: FlowIndex,
): Instant {
  if (problem === 'before-first-deployment') {
    return index.baselines.get(change.id) ?? index.firstDeploymentAt ?? index.window.until
  }
  return shipment?.deployment.finishedAt ?? index.window.until
}

/**
 * A clone knows two things: when a change started and when it was merged. Before the merge lies what a forge tells
 * or the unknown; after it, the wait for a release, which nobody may claim where no deployment is known.
 */
function stagesOf(
  change: Change,
  problem: ChangeProblem | undefined,
  shipment: Shipment | undefined,
  claims: readonly StageClaim[],
  index: FlowIndex,
): readonly StageSpan[] {
  const end = wayEnd(change, problem, shipment, index)
  if (end < change.startedAt) return []
  const canClaimWait = index.firstDeploymentAt !== undefined && problem === undefined
  return partitionStages(
    { from: change.startedAt, to: end },
    canClaimWait ? [...claims, ...claimsAfterMerge(change.mergedAt, end, shipment?.deployment)] : claims,
  )
}
