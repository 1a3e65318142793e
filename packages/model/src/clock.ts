import { instant, type Instant } from './instant.ts'

/** Where the time comes from. Pure code receives one; only the outermost ring makes the real one. */
export interface Clock {
  now(): Instant
}

/** A clock that always shows the same time. */
export function fixedClock(at: Instant): Clock {
  return { now: () => at }
}

/** A clock that reads milliseconds since the epoch from a function, such as `Date.now`. */
export function clockFrom(readEpochMs: () => number): Clock {
  return { now: () => instant(readEpochMs()) }
}
