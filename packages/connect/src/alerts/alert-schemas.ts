import { instant, type Instant } from '@sluice/model'
import { z } from 'zod'
import { isZeroTime, parseTime } from '../records/parse-time.ts'

/** At most 500 characters, on one line. */
export const AlertText = z.union([z.string(), z.number(), z.boolean()]).transform((value) =>
  String(value)
    .replaceAll(/[\p{Cc}\p{Surrogate}]+/gu, ' ')
    .trim()
    .slice(0, 500),
)

/** Names with their values; what is no text is left out. */
export const AlertLabelMap = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((labels): ReadonlyMap<string, string> => {
    const texts = Object.entries(labels ?? {})
      .slice(0, mostLabels)
      .map(([name, value]) => [name, AlertText.safeParse(value).data] as const)
    return new Map(texts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])))
  })

const mostLabels = 200

/**
 * ISO 8601 with a zone, or seconds, milliseconds or nanoseconds since 1970. Undefined for the zero time, which
 * senders written in Go send for "not yet".
 */
export const AlertTime = z
  .union([z.string(), z.number()])
  .transform((value, context): Instant | undefined => {
    if (isZeroTime(value) || value === '') return undefined
    const read = parseTime(value, { receivedAt: endOfTime })
    if (read.ok) return read.value
    context.addIssue({ code: 'custom', message: read.failure })
    return z.NEVER
  })

/** What lies in the future is judged where it is known when the alert arrived. */
const endOfTime = instant(Date.UTC(9999, 0, 1))
