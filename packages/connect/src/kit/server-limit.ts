import type { Answer } from './http-exchange.ts'

/** A limit of the server that an answer speaks of. */
export interface ServerLimit {
  /** `primary`: the requests of this period are used up. `secondary`: they came too fast. */
  readonly kind: 'primary' | 'secondary'
  /** This very request was turned away, and has to be asked again. */
  readonly isRefusal: boolean
  /** How long to stay away, in milliseconds, where the server says so. */
  readonly waitMs: number | undefined
}

/**
 * The limit that an answer speaks of, by the headers of GitHub, of GitLab and of the IETF draft. Moments are taken
 * relative to the clock of the server, which its `date` header shows, so that a wrong local clock does no harm.
 */
export function findServerLimit(answer: Answer, nowMs: number): ServerLimit | undefined {
  const isRefusal = answer.status === 429 || (answer.status === 403 && speaksOfLimit(answer))
  const retryAfterMs = readRetryAfter(answer, nowMs)

  if (
    firstHeader(answer, 'x-ratelimit-remaining', 'ratelimit-remaining') === '0' &&
    retryAfterMs === undefined
  ) {
    return { kind: 'primary', isRefusal, waitMs: untilReset(answer, nowMs) }
  }
  return isRefusal ? { kind: 'secondary', isRefusal, waitMs: retryAfterMs } : undefined
}

/** How long `retry-after` asks to wait, in milliseconds; it may hold seconds or a date. */
export function readRetryAfter(answer: Answer, nowMs: number): number | undefined {
  const value = answer.headers.get('retry-after')
  if (value === undefined) return undefined
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1_000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - serverTime(answer, nowMs))
}

/** A 403 may be a limit or a missing right; only the headers and the message tell which. */
function speaksOfLimit(answer: Answer): boolean {
  return (
    answer.headers.has('retry-after') ||
    firstHeader(answer, 'x-ratelimit-remaining', 'ratelimit-remaining') === '0' ||
    /rate limit|abuse detection/i.test(answer.text.slice(0, 2_000))
  )
}

function untilReset(answer: Answer, nowMs: number): number | undefined {
  const value = Number(firstHeader(answer, 'x-ratelimit-reset', 'ratelimit-reset') ?? Number.NaN)
  if (Number.isNaN(value)) return undefined
  // GitHub and GitLab send a moment in seconds since 1970, the IETF draft a number of seconds from now.
  if (value < earliestMoment) return value * 1_000
  return Math.max(0, value * 1_000 - serverTime(answer, nowMs))
}

/** Smaller numbers of seconds are lengths: nobody waits for thirty years. */
const earliestMoment = 1_000_000_000

function serverTime(answer: Answer, nowMs: number): number {
  const date = Date.parse(answer.headers.get('date') ?? '')
  return Number.isNaN(date) ? nowMs : date
}

function firstHeader(answer: Answer, ...names: readonly string[]): string | undefined {
  return names
    .map((name) => answer.headers.get(name))
    .find((value) => value !== undefined)
    ?.trim()
}
