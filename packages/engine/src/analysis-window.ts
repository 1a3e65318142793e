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

/** How many whole weeks the default window has. */
const defaultWeeks = 52

/**
 * The window that a person asked for. Without `--until` it ends right after the newest instant in the
 * history, so that the same clone gives the same report on any day; without `--since` it starts on the
 * Monday 52 weeks before that, so that no week is cut at its start.
 *
 * @throws TIME_NOT_UNDERSTOOD, WINDOW_IS_EMPTY
 */
export function windowOf(asked: Pick<AnalyzeOptions, 'since' | 'until'>, context: WindowContext): Window {
  const { now, newestAt, findTag } = context
  const until =
    asked.until === undefined
      ? shift(newestAt, 1)
      : readInstant(asked.until, { option: '--until', now, anchor: now, findTag })
  const since =
    asked.since === undefined
      ? startOfWeek(instant(until - defaultWeeks * week))
      : readInstant(asked.since, { option: '--since', now, anchor: until, findTag })
  if (since >= until) throw engineError('WINDOW_IS_EMPTY', { since: isoDate(since), until: isoDate(until) })
  return { since, until }
}
