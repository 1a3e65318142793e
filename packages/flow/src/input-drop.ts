import { instant, startOfWeek, week, type Instant } from '@sluice/model'
import { median } from '@sluice/stats'

/** What came in lately and what used to come in over as long a time. */
export interface InputDrop {
  readonly lately: number
  readonly usual: number
}

/** Weeks that are judged, and weeks that they are judged by. */
const latelyWeeks = 2
const usualWeeks = 8
/** Below this share of the usual, something has broken or everybody is away. */
const suspicious = 1 / 3
/** A source that gives less than this is too quiet for a silence to say anything: of a Poisson count with mean 12, 3 or fewer come once in 430. */
const fewestUsual = 12

/**
 * Whether the rows of a source have fallen to under a third in the last two whole weeks before `asOf`, by the median of
 * the eight weeks before those. A source that tells less all of a sudden makes every number built on it look better.
 */
export function findInputDrop(instants: readonly Instant[], asOf: Instant): InputDrop | undefined {
  const end = startOfWeek(asOf)
  const counts = Array.from({ length: latelyWeeks + usualWeeks }, () => 0)
  for (const at of instants) {
    const age = Math.floor((end - 1 - at) / week)
    const count = counts[age]
    if (at < end && count !== undefined) counts[age] = count + 1
  }
  const lately = counts.slice(0, latelyWeeks).reduce((sum, count) => sum + count, 0)
  const usual = latelyWeeks * median(counts.slice(latelyWeeks))
  return usual >= fewestUsual && lately < suspicious * usual
    ? { lately, usual: Math.round(usual) }
    : undefined
}

/** The oldest instant that the search looks at. */
export function inputDropHorizon(asOf: Instant): Instant {
  return instant(startOfWeek(asOf) - (latelyWeeks + usualWeeks) * week)
}
