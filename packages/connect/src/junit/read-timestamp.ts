import { instant, minute, type Instant } from '@sluice/model'

export interface Timestamp {
  readonly at: Instant
  /** It names no zone, so that one was assumed. */
  readonly isZoneAssumed: boolean
}

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?(?:\d{2})?)?$/i
// Reproducible builds write 1970 or 1980 for "no time".
const earliestYear = 2000

/**
 * Reads an ISO 8601 date and time, with a space or a `T`. Where it names no zone, `utcOffsetMinutes` says how far
 * its clock is ahead of UTC. Undefined for everything else and for years before 2000, which tools write for "none".
 */
export function readTimestamp(text: string | undefined, utcOffsetMinutes: number): Timestamp | undefined {
  const found = text === undefined ? undefined : pattern.exec(text.trim())
  if (found === undefined || found === null) return undefined
  const [, year, month, day, hour, minutes, seconds = '0', fraction = '', zone] = found
  if (Number(year) < earliestYear) return undefined

  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minutes),
    Number(seconds),
    Number(fraction.slice(0, 3).padEnd(3, '0')),
  )
  // The 31st of a month without one, or 25 o'clock, silently become another day.
  if (new Date(local).toISOString().slice(8, 13) !== `${day}T${hour}`) return undefined
  const offset = zone === undefined ? utcOffsetMinutes : zoneMinutes(zone)
  return { at: instant(local - offset * minute), isZoneAssumed: zone === undefined }
}

function zoneMinutes(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4))
  return zone.startsWith('-') ? -minutes : minutes
}
