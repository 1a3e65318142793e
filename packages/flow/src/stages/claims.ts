import type { Deployment, Instant } from '@sluice/model'
import type { ChangeDoubt } from '../analysis.ts'
import type { ChangeLife } from './change-life.ts'
import { ciGates } from './ci-gates.ts'
import { deploymentClaims } from './deployment-claims.ts'
import { gateClaims } from './gate.ts'
import type { StageClaim } from './partition.ts'
import { reviewGates } from './review-gates.ts'

/** Claims on the way of a change, and what the times behind them say that cannot be. */
export interface LifeClaims {
  readonly claims: readonly StageClaim[]
  readonly doubts: readonly ChangeDoubt[]
}

/**
 * Every claim on the time until the merge, in order of precedence: a change that is closed waits for nobody knows
 * what; one that is not ready is coded; then comes the gate that is satisfied last of those that hold it back; and
 * when none does, everything is green and it waits to be merged, in a merge queue or for somebody to press the button.
 */
export function claimsBeforeMerge(life: ChangeLife): LifeClaims {
  const { startedAt, readyAt, endsAt, closed } = life
  const checks = ciGates(life)
  const claims: StageClaim[] = closed.map(({ from, to }) => ({ stage: 'unknown', from, to }))
  if (startedAt < readyAt) claims.push({ stage: 'coding', from: startedAt, to: readyAt })
  claims.push(...gateClaims(reviewGates(life).concat(checks.gates)))
  if (readyAt < endsAt) claims.push({ stage: 'merge-wait', from: readyAt, to: endsAt })
  return {
    claims,
    doubts: checks.doubts.length === 0 ? life.doubts : [...life.doubts, ...checks.doubts],
  }
}

/**
 * Every claim on the time from the merge to the end: what the deployment that carried the change says, and before it
 * was created the wait for a release. A wait of no length is known and stays.
 */
export function claimsAfterMerge(
  mergedAt: Instant,
  end: Instant,
  deployment: Deployment | undefined,
): readonly StageClaim[] {
  const wait: StageClaim = { stage: 'release-wait', from: mergedAt, to: end }
  if (deployment?.steps === undefined) return [wait]
  const claims: StageClaim[] = []
  for (const { stage, from, to } of deploymentClaims(deployment)) {
    // One that ended before the merge now ends before it starts, and claims nothing.
    claims.push({ stage, from: from < mergedAt ? mergedAt : from, to })
  }
  claims.push(wait)
  return claims
}
