import { day, instant, shift, type Instant } from '@sluice/model'
import { engineError } from './errors.ts'

export interface ReadInstantContext {
  /** Named in the error, such as `--since`. */
  readonly option: string
  readonly now: Instant
  /** What a length of time such as `90d` counts back from. */
  readonly anchor: Instant
  /** The time of a tag, when the text names one. */
  readonly findTag: (name: string) => Instant | undefined
}

/**
 * Reads a point in time that a person wrote: a tag's name, `now`, an ISO 8601 date or time (UTC when it
 * names no zone), or a length of time before the anchor: `90d`, `12 weeks`, `6 months ago`, `1y`.
 * Months and years are calendar ones.
 *
 * @throws TIME_NOT_UNDERSTOOD
 */
export function readInstant(text: string, context: ReadInstantContext): Instant {
  const trimmed = text.trim()
  const found =
    context.findTag(trimmed) ??
    (trimmed.toLowerCase() === 'now' ? context.now : undefined) ??
    readDate(trimmed) ??
    readLength(trimmed.toLowerCase(), context.anchor)
  if (found === undefined) throw engineError('TIME_NOT_UNDERSTOOD', { option: context.option, text })
  return found
}

const isoForm = /^(\d{4})(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/

function readDate(text: string): Instant | undefined {
  const parts = isoForm.exec(text)
  if (parts === null) return undefined
  const hasTime = parts[4] !== undefined
  const hasZone = parts[7] !== undefined
  const epochMs = Date.parse(`${text.replace(' ', 'T')}${hasTime && !hasZone ? 'Z' : ''}`)
  if (Number.isNaN(epochMs)) return undefined
  // Date.parse rolls 30 February over to March; a typo must not move the window.
  if (!hasZone && !new Date(epochMs).toISOString().startsWith(text.slice(0, 10))) return undefined
  return instant(epochMs)
}

const lengthForm = /^(\d{1,5})\s*(h|hours?|d|days?|w|weeks?|mo|months?|y|years?)(\s+ago)?$/

function readLength(text: string, anchor: Instant): Instant | undefined {
  const parts = lengthForm.exec(text)
  const count = Number(parts?.[1])
  const unit = parts?.[2]
  if (unit === undefined) return undefined
  if (unit.startsWith('mo')) return monthsBefore(anchor, count)
  if (unit.startsWith('y')) return monthsBefore(anchor, 12 * count)
  if (unit.startsWith('w')) return shift(anchor, -7 * count * day)
  if (unit.startsWith('d')) return shift(anchor, -count * day)
  return shift(anchor, (-count * day) / 24)
}

/** The same day of an earlier month, or that month's last day where it is shorter. */
function monthsBefore(anchor: Instant, count: number): Instant {
  const date = new Date(anchor)
  const dayOfMonth = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() - count)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(dayOfMonth, lastDay))
  return instant(date.getTime())
}
