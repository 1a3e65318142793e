import type { Window } from '@sluice/flow'
import { instant, isoDate, shift, startOfWeek, week, type Instant } from '@sluice/model'
import type { AnalyzeOptions } from './analyze-options.ts'
import { engineError } from './errors.ts'
import { readInstant } from './read-instant.ts'

export interface WindowContext {
  readonly now: Instant
  /** The newest instant in the history that is not in the future. */
  readonly newestAt: Instant
  readonly findTag: (name: string) => Instant | undefined
}

export type WindowRequest = Pick<AnalyzeOptions, 'since' | 'until'>

/** How many whole weeks the default window has. */
const defaultWeeks = 52

/**
 * The window that a person asked for. Without `--until` it ends right after the newest instant in the
 * history, so that the same clone gives the same report on any day; without `--since` it starts on the
 * Monday 52 weeks before that, so that no week is cut at its start.
 *
 * @throws TIME_NOT_UNDERSTOOD, WINDOW_IS_EMPTY
 */
export function windowOf(asked: WindowRequest, context: WindowContext): Window {
  const { since, until } = boundsOf(asked, context)
  if (since >= until) throw engineError('WINDOW_IS_EMPTY', { since: isoDate(since), until: isoDate(until) })
  return { since, until }
}

/**
 * The start of that window, before it is known whether it is empty.
 *
 * @throws TIME_NOT_UNDERSTOOD
 */
export function windowStart(asked: WindowRequest, context: WindowContext): Instant {
  return boundsOf(asked, context).since
}

function boundsOf(asked: WindowRequest, { now, newestAt, findTag }: WindowContext): Window {
  const until =
    asked.until === undefined
      ? shift(newestAt, 1)
      : readInstant(asked.until, { option: '--until', now, anchor: now, findTag })
  const since =
    asked.since === undefined
      ? startOfWeek(instant(until - defaultWeeks * week))
      : readInstant(asked.since, { option: '--since', now, anchor: until, findTag })
  return { since, until }
}
