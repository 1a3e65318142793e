import { createHash } from 'node:crypto'
import type { Actor, DeliveryEvent, ForgeChange, Instant, Revision } from '@sluice/model'
import { present } from '../kit/present.ts'
import { withoutSecrets } from '../kit/secret.ts'
import { actorOf } from './actors.ts'
import type { GitlabPlace } from './config.ts'
import { changeIdOf, eventAt, versionText, wholeSecond } from './event-factory.ts'
import type { GitlabUser, MergeRequest } from './schema.ts'

/** A merge request as the API and webhooks tell it alike. */
export interface ToldMergeRequest {
  readonly iid: number
  readonly title: string
  readonly description: string | null | undefined
  readonly url: string | null | undefined
  readonly state: string
  readonly isDraft: boolean
  readonly author: Actor | undefined
  readonly openedAt: Instant
  readonly updatedAt: Instant
  readonly mergedAt: Instant | null | undefined
  readonly closedAt: Instant | null | undefined
  readonly mergeRevision: Revision | null | undefined
  readonly headRevision: Revision | null | undefined
  readonly headBranch: string | null | undefined
  readonly baseBranch: string
  readonly labels: readonly string[]
  /** It comes from a webhook, which leaves out who opened it and how it was merged. */
  readonly isPartial: boolean
}

/** The change as it stands. */
export function mapMergeRequest(place: GitlabPlace, request: MergeRequest): DeliveryEvent {
  return changeEvent(place, {
    iid: request.iid,
    title: request.title,
    description: request.description,
    url: request.web_url,
    state: request.state,
    isDraft: request.draft ?? request.work_in_progress ?? false,
    author: actorOf(request.author),
    openedAt: request.created_at,
    updatedAt: request.updated_at,
    mergedAt: request.merged_at,
    closedAt: request.closed_at,
    mergeRevision: mergeRevisionOf(request),
    headRevision: request.sha,
    headBranch: request.source_branch,
    baseBranch: request.target_branch,
    labels: labelNames(request.labels),
    isPartial: false,
  })
}

/** The event of a change, whichever way it was told. */
export function changeEvent(place: GitlabPlace, told: ToldMergeRequest): DeliveryEvent {
  const state = stateOf(told.state)
  const change: ForgeChange = present({
    id: changeIdOf(place, told.iid),
    number: told.iid,
    title: keptText(told.title),
    url: told.url,
    description:
      told.description === null || told.description === undefined ? undefined : keptText(told.description),
    author: told.author,
    state,
    isDraft: told.isDraft,
    openedAt: told.openedAt,
    mergedAt: told.mergedAt,
    closedAt: told.closedAt,
    mergeRevision: state === 'merged' ? told.mergeRevision : undefined,
    headRevision: told.headRevision,
    headBranch: told.headBranch,
    baseBranch: told.baseBranch,
    labels: told.labels,
  })
  const within = String(told.updatedAt - wholeSecond(told.updatedAt)).padStart(3, '0')
  const digest = createHash('sha256').update(JSON.stringify(change)).digest('hex').slice(0, 8)
  const rank = state === 'open' ? 0 : 1
  const version = versionText({ at: told.updatedAt, rank, isPartial: told.isPartial, more: within + digest })
  return eventAt(place, `mr:${told.iid}@${version}`, wholeSecond(told.updatedAt), { kind: 'change', change })
}

/** Text of people for keeping: without tokens and not without end. */
export function keptText(text: string): string {
  return withoutSecrets(text.slice(0, 20_000))
}

export function labelNames(labels: MergeRequest['labels']): readonly string[] {
  return (labels ?? []).map((label) => (typeof label === 'string' ? label : label.name))
}

/** Who merged it; older servers tell it under another name. */
export function mergedBy({ merge_user: user, merged_by: older }: MergeRequest): GitlabUser | undefined {
  return user ?? older ?? undefined
}

/**
 * The commit on the target branch that brought it in: the merge commit, also when there is a squash commit below it;
 * without one the squash commit; after a fast-forward without squash the head itself. Servers before 12 do not tell
 * the squash commit, and then a squashed fast-forward has none that is known.
 */
function mergeRevisionOf(request: MergeRequest): Revision | undefined {
  const { merge_commit_sha: merge, squash_commit_sha: squashed, squash, sha } = request
  return merge ?? squashed ?? (squash === true ? undefined : (sha ?? undefined))
}

/** `locked` is a moment in the middle of merging. */
function stateOf(state: string): ForgeChange['state'] {
  if (state === 'merged') return 'merged'
  return state === 'closed' ? 'closed' : 'open'
}
