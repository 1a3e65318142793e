import type { ChangeEvent, Instant } from '@sluice/model'
import type { ChangeCiRun, ChangeDoubt, ReviewKind, StageSpan } from '../analysis.ts'
import { isAfterOpeningOnly, isBeforeMergeOnly, isReview } from '../facts/change-events.ts'
import type { ChangeHistory } from '../facts/forge-index.ts'

/** What the stages of a change before its merge are told from: its events, put in an order that can be. */
export interface ChangeLife {
  readonly startedAt: Instant
  readonly openedAt: Instant
  /** When it was last made ready before its first review; until then its author codes. */
  readonly readyAt: Instant
  /** Its merge, or when we last looked. */
  readonly endsAt: Instant
  readonly isMerged: boolean
  /** It was still a draft at `readyAt`: somebody reviewed it before it was ready, or nobody ever made it so. */
  readonly isDraftWhenReady: boolean
  /** First look at it by a person who is not its author. */
  readonly firstReviewAt: Instant | undefined
  /** From the opening to the end, oldest first, without what programs did beside its author. */
  readonly events: readonly ChangeEvent[]
  /** Asked for before the end, oldest first. */
  readonly ciRuns: readonly ChangeCiRun[]
  /** Closed, until somebody opened it again. */
  readonly closed: readonly Omit<StageSpan, 'stage'>[]
  readonly review: ReviewKind
  readonly doubts: readonly ChangeDoubt[]
}

/** The frame that a life is read into. */
export interface LifeFrame {
  readonly startedAt: Instant
  readonly endsAt: Instant
  readonly isMerged: boolean
  /** For where no event tells whether an open change is a draft. */
  readonly isDraft?: boolean
  readonly openedAt?: Instant
}

/**
 * Puts the history of a change in order. What a source tells before the opening happened at the opening, and what it
 * tells after the end is left out; where that is more than a review of merged work, it is a doubt. Nothing is known
 * of a change without any event, and nothing can be of one that was opened after it was merged.
 */
export function readLife(history: ChangeHistory, frame: LifeFrame): ChangeLife | 'untold' | 'impossible' {
  const { startedAt, endsAt, isMerged } = frame
  const first = history.events[0]
  if (first === undefined) return 'untold'
  const openedAt = history.openedAt ?? frame.openedAt ?? first.at
  if (openedAt > endsAt) return 'impossible'

  const events: ChangeEvent[] = []
  let isOrderPossible = true
  let firstReviewAt: Instant | undefined
  for (const event of history.events) {
    const { at, kind } = event
    if (at > endsAt) {
      if (isBeforeMergeOnly(kind)) isOrderPossible = false
      continue
    }
    const isLook = isReview(event)
    if (at >= openedAt) {
      events.push(event)
    } else if (isAfterOpeningOnly(kind)) {
      isOrderPossible = false
      events.push({ ...event, at: openedAt })
    } else {
      continue
    }
    if (isLook) firstReviewAt ??= at >= openedAt ? at : openedAt
  }

  const ready = readyOf(events, openedAt, firstReviewAt ?? endsAt, frame.isDraft === true)
  return {
    startedAt,
    openedAt,
    readyAt: ready.at,
    endsAt,
    isMerged,
    isDraftWhenReady: ready.isDraft,
    firstReviewAt,
    events,
    ciRuns: runsBefore(endsAt, history.ciRuns),
    closed: closedSpans(events),
    review: firstReviewAt !== undefined ? 'by-people' : reviewByPrograms(history, endsAt),
    doubts: isOrderPossible ? noDoubts : ['impossible-order'],
  }
}

const noDoubts: readonly ChangeDoubt[] = []

/** Runs are oldest first, and mostly all of them are. */
function runsBefore(endsAt: Instant, runs: readonly ChangeCiRun[]): readonly ChangeCiRun[] {
  const last = runs[runs.length - 1]
  return last === undefined || last.createdAt < endsAt ? runs : runs.filter((run) => run.createdAt < endsAt)
}

function reviewByPrograms({ reviewedByProgramAt }: ChangeHistory, endsAt: Instant): ReviewKind {
  return reviewedByProgramAt !== undefined && reviewedByProgramAt <= endsAt ? 'by-programs' : 'none'
}

/**
 * A change becomes ready when it was last taken out of draft before its first review, or when it was opened if it
 * never was a draft. One that was still a draft at its first review waited for nobody, and became ready just then.
 */
function readyOf(
  events: readonly ChangeEvent[],
  openedAt: Instant,
  limit: Instant,
  isDraftNow: boolean,
): { readonly at: Instant; readonly isDraft: boolean } {
  let wasDraft: boolean | undefined
  let isDraft: boolean | undefined
  let at = openedAt
  for (const event of events) {
    if (event.kind !== 'drafted' && event.kind !== 'readied') continue
    // What is made ready was a draft, and what is made a draft was ready.
    wasDraft ??= event.kind === 'readied'
    if (event.at > limit) break
    isDraft = event.kind === 'drafted'
    if (!isDraft) at = event.at
  }
  return (isDraft ?? wasDraft ?? isDraftNow) ? { at: limit, isDraft: true } : { at, isDraft: false }
}

function closedSpans(events: readonly ChangeEvent[]): ChangeLife['closed'] {
  let spans: Omit<StageSpan, 'stage'>[] | undefined
  let closedAt: Instant | undefined
  for (const { kind, at } of events) {
    if (kind === 'closed') closedAt ??= at
    if (kind !== 'reopened' || closedAt === undefined) continue
    spans ??= []
    spans.push({ from: closedAt, to: at })
    closedAt = undefined
  }
  return spans ?? neverClosed
}

const neverClosed: ChangeLife['closed'] = []
