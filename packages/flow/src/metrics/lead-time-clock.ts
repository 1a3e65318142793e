import { hour, type Instant } from '@sluice/model'
import type { ChangeRow, LeadTimeClock } from '../analysis.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import type { Observation } from './batched-curve.ts'

/** From this share of changes with a known start on, the headline starts there and not at the merge. */
const enoughKnownStarts = 0.8

/** Decides where the lead-time clock starts: squash merges leave nothing of what was before the merge. */
export function leadTimeClock(rows: readonly ChangeRow[]): LeadTimeClock {
  const counts = { 'first-commit': 0, authored: 0, merged: 0 }
  for (const row of rows) counts[row.change.start] += 1
  const known = counts['first-commit'] + counts.authored
  return { start: known > 0 && known >= enoughKnownStarts * rows.length ? 'first-commit' : 'merge', counts }
}

/** How long a change has been on its way; rows with a problem must not come here. */
export function leadTimeObservation(
  row: ChangeRow,
  start: LeadTimeClock['start'],
  index: FlowIndex,
): Observation {
  const from: Instant = start === 'merge' ? row.change.mergedAt : row.change.startedAt
  const batch = batchOf(row, index)
  return {
    duration: index.spanLength(from, row.shipped?.at ?? index.window.until),
    ended: row.shipped !== undefined,
    ...(batch !== undefined && { batch }),
  }
}

/**
 * The batch of a change: what ships within an hour ends together, and what was merged since the last release waits
 * for the same next one. A change that an earlier release has passed by waits on its own.
 */
export function batchOf(row: ChangeRow, index: FlowIndex): number | undefined {
  if (row.shipped !== undefined) return Math.floor(row.shipped.at / hour)
  const lastReleaseAt = index.deployments.at(-1)?.finishedAt
  const isNext = lastReleaseAt !== undefined && row.change.mergedAt > lastReleaseAt
  return isNext ? Infinity : undefined
}
