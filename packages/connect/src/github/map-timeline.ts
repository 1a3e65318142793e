import type {
  Actor,
  ChangeCommit,
  ChangeEventKind,
  DeliveryEvent,
  Instant,
  RejectedRecord,
  Revision,
} from '@sluice/model'
import { revision } from '@sluice/model'
import { findEntry } from '../kit/find-entry.ts'
import { momentText } from '../kit/moment.ts'
import { present } from '../kit/present.ts'
import { rejectedRecord } from '../kit/rejected-record.ts'
import { actorOf, actorOfEmail } from './actors.ts'
import type { ForgePlace } from '../kit/forge-place.ts'
import { changeIdOf, eventAt } from './event-factory.ts'
import { keptText } from './map-pull.ts'
import { teamName, type Pull, type PullCommit, type TimelineItem, type User } from './schema.ts'

/** What a change event is made of; the same for a line of a timeline and for a notification. */
export interface ChangeHappening {
  readonly kind: ChangeEventKind
  /** Names the happening among those of its pull. */
  readonly what: string
  readonly at: Instant
  readonly actor?: Actor | undefined
  readonly isAuthor?: boolean
  readonly revision?: Revision | undefined
}

export interface MappedTimeline {
  readonly events: readonly DeliveryEvent[]
  readonly rejected: readonly RejectedRecord[]
  /** The timeline told the commits; older servers leave them out. */
  readonly hasCommits: boolean
}

/** Everything that happened to a pull, from its timeline, which holds reviews, comments, commits and events alike. */
export function mapTimeline(
  place: ForgePlace,
  pull: Pull,
  timeline: readonly TimelineItem[],
  receivedAt: Instant,
): MappedTimeline {
  const dismissed = new Map(
    timeline.flatMap(({ dismissed_review: review }) =>
      review === null || review === undefined ? [] : [[review.review_id, review.state ?? ''] as const],
    ),
  )
  const rejected: RejectedRecord[] = []
  const happenings: ChangeHappening[] = [openedHappening(pull), ...draftedWhenOpened(pull, timeline)]
  for (const item of timeline) {
    const read = findEntry(readers, item.event.toLowerCase())
    if (read === undefined) continue
    const happening = read(item, { pull, dismissed })
    if (happening === 'incomplete') {
      const reason = `A line of the timeline of pull request ${pull.number} says "${item.event}" without what belongs to it.`
      rejected.push(
        rejectedRecord({ source: 'github', reason, input: { pull: pull.number, item }, receivedAt }),
      )
    } else if (happening !== 'nothing') happenings.push(happening)
  }
  if (isMerged(pull) && !happenings.some(({ kind }) => kind === 'merged')) {
    happenings.push(mergedHappening(pull.merged_at, pull, undefined))
  }
  const commits = timeline.flatMap(commitOf)
  return {
    events: [
      ...happenings.map((happening) => changeEvent(place, pull, happening)),
      ...commits.map((commit) => changeEvent(place, pull, pushedHappening(commit, pull))),
      ...commitList(place, pull, commits, forcePushesOf(timeline)),
    ],
    rejected,
    hasCommits: commits.length > 0,
  }
}

/** The commits of a pull from their own list, for servers whose timelines leave them out. */
export function mapPullCommits(
  place: ForgePlace,
  pull: Pull,
  list: readonly PullCommit[],
  timeline: readonly TimelineItem[],
): readonly DeliveryEvent[] {
  const commits = list.flatMap(({ sha, commit }) => commitOf({ event: 'committed', sha, ...commit }))
  return [
    ...commits.map((commit) => changeEvent(place, pull, pushedHappening(commit, pull))),
    ...commitList(place, pull, commits, forcePushesOf(timeline)),
  ]
}

/** One event of a pull. */
export function changeEvent(
  place: ForgePlace,
  pull: Pick<Pull, 'number' | 'user'>,
  happening: ChangeHappening,
): DeliveryEvent {
  const { kind, what, at, actor, revision: head } = happening
  const isAuthor = happening.isAuthor ?? (actor !== undefined && actor.name === pull.user?.login)
  const event = present({ change: changeIdOf(place, pull.number), kind, at, actor, isAuthor, revision: head })
  return eventAt(place, `pull:${pull.number}:${what}`, at, { kind: 'change-event', event })
}

export function openedHappening(pull: Pull): ChangeHappening {
  return {
    kind: 'opened',
    what: 'opened',
    at: pull.created_at,
    actor: actorOf(pull.user),
    isAuthor: true,
  }
}

/** Something that may happen several times, told apart by its moment. */
export function momentary(
  kind: ChangeEventKind,
  at: Instant,
  user: User | null | undefined,
): ChangeHappening {
  return { kind, what: `${kind}@${momentText(at)}`, at, actor: actorOf(user) }
}

/** The draft of a pull that was opened as one, at its opening. */
export function openedAsDraft(pull: Pull): ChangeHappening {
  return { ...momentary('drafted', pull.created_at, pull.user), isAuthor: true }
}

/** It happens once, at the moment that the pull itself tells. */
export function mergedHappening(at: Instant, pull: Pull, user: User | null | undefined): ChangeHappening {
  return { kind: 'merged', what: 'merged', at, actor: actorOf(user), revision: pull.head.sha }
}

/** `name` of the person or team who is asked. */
export function requestedHappening(
  at: Instant,
  name: string,
  user: User | null | undefined,
): ChangeHappening {
  return {
    kind: 'review-requested',
    what: `review-requested:${name.toLowerCase()}@${momentText(at)}`,
    at,
    actor: actorOf(user),
  }
}

export interface ReviewFacts {
  readonly id: number
  /** Before any dismissal. */
  readonly state: string
  readonly at: Instant
  readonly user: User | null | undefined
  readonly head: string | null | undefined
}

/** A remark of the author in the form of a review is an answer and reviews nothing. */
export function reviewHappening(
  { id, state, at, user, head }: ReviewFacts,
  author: User | null | undefined,
): ChangeHappening {
  const isAuthor = user?.login !== undefined && user.login === author?.login
  const kind = findEntry(reviewKinds, state.toLowerCase()) ?? (isAuthor ? 'commented' : 'reviewed')
  return { kind, what: `review:${id}`, at, actor: actorOf(user, 'reviewing'), revision: revisionOf(head) }
}

export function commentHappening(id: number, at: Instant, user: User | null | undefined): ChangeHappening {
  return { kind: 'commented', what: `comment:${id}`, at, actor: actorOf(user, 'reviewing') }
}

/**
 * A new head. A notification knows when it reached GitHub; a list of commits knows only when they were made, so
 * whichever is recorded first stays.
 */
export function pushHappening(head: Revision, at: Instant, user: User | null | undefined): ChangeHappening {
  return { kind: 'pushed', what: `pushed:${head}`, at, actor: actorOf(user), revision: head }
}

const reviewKinds: Readonly<Record<string, ChangeEventKind>> = {
  approved: 'approved',
  changes_requested: 'changes-requested',
}

interface TimelineContext {
  readonly pull: Pull
  /** Verdicts that were dismissed later, by review. */
  readonly dismissed: ReadonlyMap<number, string>
}
type ReadItem = (item: TimelineItem, context: TimelineContext) => ChangeHappening | 'incomplete' | 'nothing'

/** What matters of a timeline; lines with any other name, such as of labels, tell nothing of the way to the merge. */
const readers: Readonly<Record<string, ReadItem>> = {
  ready_for_review: (item) => at(item, 'readied'),
  convert_to_draft: (item) => at(item, 'drafted'),
  converted_to_draft: (item) => at(item, 'drafted'),
  head_ref_force_pushed: (item) => at(item, 'force-pushed'),
  added_to_merge_queue: (item) => at(item, 'enqueued'),
  removed_from_merge_queue: (item) => at(item, 'dequeued'),
  reopened: (item) => at(item, 'reopened'),
  closed: readClosed,
  merged: readMerged,
  review_requested: readRequest,
  reviewed: readReview,
  commented: readComment,
}

function at(item: TimelineItem, kind: ChangeEventKind): ChangeHappening | 'incomplete' {
  if (item.created_at === null || item.created_at === undefined) return 'incomplete'
  const happening = momentary(kind, item.created_at, item.actor)
  return kind === 'force-pushed' ? { ...happening, revision: revisionOf(item.commit_id) } : happening
}

function readClosed(
  item: TimelineItem,
  { pull }: TimelineContext,
): ChangeHappening | 'incomplete' | 'nothing' {
  const happening = at(item, 'closed')
  if (happening === 'incomplete' || !isMerged(pull)) return happening
  // A merge closes too, and GitHub writes both lines within the same moment or two.
  return happening.at >= pull.merged_at - 5_000 ? 'nothing' : happening
}

function readMerged(item: TimelineItem, { pull }: TimelineContext): ChangeHappening | 'incomplete' {
  const mergedAt = pull.merged_at ?? item.created_at
  return mergedAt === null || mergedAt === undefined
    ? 'incomplete'
    : mergedHappening(mergedAt, pull, item.actor)
}

function readRequest(item: TimelineItem): ChangeHappening | 'incomplete' {
  const name = item.requested_reviewer?.login ?? teamName(item.requested_team)
  if (item.created_at === null || item.created_at === undefined) return 'incomplete'
  return requestedHappening(item.created_at, name, item.actor)
}

function readReview(
  item: TimelineItem,
  { pull, dismissed }: TimelineContext,
): ChangeHappening | 'incomplete' | 'nothing' {
  const { id, submitted_at: submittedAt, user, commit_id: head } = item
  const told = item.state?.toLowerCase() ?? ''
  // Not sent yet: nobody but its author can see it.
  if (told === 'pending') return 'nothing'
  if (typeof id !== 'number' || submittedAt === null || submittedAt === undefined) return 'incomplete'
  const state = told === 'dismissed' ? (dismissed.get(id) ?? told) : told
  return reviewHappening({ id, state, at: submittedAt, user, head }, pull.user)
}

function readComment(item: TimelineItem): ChangeHappening | 'incomplete' {
  const { id, created_at: createdAt, user, actor } = item
  if (typeof id !== 'number' || createdAt === null || createdAt === undefined) return 'incomplete'
  return commentHappening(id, createdAt, user ?? actor)
}

/** The first turn to ready tells that it was a draft until then; no line tells it directly. */
function draftedWhenOpened(pull: Pull, timeline: readonly TimelineItem[]): readonly ChangeHappening[] {
  const first = timeline.find(({ event }) => /^(ready_for_review|convert(ed)?_to_draft)$/i.test(event))
  const wasDraft =
    first === undefined ? pull.draft === true : first.event.toLowerCase() === 'ready_for_review'
  return wasDraft ? [openedAsDraft(pull)] : []
}

/** Who brings commits acts for the author, unless the address names another account. */
function pushedHappening(commit: ChangeCommit, pull: Pull): ChangeHappening {
  const actor = actorOfEmail(commit.author.email)
  return {
    kind: 'pushed',
    what: `pushed:${commit.revision}`,
    at: commit.committedAt,
    actor,
    isAuthor: actor === undefined || actor.name === pull.user?.login,
    revision: commit.revision,
  }
}

function commitOf({ event, sha, author, committer, message }: TimelineItem): readonly ChangeCommit[] {
  if (event.toLowerCase() !== 'committed' || sha === null || sha === undefined) return []
  const by = author ?? committer
  const brought = committer ?? author
  if (by === null || by === undefined || brought === null || brought === undefined) return []
  return [
    {
      revision: sha,
      author: { name: by.name ?? '', email: by.email ?? '' },
      committer: { name: brought.name ?? '', email: brought.email ?? '' },
      authoredAt: by.date,
      committedAt: brought.date,
      message: keptText(message ?? ''),
    },
  ]
}

/** The list as a whole; its moment is that of the last push that it shows, so that it is the same at every reading. */
function commitList(
  place: ForgePlace,
  pull: Pull,
  commits: readonly ChangeCommit[],
  forcePushes: readonly Instant[],
): readonly DeliveryEvent[] {
  const last = commits.at(-1)
  if (last === undefined) return []
  // Clocks of authors may be far ahead; such a moment would hide every later list.
  const moments = [...commits.map(({ committedAt }) => committedAt), ...forcePushes].filter(
    (at) => at <= pull.updated_at,
  )
  const latest = moments.reduce((later, at) => (at > later ? at : later), pull.created_at)
  return [
    eventAt(place, `pull:${pull.number}:commits@${last.revision}.${forcePushes.length}`, latest, {
      kind: 'change-commits',
      change: changeIdOf(place, pull.number),
      commits,
    }),
  ]
}

function forcePushesOf(timeline: readonly TimelineItem[]): readonly Instant[] {
  return timeline.flatMap(({ event, created_at: createdAt }) =>
    event === 'head_ref_force_pushed' && createdAt !== null && createdAt !== undefined ? [createdAt] : [],
  )
}

function isMerged(pull: Pull): pull is Pull & { readonly merged_at: Instant } {
  return pull.merged_at !== null && pull.merged_at !== undefined
}

function revisionOf(sha: string | null | undefined): Revision | undefined {
  return sha !== null && sha !== undefined && /^[0-9a-f]{40,64}$/i.test(sha)
    ? revision(sha.toLowerCase())
    : undefined
}
