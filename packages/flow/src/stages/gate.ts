import type { Instant } from '@sluice/model'
import type { StageSpan } from '../analysis.ts'
import type { StageClaim } from './partition.ts'

/**
 * Something that a change must get through before it can be merged: its review, or a check. Several may hold it back
 * at once.
 */
export interface Gate {
  readonly kind: 'review' | 'checks' | 'red-checks'
  /** What the change is in while the gate holds it back; they do not overlap. */
  readonly spans: readonly StageSpan[]
  /** When the gate let the change go on; `undefined` while it has not. */
  readonly satisfiedAt: Instant | undefined
}

/**
 * Whose time it is where several gates hold a change back at once: **the gate that is satisfied last gets the time**.
 * That gate is on the critical path, for had any other been faster, the change would have gone on no sooner. A claim
 * wins over the later ones in a list, so the claims of the gate that was satisfied last come first.
 *
 * Of gates that are not satisfied yet, failed checks come first, because reviewers wait for green; then the review,
 * because checks that run are done before people are. At the same instant the order is the same.
 */
export function gateClaims(gates: readonly Gate[]): readonly StageClaim[] {
  if (gates.length < 2) return gates[0]?.spans ?? []
  const claims: StageClaim[] = []
  for (const { spans } of gates.toSorted(compareGates)) claims.push(...spans)
  return claims
}

function compareGates(a: Gate, b: Gate): number {
  return compareLatest(a.satisfiedAt, b.satisfiedAt) || urgency[b.kind] - urgency[a.kind]
}

const urgency: Readonly<Record<Gate['kind'], number>> = { checks: 0, review: 1, 'red-checks': 2 }

function compareLatest(a: Instant | undefined, b: Instant | undefined): number {
  if (a === b) return 0
  if (a === undefined) return -1
  if (b === undefined) return 1
  return b - a
}
