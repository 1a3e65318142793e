/** A point in time: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly __unit: 'instant' }

/** A length of time in milliseconds. Never negative in a fact; a negative span is a `ClockProblem`. */
export type Milliseconds = number & { readonly __unit: 'milliseconds' }

export const second: Milliseconds = milliseconds(1_000)
export const minute: Milliseconds = milliseconds(60_000)
export const hour: Milliseconds = milliseconds(3_600_000)
export const day: Milliseconds = milliseconds(86_400_000)
export const week: Milliseconds = milliseconds(604_800_000)

/** Marks a number of milliseconds since the epoch as an `Instant`. */
export function instant(epochMs: number): Instant {
  return epochMs as Instant
}

/** Marks a number as a length of time in milliseconds. */
export function milliseconds(value: number): Milliseconds {
  return value as Milliseconds
}

/** The time from `from` to `to`; negative when `to` is the earlier one. */
export function elapsed(from: Instant, to: Instant): Milliseconds {
  return milliseconds(to - from)
}

/** The instant `duration` after `at`; a negative duration goes back. */
export function shift(at: Instant, duration: number): Instant {
  return instant(at + duration)
}

/** Monday 00:00 UTC of the week that contains `at` (ISO 8601 weeks). */
export function startOfWeek(at: Instant): Instant {
  const mondayOffset = 4 * day // 1970-01-01 was a Thursday; the first Monday is four days later.
  return instant(Math.floor((at - mondayOffset) / week) * week + mondayOffset)
}

/** ISO 8601 date in UTC, `2026-11-22`. Years outside 0000 to 9999 print in the expanded form. */
export function isoDate(at: Instant): string {
  const iso = new Date(at).toISOString()
  return iso.slice(0, iso.indexOf('T'))
}
