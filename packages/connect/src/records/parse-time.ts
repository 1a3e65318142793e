import { failed, hour, instant, ok, type Instant, type Result } from '@sluice/model'
import type { TimeZone } from './time-zone.ts'

/** What may stand for a time. */
export interface TimeRules {
  /** Of times that name none; without it they are refused, because a guess would be wrong by hours. */
  readonly zone?: TimeZone | undefined
  /** When the record arrived: what it tells has happened by then. An hour is left for clocks that differ. */
  readonly receivedAt: Instant
}

/**
 * A time as people and tools write it: ISO 8601 (also with a space for the `T`, and with `UTC` for the `Z`), or a
 * number of seconds, milliseconds, microseconds or nanoseconds since 1970. A failure is a sentence's end that says
 * why it is refused.
 */
export function parseTime(value: string | number, rules: TimeRules): Result<Instant, string> {
  const text = String(value).trim()
  const read = numeric.test(text) ? fromEpoch(Number(text)) : parseIso(text, rules.zone)
  if (!read.ok) return read
  if (read.value < earliest) return failed(`${text} lies before 1990`)
  if (read.value > rules.receivedAt + hour) return failed(`${text} lies in the future`)
  return read
}

/** The zero of Go, of Unix and of some exports: they mean that there is no time. */
export function isZeroTime(value: unknown): boolean {
  return value === 0 || (typeof value === 'string' && /^(?:0001-01-01[T ]00:00:00|0$)/.test(value.trim()))
}

/** An instant in ISO 8601, whenever it is; for sources whose clock is trusted. */
export function parseIso(text: string, zone?: TimeZone): Result<Instant, string> {
  const parts = iso.exec(text)
  if (parts === null)
    return failed(`"${text.slice(0, 40)}" is no time in ISO 8601, such as 2026-11-22T10:00:00Z`)
  const [, year, month, day, hours, minutes, seconds = '0', fraction = '0', offset] = parts
  if (hours === undefined) return failed(`${text} has no time of day`)

  const local = localMilliseconds([year, month, day, hours, minutes, seconds].map(Number))
  if (local === undefined) return failed(`${text} is no date of the calendar`)
  const precise = local + Number(fraction.padEnd(3, '0').slice(0, 3))

  if (offset !== undefined) return ok(instant(precise - offsetMilliseconds(offset)))
  if (zone === undefined) return failed(`${text} names no time zone, and none was given`)
  const at = zone.toInstant(precise)
  return at === undefined
    ? failed(`${text} does not exist in ${zone.name}, where clocks were put forward`)
    : ok(at)
}

const earliest = Date.UTC(1990, 0, 1)
/** Later than any record that is read; it only tells the units of numbers apart. */
const latestOfAll = Date.UTC(2150, 0, 1)
const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?: (?:UTC|GMT))?$/i
const numeric = /^\d+(?:\.\d+)?$/

/** The plausible ranges of the four units do not overlap. */
function fromEpoch(value: number): Result<Instant, string> {
  for (const perMillisecond of [1e-3, 1, 1e3, 1e6]) {
    const at = Math.floor(value / perMillisecond)
    if (at >= earliest && at <= latestOfAll) return ok(instant(at))
  }
  return failed(`${value} is no time in seconds or milliseconds since 1970`)
}

/** As if the zone were UTC; undefined for a date such as 30 February. */
function localMilliseconds(parts: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts
  // A leap second is written as 60; clocks show it as the start of the next minute.
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined
  const midnight = new Date(Date.UTC(year, month - 1, day))
  // `Date.UTC` takes the year 99 for 1999, and 30 February for 2 March.
  const isSame =
    midnight.getUTCFullYear() === year &&
    midnight.getUTCMonth() === month - 1 &&
    midnight.getUTCDate() === day
  return isSame ? midnight.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1_000 : undefined
}

function offsetMilliseconds(offset: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? []
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
