import type { ChangeEventKind, DeliveryEvent, Instant } from '@sluice/model'
import type { z } from 'zod'
import type { GitlabPlace } from './config.ts'
import { hookActor } from './hook-actor.ts'
import { MergeRequestHook, type HookUser } from './hook-schema.ts'
import { deed, happeningEvent, push, type Happening } from './map-happenings.ts'
import { changeEvent } from './map-merge-request.ts'

/** The change as it stands, where the webhook tells enough of it, and what has just happened to it. */
export function mapMergeRequestHook(
  place: GitlabPlace,
  payload: unknown,
): readonly DeliveryEvent[] | z.ZodError {
  const read = MergeRequestHook.safeParse(payload)
  if (!read.success) return read.error
  const { iid } = read.data.object_attributes
  return [
    ...stateOf(place, read.data),
    ...happeningsOf(read.data).map((happening) => happeningEvent(place, iid, happening)),
  ]
}

/**
 * A webhook names the author by number only. What is known already of an open change must not be replaced by less,
 * so its state is told only when the author is somebody whom the webhook names too. Of one that is over it tells no
 * times but that of the moment, so only the end itself is told.
 */
function stateOf(place: GitlabPlace, hook: MergeRequestHook): readonly DeliveryEvent[] {
  const { object_attributes: request } = hook
  const author = findAuthor(hook)
  const isMerged = request.action === 'merge'
  const isClosed = request.action === 'close'
  if (!isMerged && !isClosed && (request.state !== 'opened' || author === undefined)) return []
  return [
    changeEvent(place, {
      iid: request.iid,
      title: request.title,
      description: request.description,
      url: request.url,
      state: request.state,
      isDraft: isDraft(hook),
      author: hookActor(author),
      openedAt: request.created_at,
      updatedAt: request.updated_at,
      mergedAt: isMerged ? request.updated_at : undefined,
      closedAt: isClosed ? request.updated_at : undefined,
      // Without a merge commit it may be a squash commit, of which webhooks do not tell.
      mergeRevision: request.merge_commit_sha,
      headRevision: request.last_commit?.id,
      headBranch: request.source_branch,
      baseBranch: request.target_branch,
      labels: (hook.labels ?? request.labels ?? []).map(({ title }) => title),
      isPartial: true,
    }),
  ]
}

function happeningsOf(hook: MergeRequestHook): readonly Happening[] {
  const { object_attributes: request, user, changes } = hook
  const at = request.updated_at
  const head = request.last_commit?.id
  const author = findAuthor(hook)
  const byAuthor = { actor: hookActor(author), isAuthor: true }
  const now = (kind: ChangeEventKind | 'unapproved', who: HookUser | null | undefined = user): Happening =>
    deed(kind, at, { name: who?.username, actor: hookActor(who), isAuthor: isAuthor(hook, who) })
  const pushed = (pushedAt: Instant): readonly Happening[] =>
    head === undefined ? [] : [push(head, pushedAt, byAuthor.actor)]

  switch (request.action) {
    case 'open': {
      const opened = request.created_at
      return [
        { kind: 'opened', what: 'opened', at: opened, ...byAuthor },
        ...(isDraft(hook)
          ? [{ kind: 'drafted' as const, what: 'drafted-when-opened', at: opened, ...byAuthor }]
          : []),
        ...pushed(opened),
      ]
    }
    case 'close':
      return [now('closed')]
    case 'reopen':
      return [now('reopened')]
    case 'merge':
      return [{ ...now('merged'), what: 'merged' }]
    // `approved` comes with the last approval that is needed, `approval` with every other.
    case 'approved':
    case 'approval':
      return [now('approved')]
    case 'unapproved':
    case 'unapproval':
      return [now('unapproved')]
    case 'update': {
      const turned = changes?.draft?.current
      const { current = [], previous = [] } = changes?.reviewers ?? {}
      const asked = (current ?? []).some(
        ({ username }) => !(previous ?? []).some((one) => one.username === username),
      )
      const refusing = (current ?? []).filter(
        ({ username, state }) =>
          state === 'requested_changes' &&
          !(previous ?? []).some((one) => one.username === username && one.state === state),
      )
      return [
        ...(turned === true ? [now('drafted')] : []),
        ...(turned === false ? [now('readied')] : []),
        ...(asked ? [now('review-requested')] : []),
        ...refusing.map((reviewer) => now('changes-requested', reviewer)),
        ...(request.oldrev === null || request.oldrev === undefined ? [] : pushed(at)),
      ]
    }
    default:
      return []
  }
}

/** The account of the author, where somebody with the author's number is named. */
function findAuthor({
  object_attributes: request,
  user,
  assignees,
  reviewers,
}: MergeRequestHook): HookUser | undefined {
  const { author_id: id } = request
  if (id === null || id === undefined) return undefined
  return [user, ...(assignees ?? []), ...(reviewers ?? [])].find((one) => one?.id === id) ?? undefined
}

function isAuthor(
  { object_attributes: request }: MergeRequestHook,
  user: HookUser | null | undefined,
): boolean {
  const { author_id: id } = request
  return id !== null && id !== undefined && user?.id === id
}

function isDraft({ object_attributes: request }: MergeRequestHook): boolean {
  return request.draft ?? request.work_in_progress ?? false
}
