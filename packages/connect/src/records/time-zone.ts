import { instant, type Instant } from '@sluice/model'
import { connectError } from '../errors.ts'

/** Where the clocks stood that wrote times without a zone. */
export interface TimeZone {
  /** As it was given. */
  readonly name: string
  /**
   * The instant at which clocks there showed this, given as if it were UTC. Where they showed it twice, the first
   * time; undefined where they never did.
   */
  readonly toInstant: (localMs: number) => Instant | undefined
}

/**
 * The zone of a name: `Z`, `UTC`, an offset such as `+02:00`, or one of the IANA database such as `Europe/Berlin`.
 *
 * @throws TIME_ZONE_UNKNOWN
 */
export function getTimeZone(name: string): TimeZone {
  const offset = fixedOffset(name)
  if (offset !== undefined) return { name, toInstant: (localMs) => instant(localMs - offset) }

  const format = clockOf(name)
  const offsetAt = (at: number): number => shownBy(format, at) - Math.floor(at / 1_000) * 1_000
  return {
    name,
    toInstant: (localMs) => {
      // Zones change by less than a day, so one of the offsets a day before and after is in force.
      const candidates = [offsetAt(localMs - dayMs), offsetAt(localMs + dayMs)]
        .map((candidate) => localMs - candidate)
        .filter((at) => at + offsetAt(at) === localMs)
      return candidates.length === 0 ? undefined : instant(Math.min(...candidates))
    },
  }
}

const dayMs = 86_400_000

function fixedOffset(name: string): number | undefined {
  if (/^(?:Z|UTC|GMT)$/i.test(name)) return 0
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(name) ?? []
  if (hours === undefined || Number(hours) > 15 || Number(minutes) > 59) return undefined
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

function clockOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (cause) {
    throw connectError('TIME_ZONE_UNKNOWN', { zone: name.slice(0, 60) }, cause)
  }
}

/** What clocks show at an instant, to the second, as if it were UTC. */
function shownBy(format: Intl.DateTimeFormat, at: number): number {
  const shown = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}
