import { day, instant, milliseconds, startOfWeek, week, type Instant, type Milliseconds } from '@sluice/model'
import type { Calendar } from '../analysis.ts'

/** Measures the time between two instants; `to` is not before `from`. Additive: `f(a, b) + f(b, c) = f(a, c)`. */
export type SpanLength = (from: Instant, to: Instant) => Milliseconds

/**
 * The measure of time of a calendar. `weekdays` counts Monday 00:00 to Saturday 00:00 UTC only; both are whole
 * milliseconds and additive, so a partition sums exactly under either.
 */
export function spanLengthOf(calendar: Calendar): SpanLength {
  switch (calendar) {
    case 'elapsed':
      return (from, to) => milliseconds(to - from)
    case 'weekdays':
      return (from, to) => milliseconds(workedUntil(to) - workedUntil(from))
  }
}

const workedPerWeek = 5 * day

/** Weekday time since a fixed Monday, so that a difference of two of them is the weekday time between. */
function workedUntil(at: Instant): number {
  const monday = startOfWeek(at)
  const firstMonday = startOfWeek(instant(0))
  return ((monday - firstMonday) / week) * workedPerWeek + Math.min(at - monday, workedPerWeek)
}
