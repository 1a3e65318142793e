import { revision, type DeliveryEvent, type Instant, type RejectedRecord } from '@sluice/model'
import { z } from 'zod'
import { rejectedRecord } from '../kit/rejected-record.ts'
import type { MappedInput } from '../kit/source.ts'
import { isRevision } from '../records/is-revision.ts'
import { gitlabPlace, type GitlabConfig, type GitlabPlace } from './config.ts'
import {
  DeploymentHook,
  HookBuild,
  HookEnvelope,
  IssueHook,
  JobHook,
  NoteHook,
  PipelineHook,
} from './hook-schema.ts'
import { deploymentEvent, findState, stepEvent } from './map-deployment.ts'
import { happeningEvent, remark } from './map-happenings.ts'
import { mapIncident } from './map-incident.ts'
import { mapMergeRequestHook } from './map-merge-request-hook.ts'
import { jobEvent, mapPipeline } from './map-pipeline.ts'
import type { Job } from './schema.ts'
import { hookActor } from './hook-actor.ts'

/** One delivery of a webhook, its token already checked. */
export interface GitlabHook {
  /** `X-Gitlab-Event`, such as `Merge Request Hook`; the payload names itself, so it only serves to explain. */
  readonly event?: string
  /** The parsed body. */
  readonly payload: unknown
  readonly receivedAt: Instant
}

/** How deliveries are understood; the same as when the project is read. */
export type GitlabHookOptions = Pick<GitlabConfig, 'incidentLabels' | 'productionEnvironments'>

/**
 * What a delivery means. Happenings get the ids that they get when the project is read, so both ways may be used at
 * once. States that a webhook tells in less detail have ids of their own and lose against what the API says of the
 * same second. Never throws: what does not fit is set aside, and kinds that say nothing of the way to customers, such
 * as emoji, are passed over.
 */
export function mapGitlabHook(hook: GitlabHook, options: GitlabHookOptions = {}): MappedInput {
  const envelope = HookEnvelope.safeParse(hook.payload)
  if (!envelope.success) {
    // A group's webhooks about members and projects name no project that is read.
    return isAboutSomethingElse(hook.payload) ? saysNothing(hook.event) : setAside(hook, envelope.error)
  }
  const { object_kind: kind, project } = envelope.data
  const read = readers.get(kind)
  if (read === undefined) return saysNothing(kind)
  if (!URL.canParse(project.web_url)) return setAside(hook, new z.ZodError([]))

  const place = gitlabPlace(project.web_url, project.default_branch ?? undefined)
  const told = read(hook.payload, { place, options, receivedAt: hook.receivedAt })
  return told instanceof z.ZodError ? setAside(hook, told) : told
}

interface HookContext {
  readonly place: GitlabPlace
  readonly options: GitlabHookOptions
  readonly receivedAt: Instant
}

type ReadHook = (payload: unknown, context: HookContext) => MappedInput | z.ZodError

const readers: ReadonlyMap<string, ReadHook> = new Map<string, ReadHook>([
  ['merge_request', (payload, { place }) => told(mapMergeRequestHook(place, payload))],
  ['note', readNote],
  ['pipeline', readPipeline],
  ['build', readJob],
  ['deployment', readDeployment],
  ['issue', readIssue],
  ['work_item', readIssue],
])

function nothing(why: string): MappedInput {
  return { events: [], rejected: [], ignored: why }
}

function saysNothing(kind = 'delivery'): MappedInput {
  const why =
    kind === 'push'
      ? 'Pushes are told by the merge requests that they belong to.'
      : `GitLab's "${kind}" says nothing of the way from a commit to a customer.`
  return nothing(why)
}

function told(events: readonly DeliveryEvent[] | z.ZodError): MappedInput | z.ZodError {
  if (events instanceof z.ZodError) return events
  return events.length === 0 ? nothing('Nothing happened to it that is kept.') : { events, rejected: [] }
}

function readNote(payload: unknown, { place }: HookContext): MappedInput | z.ZodError {
  const read = NoteHook.safeParse(payload)
  if (!read.success) return read.error
  const { object_attributes: note, merge_request: request, user } = read.data
  // A note that is edited is the same note; GitLab told of it when it was written.
  if (
    note.system === true ||
    note.noteable_type !== 'MergeRequest' ||
    request === null ||
    request === undefined
  ) {
    return nothing('Only notes that people write on merge requests are kept.')
  }
  const happening = remark({
    id: note.id,
    isOnLine: note.type === 'DiffNote',
    at: note.created_at,
    actor: hookActor(user),
    isAuthor: note.author_id !== null && note.author_id !== undefined && note.author_id === request.author_id,
  })
  return { events: [happeningEvent(place, request.iid, happening)], rejected: [] }
}

function readPipeline(payload: unknown, { place, receivedAt }: HookContext): MappedInput | z.ZodError {
  const read = PipelineHook.safeParse(payload)
  if (!read.success) return read.error
  const { object_attributes: pipeline, merge_request: request, builds } = read.data
  const jobs: Job[] = []
  const rejected: RejectedRecord[] = []
  for (const input of builds ?? []) {
    const build = HookBuild.safeParse(input)
    if (build.success) {
      const { runner, ...job } = build.data
      jobs.push({ ...job, tag: pipeline.tag, tag_list: runner?.tags ?? [] })
    } else {
      const reason = `A job of pipeline ${pipeline.id} is left out: ${z.prettifyError(build.error)}`
      rejected.push(rejectedRecord({ source: 'gitlab', reason, input, receivedAt }))
    }
  }
  const events = mapPipeline(
    place,
    {
      id: pipeline.id,
      sha: pipeline.sha,
      ref: pipeline.ref,
      isTag: pipeline.tag === true,
      source: pipeline.source,
      status: pipeline.status,
      createdAt: pipeline.created_at,
      url: pipeline.url,
      mergeRequest: request?.iid,
      isPartial: true,
    },
    jobs,
  )
  return { events, rejected }
}

/** A job alone does not tell in which attempt of its pipeline it runs; that of the pipeline does. */
function readJob(payload: unknown, { place }: HookContext): MappedInput | z.ZodError {
  const read = JobHook.safeParse(payload)
  if (!read.success) return read.error
  const job: Job = {
    id: read.data.build_id,
    name: read.data.build_name,
    status: read.data.build_status,
    created_at: read.data.build_created_at,
    started_at: read.data.build_started_at,
    finished_at: read.data.build_finished_at,
    queued_duration: read.data.build_queued_duration,
    failure_reason: read.data.build_failure_reason,
    tag_list: read.data.runner?.tags ?? [],
  }
  const attempt = (read.data.retries_count ?? 0) + 1
  const event = jobEvent(place, job, { run: undefined, attempt, revision: read.data.sha, isPartial: true })
  return { events: [event], rejected: [] }
}

function readDeployment(payload: unknown, { place, options }: HookContext): MappedInput | z.ZodError {
  const read = DeploymentHook.safeParse(payload)
  if (!read.success) return read.error
  const hook = read.data
  const [, sha = ''] = /\/commits?\/([0-9a-f]{40,64})$/.exec(hook.commit_url) ?? []
  const state = findState(hook.status)
  if (!isRevision(sha) || state === undefined) {
    return nothing('The deployment names no commit, or a state that is new.')
  }

  const at = hook.status_changed_at
  const deployment = {
    id: hook.deployment_id,
    environment: hook.environment,
    tier: hook.environment_tier,
    sha: revision(sha),
    ref: hook.ref,
    createdAt: at,
    updatedAt: at,
    status: hook.status,
    url: hook.deployable_url,
    isPartial: true,
  }
  const production = options.productionEnvironments
  return {
    events: [
      deploymentEvent(place, deployment, production),
      stepEvent(place, deployment, production, state, at),
    ],
    rejected: [],
  }
}

function readIssue(payload: unknown, { place, options }: HookContext): MappedInput | z.ZodError {
  const read = IssueHook.safeParse(payload)
  if (!read.success) return read.error
  const { object_attributes: issue, labels: outer } = read.data
  const labels = (issue.labels ?? outer ?? []).map(({ title }) => title)
  const isIncident = issue.type?.toLowerCase() === 'incident'
  if (!isIncident && !labels.some((label) => options.incidentLabels?.includes(label)))
    return nothing('The issue is no incident.')

  return { events: [mapIncident(place, { ...issue, labels, web_url: issue.url })], rejected: [] }
}

function isAboutSomethingElse(payload: unknown): boolean {
  const named = z.object({ object_kind: z.string() }).safeParse(payload)
  return named.success
    ? !readers.has(named.data.object_kind)
    : z.object({ event_name: z.string() }).safeParse(payload).success
}

function setAside(hook: GitlabHook, error: z.ZodError): MappedInput {
  const kind = hook.event ?? 'a delivery'
  const problem = error.issues.length === 0 ? 'the address of the project is none' : z.prettifyError(error)
  const reason = `GitLab's "${kind}" is not understood: ${problem.replaceAll(/\s+/g, ' ').slice(0, 300)}`
  return {
    events: [],
    rejected: [
      rejectedRecord({ source: 'gitlab', reason, input: hook.payload, receivedAt: hook.receivedAt }),
    ],
  }
}
