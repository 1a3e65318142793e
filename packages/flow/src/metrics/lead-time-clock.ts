import { hour, type Milliseconds } from '@sluice/model'
import type { ChangeRow, LeadTimeClock } from '../analysis.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import type { Observation } from './batched-curve.ts'

/** From this share of changes with a known start on, the headline starts there and not at the merge. */
const enoughKnownStarts = 0.8

/** Decides where the lead-time clock starts: squash merges leave nothing of what was before the merge. */
export function leadTimeClock(rows: readonly ChangeRow[]): LeadTimeClock {
  const counts = { 'first-commit': 0, authored: 0, opened: 0, merged: 0 }
  for (const row of rows) counts[row.change.start] += 1
  const known = counts['first-commit'] + counts.authored + counts.opened
  return { start: known > 0 && known >= enoughKnownStarts * rows.length ? 'first-commit' : 'merge', counts }
}

/** How long a change has been on its way, until it shipped or until we looked. */
export function leadTimeOf(row: ChangeRow, start: LeadTimeClock['start'], index: FlowIndex): Milliseconds {
  const from = start === 'merge' ? row.change.mergedAt : row.change.startedAt
  return index.spanLength(from, row.shipped?.at ?? index.window.until)
}

/** The same as survival analysis sees it; rows with a problem must not come here. */
export function leadTimeObservation(
  row: ChangeRow,
  start: LeadTimeClock['start'],
  index: FlowIndex,
): Observation {
  const duration = leadTimeOf(row, start, index)
  const ended = row.shipped !== undefined
  const batch = batchOf(row, index)
  return batch === undefined ? { duration, ended } : { duration, ended, batch }
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
