import type { ChangeEvent, ChangeEventKind, Instant } from '@sluice/model'
import type { ChangeCiRun, ChangeDoubt, ReviewKind, StageSpan } from '../analysis.ts'
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
  readonly firstReviewAt?: Instant
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
 * Puts the history of a change in order. Bots and AI reviewers do not review, comment or push in it, unless they are
 * its author; what becomes of the change itself counts whoever did it. A person whose account is gone is a person.
 *
 * What a source tells before the opening happened at the opening, and what it tells after the end is left out; where
 * that is more than a review of merged work, it is a doubt. Nothing is known of a change without any event, and
 * nothing can be of one that was opened after it was merged.
 */
export function readLife(history: ChangeHistory, frame: LifeFrame): ChangeLife | 'untold' | 'impossible' {
  const { startedAt, endsAt, isMerged } = frame
  const told = history.events.filter(counts)
  const openedAt = told.find(({ kind }) => kind === 'opened')?.at ?? frame.openedAt ?? told[0]?.at
  if (told.length === 0 || openedAt === undefined) return 'untold'
  if (openedAt > endsAt) return 'impossible'

  const events: ChangeEvent[] = []
  let isOrderPossible = true
  for (const event of told) {
    if (event.at > endsAt || (isMerged && event.at === endsAt && !isReview(event))) {
      if (event.at > endsAt && isBeforeMergeOnly[event.kind]) isOrderPossible = false
      continue
    }
    if (event.at >= openedAt) {
      events.push(event)
    } else if (event.kind !== 'pushed' && event.kind !== 'force-pushed' && event.kind !== 'opened') {
      // A branch gets its commits before its request is opened; nothing else can come before that.
      isOrderPossible = false
      events.push({ ...event, at: openedAt })
    }
  }

  const firstReviewAt = events.find(isReview)?.at
  const ready = readyOf(events, openedAt, firstReviewAt ?? endsAt, frame.isDraft === true)
  return {
    startedAt,
    openedAt,
    readyAt: ready.at,
    endsAt,
    isMerged,
    isDraftWhenReady: ready.isDraft,
    ...(firstReviewAt !== undefined && { firstReviewAt }),
    events,
    ciRuns: history.ciRuns.filter(({ createdAt }) => createdAt < endsAt),
    closed: closedSpans(events),
    review: firstReviewAt !== undefined ? 'by-people' : reviewByPrograms(history, endsAt),
    doubts: isOrderPossible ? noDoubts : ['impossible-order'],
  }
}

/** Whether an event is a look at the change by somebody who is not its author. A plain comment is one. */
export function isReview({ kind, isAuthor }: ChangeEvent): boolean {
  return !isAuthor && isReviewKind[kind]
}

const noDoubts: readonly ChangeDoubt[] = []

type KindTable = Readonly<Record<ChangeEventKind, boolean>>

const isReviewKind: KindTable = {
  opened: false,
  drafted: false,
  readied: false,
  'review-requested': false,
  approved: true,
  'changes-requested': true,
  reviewed: true,
  commented: true,
  pushed: false,
  'force-pushed': false,
  enqueued: false,
  dequeued: false,
  closed: false,
  reopened: false,
  merged: false,
}

/** What happens to the change itself, and counts whoever did it, be it a merge bot. */
const isStateKind: KindTable = {
  opened: true,
  drafted: true,
  readied: true,
  'review-requested': false,
  approved: false,
  'changes-requested': false,
  reviewed: false,
  commented: false,
  pushed: false,
  'force-pushed': false,
  enqueued: true,
  dequeued: true,
  closed: true,
  reopened: true,
  merged: true,
}

/** What cannot happen to merged work. Reviews, comments and pushes can. */
const isBeforeMergeOnly: KindTable = {
  opened: true,
  drafted: true,
  readied: true,
  'review-requested': false,
  approved: false,
  'changes-requested': false,
  reviewed: false,
  commented: false,
  pushed: false,
  'force-pushed': false,
  enqueued: true,
  dequeued: false,
  closed: false,
  reopened: false,
  merged: false,
}

function counts(event: ChangeEvent): boolean {
  return (
    event.isAuthor || event.actor === undefined || event.actor.kind === 'person' || isStateKind[event.kind]
  )
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
  const first = events.find(({ kind }) => kind === 'drafted' || kind === 'readied')
  let isDraft = first === undefined ? isDraftNow : first.kind === 'readied'
  let at = openedAt
  for (const event of events) {
    if (event.at > limit) break
    if (event.kind === 'drafted') isDraft = true
    if (event.kind === 'readied') {
      isDraft = false
      at = event.at
    }
  }
  return isDraft ? { at: limit, isDraft } : { at, isDraft }
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

/** A comment of a bot, such as a report of coverage, is no review; one of a program that reviews is. */
function reviewByPrograms({ events }: ChangeHistory, endsAt: Instant): ReviewKind {
  const isReviewed = events.some(
    ({ kind, at, actor, isAuthor }) =>
      at <= endsAt &&
      !isAuthor &&
      actor !== undefined &&
      actor.kind !== 'person' &&
      isReviewKind[kind] &&
      (kind !== 'commented' || actor.kind === 'ai-reviewer'),
  )
  return isReviewed ? 'by-programs' : 'none'
}
