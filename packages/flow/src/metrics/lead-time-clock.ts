import type { Instant } from '@sluice/model'
import type { ChangeRow, LeadTimeClock } from '../analysis.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import type { Observation } from './censored-median.ts'

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
  return {
    duration: index.spanLength(from, row.shipped?.at ?? index.window.until),
    ended: row.shipped !== undefined,
  }
}
