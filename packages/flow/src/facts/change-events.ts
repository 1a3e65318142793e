import type { ChangeEvent, ChangeEventKind } from '@sluice/model'

/** Whether an event is a look at the change by somebody who is not its author. A plain comment is one. */
export function isReview({ kind, isAuthor }: ChangeEvent): boolean {
  return !isAuthor && reviewKinds.has(kind)
}

/**
 * Whether an event takes part in the life of a change. Bots and AI reviewers do not review, comment or push, unless
 * they are its author; what becomes of the change itself counts whoever did it, be it a merge bot. A person whose
 * account is gone is a person.
 */
export function takesPart({ kind, isAuthor, actor }: ChangeEvent): boolean {
  return isAuthor || actor === undefined || actor.kind === 'person' || stateKinds.has(kind)
}

/** Whether a program reviewed. A comment of a bot, such as a report of coverage, is no review; one of a program that reviews is. */
export function isReviewByProgram(event: ChangeEvent): boolean {
  const { kind, actor } = event
  if (actor === undefined || actor.kind === 'person' || !isReview(event)) return false
  return kind !== 'commented' || actor.kind === 'ai-reviewer'
}

/** Whether an event cannot come after the merge. Reviews of merged work, and comments on it, can. */
export function isBeforeMergeOnly(kind: ChangeEventKind): boolean {
  return beforeMergeKinds.has(kind)
}

/** Whether an event cannot come before the opening. A branch gets its commits before its request is opened. */
export function isAfterOpeningOnly(kind: ChangeEventKind): boolean {
  return !beforeOpeningKinds.has(kind)
}

/** Order of time; of two events of one instant, the one that must precede the other, then that of the author. */
export function compareEvents(a: ChangeEvent, b: ChangeEvent): number {
  return a.at - b.at || precedence[a.kind] - precedence[b.kind] || Number(b.isAuthor) - Number(a.isAuthor)
}

type Kinds = ReadonlySet<ChangeEventKind>

const reviewKinds: Kinds = new Set(['approved', 'changes-requested', 'reviewed', 'commented'])
/** What happens to the change itself. */
const stateKinds: Kinds = new Set([
  'opened',
  'drafted',
  'readied',
  'enqueued',
  'dequeued',
  'closed',
  'reopened',
  'merged',
])
const beforeMergeKinds: Kinds = new Set(['opened', 'drafted', 'readied', 'enqueued'])
const beforeOpeningKinds: Kinds = new Set(['opened', 'pushed', 'force-pushed'])

/** A push and the approval of what was pushed may carry the same second, a review and its comment the same millisecond. */
const precedence: Readonly<Record<ChangeEventKind, number>> = {
  opened: 0,
  reopened: 1,
  drafted: 2,
  pushed: 3,
  'force-pushed': 4,
  readied: 5,
  'review-requested': 6,
  commented: 7,
  reviewed: 8,
  'changes-requested': 9,
  approved: 10,
  dequeued: 11,
  enqueued: 12,
  closed: 13,
  merged: 14,
}
