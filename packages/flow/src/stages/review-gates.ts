import type { ChangeEvent, Instant } from '@sluice/model'
import type { StageSpan } from '../analysis.ts'
import { isReview } from '../facts/change-events.ts'
import type { ChangeLife } from './change-life.ts'
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

/** Where the review stands. It changes with every event of its change, and is seen by nobody else. */
interface Standing {
  turn: Turn
  isReviewed: boolean
  isApproved: boolean
  isDraft: boolean
  /** The author owes something that a comment asked for, which may ask for nothing. */
  isByComment: boolean
}

function turnSpans(life: ChangeLife): readonly StageSpan[] {
  const lastApprovalAt = life.events.findLast((event) => event.kind === 'approved' && isReview(event))?.at
  const spans: StageSpan[] = []
  const standing: Standing = {
    turn: 'pickup-wait',
    isReviewed: false,
    isApproved: false,
    isDraft: life.isDraftWhenReady,
    isByComment: false,
  }
  let since = life.readyAt
  let lastReviewAt = life.readyAt
  for (const event of life.events) {
    if (event.at < life.readyAt) continue
    const { turn, isByComment } = standing
    advance(standing, event, lastApprovalAt)
    if (standing.turn !== turn) {
      const isAccepted = event.kind === 'enqueued' && isByComment
      addTurn(spans, turn, since, isAccepted ? lastReviewAt : event.at)
      since = event.at
    }
    if (isReview(event)) lastReviewAt = event.at
  }
  const isAccepted = life.isMerged && standing.turn === 'author-rework' && standing.isByComment
  addTurn(spans, standing.turn, since, isAccepted ? lastReviewAt : life.endsAt)
  return spans
}

function addTurn(spans: StageSpan[], turn: Turn, from: Instant, to: Instant): void {
  if (turn !== undefined && from < to) spans.push({ stage: turn, from, to })
}

function advance(standing: Standing, event: ChangeEvent, lastApprovalAt: Instant | undefined): void {
  if (event.kind === 'enqueued') {
    standing.isReviewed = true
    standing.isApproved = true
    pass(standing, undefined)
    return
  }
  if (isReview(event)) {
    advanceByReview(standing, event)
    return
  }
  if (!standing.isReviewed) return
  switch (event.kind) {
    case 'drafted':
      standing.isDraft = true
      pass(standing, 'author-rework')
      return
    case 'readied':
      standing.isDraft = false
      pass(standing, standing.isApproved ? undefined : 'reviewer-wait')
      return
    case 'pushed':
    case 'force-pushed':
    case 'review-requested':
      advanceByAuthor(standing, event, lastApprovalAt)
      return
    case 'commented':
    case 'reviewed':
      // Those of reviewers are dealt with above: this is a reply of the author.
      if (!standing.isApproved && !standing.isDraft) pass(standing, 'reviewer-wait')
      return
    default:
  }
}

function advanceByReview(standing: Standing, { kind }: ChangeEvent): void {
  standing.isReviewed = true
  if (kind === 'approved') {
    standing.isApproved = true
    // Its author has yet to say that it is ready.
    pass(standing, standing.isDraft ? 'author-rework' : undefined)
  } else if (kind === 'changes-requested') {
    standing.isApproved = false
    pass(standing, 'author-rework')
  } else if (!standing.isApproved) {
    const isOwedAnyway = standing.turn === 'author-rework' && !standing.isByComment
    pass(standing, 'author-rework')
    standing.isByComment = !isOwedAnyway && !standing.isDraft
  }
}

/** The author has done something, or somebody asks for another look. */
function advanceByAuthor(standing: Standing, { at }: ChangeEvent, lastApprovalAt: Instant | undefined): void {
  if (standing.isDraft) return
  if (standing.isApproved && (lastApprovalAt === undefined || at >= lastApprovalAt)) return
  standing.isApproved = false
  pass(standing, 'reviewer-wait')
}

function pass(standing: Standing, turn: Turn): void {
  standing.turn = turn
  standing.isByComment = false
}

/** Turns that follow on one another are one gate: it is satisfied when the last of them ends. */
function gatesOf(spans: readonly StageSpan[], { endsAt, isMerged }: ChangeLife): readonly Gate[] {
  const gates: Gate[] = []
  let first = 0
  for (const [place, { to }] of spans.entries()) {
    if (spans[place + 1]?.from === to) continue
    const satisfiedAt = isMerged || to < endsAt ? to : undefined
    gates.push({ kind: 'review', spans: spans.slice(first, place + 1), satisfiedAt })
    first = place + 1
  }
  return gates
}
