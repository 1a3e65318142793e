import type {
  Actor,
  ChangeCommit,
  ChangeEvent,
  ChangeEventKind,
  DeliveryEvent,
  Instant,
  Revision,
} from '@sluice/model'
import { present } from '../kit/present.ts'
import { actorOf } from './actors.ts'
import type { GitlabPlace } from './config.ts'
import { changeIdOf, eventAt, minuteName } from './event-factory.ts'
import { keptText, mergedBy } from './map-merge-request.ts'
import type { Approvals, Commit, GitlabUser, MergeRequest, Note, Version } from './schema.ts'

/** What happened to a merge request; the same from the API and from a webhook. */
export interface Happening {
  readonly kind: ChangeEventKind
  /** Names it among those of its request. */
  readonly what: string
  readonly at: Instant
  readonly actor: Actor | undefined
  readonly isAuthor: boolean
  readonly revision?: Revision | null | undefined
}

export function happeningEvent(place: GitlabPlace, iid: number, happening: Happening): DeliveryEvent {
  const { kind, what, at, actor, isAuthor, revision } = happening
  const event: ChangeEvent = present({ change: changeIdOf(place, iid), kind, at, actor, isAuthor, revision })
  return eventAt(place, `mr:${iid}:${what}`, at, { kind: 'change-event', event })
}

/** What is read about one merge request. */
export interface MergeRequestDetails {
  readonly request: MergeRequest
  /** Oldest first. */
  readonly notes: readonly Note[]
  /** In whatever order. */
  readonly versions: readonly Version[]
  /** Newest first, as GitLab lists them. */
  readonly commits: readonly Commit[]
  /** Asked for only where no note tells of an approval. */
  readonly approvals: Approvals | undefined
}

/** Everything that happened to a merge request, and its commits. */
export function mapHappenings(place: GitlabPlace, details: MergeRequestDetails): readonly DeliveryEvent[] {
  const { request, notes, approvals } = details
  const happenings = [
    ...milestonesOf(request),
    ...draftWhenOpened(request, notes),
    ...notes.flatMap((note) => happeningOfNote(request, note)),
    ...pushesOf(details),
    ...(approvals?.approved_by ?? []).flatMap(({ user, approved_at: at }) =>
      at === null || at === undefined ? [] : [deed('approved', at, doerOf(request, user))],
    ),
  ]
  const events = happenings.map((happening) => happeningEvent(place, request.iid, happening))
  return [...events, ...commitEvents(place, details)]
}

/** Some note tells of an approval, so that nobody needs to ask for the state of approvals. */
export function tellsOfApproval(notes: readonly Note[]): boolean {
  return notes.some(({ system, body }) => system === true && /^approved/i.test(body ?? ''))
}

/** A remark of a person, or of a program. One on a line of the difference is a review without a verdict. */
export function remark(note: {
  readonly id: number
  readonly isOnLine: boolean
  readonly at: Instant
  readonly actor: Actor | undefined
  readonly isAuthor: boolean
}): Happening {
  const { id, isOnLine, at, actor, isAuthor } = note
  return { kind: isOnLine ? 'reviewed' : 'commented', what: `note:${id}`, at, actor, isAuthor }
}

/** A push, by the commit that it brought to the front: the only name that versions and webhooks share. */
export function push(head: Revision, at: Instant, author: Actor | undefined): Happening {
  // GitLab does not say who pushed; all but always it is whoever opened the request.
  return { kind: 'pushed', what: `pushed:${head}`, at, actor: author, isAuthor: true, revision: head }
}

/** Who did something. */
export interface Doer {
  /** Of the account; also of one that is gone. */
  readonly name: string | undefined
  readonly actor: Actor | undefined
  readonly isAuthor: boolean
}

/** What somebody did in a certain minute. Taking an approval back is a review that leaves no verdict. */
export function deed(
  kind: ChangeEventKind | 'unapproved',
  at: Instant,
  { name, actor, isAuthor }: Doer,
): Happening {
  return {
    kind: kind === 'unapproved' ? 'reviewed' : kind,
    what: minuteName(kind, name, at),
    at,
    actor,
    isAuthor,
  }
}

/** What happened to a request only once, or where only the last time is known. */
function milestonesOf(request: MergeRequest): readonly Happening[] {
  const {
    author,
    created_at: openedAt,
    merged_at: mergedAt,
    closed_at: closedAt,
    closed_by: closer,
  } = request
  const merger = mergedBy(request)
  const opened: Happening = {
    kind: 'opened',
    what: 'opened',
    at: openedAt,
    actor: actorOf(author),
    isAuthor: true,
  }
  const merged: readonly Happening[] =
    mergedAt === null || mergedAt === undefined
      ? []
      : [
          {
            kind: 'merged',
            what: 'merged',
            at: mergedAt,
            actor: actorOf(merger),
            isAuthor: isSame(merger, author),
          },
        ]
  const closed: readonly Happening[] =
    closedAt === null || closedAt === undefined ? [] : [deed('closed', closedAt, doerOf(request, closer))]
  return [opened, ...merged, ...closed]
}

/** The first turn to ready tells that it was a draft until then; no note tells it directly. */
function draftWhenOpened(request: MergeRequest, notes: readonly Note[]): readonly Happening[] {
  const turns = notes.flatMap((note) => (note.system === true ? (findNoteKind(note) ?? []) : []))
  const first = turns.find((kind) => kind === 'readied' || kind === 'drafted')
  const isDraftNow = request.draft ?? request.work_in_progress ?? false
  if (first === undefined ? !isDraftNow : first === 'drafted') return []
  const { author, created_at: at } = request
  return [{ kind: 'drafted', what: 'drafted-when-opened', at, actor: actorOf(author), isAuthor: true }]
}

function happeningOfNote(request: MergeRequest, note: Note): readonly Happening[] {
  const { id, system, type, author, created_at: at } = note
  if (system !== true) {
    const isAuthor = isSame(author, request.author)
    return [remark({ id, isOnLine: type === 'DiffNote', at, actor: actorOf(author), isAuthor })]
  }
  const kind = findNoteKind(note)
  return kind === undefined ? [] : [deed(kind, at, doerOf(request, author))]
}

/** GitLab writes what happened as sentences; these have been stable since version 11. */
function findNoteKind({ body }: Note): ChangeEventKind | 'unapproved' | undefined {
  return sentences.find(([form]) => form.test(body ?? ''))?.[1]
}

const sentences: readonly (readonly [RegExp, ChangeEventKind | 'unapproved'])[] = [
  [/^approved (?:this )?merge request/i, 'approved'],
  [/^unapproved (?:this )?merge request/i, 'unapproved'],
  [/^requested changes/i, 'changes-requested'],
  [/^requested review from/i, 'review-requested'],
  [/^marked (?:this merge request )?as \**ready/i, 'readied'],
  [/^unmarked (?:this merge request )?as a? ?\**(?:draft|work in progress)/i, 'readied'],
  [/^marked (?:this merge request )?as a? ?\**(?:draft|work in progress)/i, 'drafted'],
  [/^(?:started a merge train|added this merge request to the merge train)/i, 'enqueued'],
  [
    /^(?:removed this merge request from the merge train|(?:aborted|canceled|cancelled) .*merge train)/i,
    'dequeued',
  ],
]

/**
 * Every version is a push. When the commit at the front of one is not among the commits of today it was replaced:
 * the push after the last of such a row certainly replaced what stood before, and the others may have.
 */
function pushesOf({ request, versions, commits }: MergeRequestDetails): readonly Happening[] {
  const ordered = versions.toSorted((left, right) => left.created_at - right.created_at || left.id - right.id)
  const kept = new Set(commits.map(({ id }) => id))
  const isLost = (version: Version | undefined): boolean =>
    commits.length > 0 &&
    version?.head_commit_sha !== undefined &&
    version.head_commit_sha !== null &&
    !kept.has(version.head_commit_sha)

  return ordered.flatMap((version, place) => {
    const { head_commit_sha: head, created_at: at } = version
    if (head === null || head === undefined) return []
    const pushed = push(head, at, actorOf(request.author))
    const isForced = isLost(ordered[place - 1]) && !isLost(version)
    return isForced ? [pushed, { ...pushed, kind: 'force-pushed', what: `force-pushed:${head}` }] : [pushed]
  })
}

function commitEvents(
  place: GitlabPlace,
  { request, versions, commits }: MergeRequestDetails,
): readonly DeliveryEvent[] {
  const [head] = commits
  if (head === undefined) return []
  const pushedAt = versions.find((version) => version.head_commit_sha === head.id)?.created_at
  const at = pushedAt ?? request.created_at
  const change = changeIdOf(place, request.iid)
  const listed = commits.map(changeCommit).toReversed()
  return [
    eventAt(place, `mr:${request.iid}:commits@${head.id}.${listed.length}`, at, {
      kind: 'change-commits',
      change,
      commits: listed,
    }),
  ]
}

function changeCommit(commit: Commit): ChangeCommit {
  return {
    revision: commit.id,
    author: { name: commit.author_name ?? '', email: commit.author_email ?? '' },
    committer: { name: commit.committer_name ?? '', email: commit.committer_email ?? '' },
    authoredAt: commit.authored_date,
    committedAt: commit.committed_date,
    message: keptText(commit.message ?? commit.title ?? ''),
  }
}

function doerOf(request: MergeRequest, user: GitlabUser | null | undefined): Doer {
  return { name: user?.username, actor: actorOf(user), isAuthor: isSame(user, request.author) }
}

function isSame(left: GitlabUser | null | undefined, right: GitlabUser | null | undefined): boolean {
  return left !== null && left !== undefined && left.id === right?.id
}
