import type { ChangeEvent, Instant } from '@sluice/model'
import type { StageSpan } from '../analysis.ts'
import { isReview, type ChangeLife } from './change-life.ts'
import type { Gate } from './gate.ts'

/** Who must act next; nobody once the review is satisfied. */
type Turn = 'pickup-wait' | 'reviewer-wait' | 'author-rework' | undefined

/**
 * The review of a change, as gates: from when it was ready until nobody owed anything, and anew each time that
 * somebody did.
 *
 * The first look of a person other than the author ends the pickup wait; a plain comment is a look. From then on the
 * turn passes to whoever did not act last: a review or comment gives it to the author; a push, a reply or a request
 * for review gives it to the reviewers; an approval ends it. A push after an approval opens the review again only if
 * another approval follows. A draft is the author's turn.
 *
 * A change that was merged without any look has no review and no gate. One that was merged, or put into a merge
 * queue, after comments that its author did not answer was accepted with the last of them.
 */
export function reviewGates(life: ChangeLife): readonly Gate[] {
  if (life.firstReviewAt === undefined && (life.isMerged || life.isDraftWhenReady)) return []
  return gatesOf(turnSpans(life), life)
}

interface ReviewState {
  readonly turn: Turn
  readonly isReviewed: boolean
  readonly isApproved: boolean
  readonly isDraft: boolean
  /** The author owes something that a comment asked for, which may ask for nothing. */
  readonly isByComment: boolean
}

function turnSpans(life: ChangeLife): readonly StageSpan[] {
  const lastApprovalAt = life.events.findLast((event) => event.kind === 'approved' && isReview(event))?.at
  const spans: StageSpan[] = []
  let state: ReviewState = {
    turn: 'pickup-wait',
    isReviewed: false,
    isApproved: false,
    isDraft: life.isDraftWhenReady,
    isByComment: false,
  }
  let since = life.readyAt
  let lastReviewAt = life.readyAt
  const endTurn = (at: Instant, isAccepted: boolean): void => {
    const to = isAccepted && state.turn === 'author-rework' && state.isByComment ? lastReviewAt : at
    if (state.turn !== undefined && since < to) spans.push({ stage: state.turn, from: since, to })
    since = at
  }
  for (const event of life.events) {
    if (event.at < life.readyAt) continue
    const next = after(event, state, lastApprovalAt)
    if (next.turn !== state.turn) endTurn(event.at, event.kind === 'enqueued')
    if (isReview(event)) lastReviewAt = event.at
    state = next
  }
  endTurn(life.endsAt, life.isMerged)
  return spans
}

function after(event: ChangeEvent, state: ReviewState, lastApprovalAt: Instant | undefined): ReviewState {
  if (event.kind === 'enqueued') return { ...state, turn: undefined, isReviewed: true, isApproved: true }
  if (isReview(event)) return afterReview(event, state)
  if (!state.isReviewed) return state
  switch (event.kind) {
    case 'drafted':
      return { ...state, turn: 'author-rework', isDraft: true, isByComment: false }
    case 'readied':
      return { ...state, turn: state.isApproved ? undefined : 'reviewer-wait', isDraft: false }
    case 'pushed':
    case 'force-pushed':
    case 'review-requested':
      return asked(event, state, lastApprovalAt)
    case 'commented':
    case 'reviewed':
      // Reviewers' are dealt with above: this is a reply of the author.
      return state.isApproved || state.isDraft ? state : { ...state, turn: 'reviewer-wait' }
    default:
      return state
  }
}

function afterReview({ kind }: ChangeEvent, state: ReviewState): ReviewState {
  const reviewed = { ...state, isReviewed: true }
  if (kind === 'approved') {
    return state.isDraft
      ? { ...reviewed, turn: 'author-rework', isApproved: true, isByComment: false }
      : { ...reviewed, turn: undefined, isApproved: true }
  }
  if (kind === 'changes-requested') {
    return { ...reviewed, turn: 'author-rework', isApproved: false, isByComment: false }
  }
  if (state.isApproved) return reviewed
  const isAlreadyOwed = state.turn === 'author-rework' && !state.isByComment
  return { ...reviewed, turn: 'author-rework', isByComment: !isAlreadyOwed && !state.isDraft }
}

/** The author has done something, or somebody asks for another look. */
function asked({ at }: ChangeEvent, state: ReviewState, lastApprovalAt: Instant | undefined): ReviewState {
  if (state.isDraft) return state
  if (!state.isApproved) return { ...state, turn: 'reviewer-wait' }
  const isApprovedAgain = lastApprovalAt !== undefined && at < lastApprovalAt
  return isApprovedAgain ? { ...state, turn: 'reviewer-wait', isApproved: false } : state
}

/** Turns that follow on one another are one gate: it is satisfied when the last of them ends. */
function gatesOf(spans: readonly StageSpan[], { endsAt, isMerged }: ChangeLife): readonly Gate[] {
  const gates: Gate[] = []
  let run: StageSpan[] = []
  for (const [place, span] of spans.entries()) {
    run.push(span)
    if (spans[place + 1]?.from === span.to) continue
    const isSatisfied = isMerged || span.to < endsAt
    gates.push({ kind: 'review', spans: run, ...(isSatisfied && { satisfiedAt: span.to }) })
    run = []
  }
  return gates
}
