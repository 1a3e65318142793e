import {
  ciRunId,
  type CiJob,
  type CiOutcome,
  type CiRun,
  type CiTrigger,
  type DeliveryEvent,
  type Instant,
} from '@sluice/model'
import { present } from '../kit/present.ts'
import type { GitlabPlace } from './config.ts'
import { jobIdOf } from '../kit/forge-place.ts'
import { changeIdOf, eventAt, versionText, wholeSecond } from './event-factory.ts'
import { pipelineAttempts, queuedAt, type PipelineAttempt } from './pipeline-attempts.ts'
import type { Job, Pipeline } from './schema.ts'

/** A pipeline as the API and webhooks tell it alike. */
export interface ToldPipeline {
  readonly id: number
  readonly sha: Pipeline['sha']
  readonly ref: string | null | undefined
  readonly isTag: boolean
  readonly source: string | null | undefined
  readonly status: string
  readonly createdAt: Instant
  readonly url: string | null | undefined
  /** Number of the merge request that a webhook names; the API has it in the ref. */
  readonly mergeRequest?: number | undefined
  /** It comes from a webhook: without jobs that were replaced, and without telling merge trains from merge requests. */
  readonly isPartial: boolean
}

/** What `mapPipeline` needs of one from the API. */
export function toldPipeline(pipeline: Pipeline, jobs: readonly Job[]): ToldPipeline {
  return {
    id: pipeline.id,
    sha: pipeline.sha,
    ref: pipeline.ref,
    isTag: jobs.some(({ tag }) => tag === true),
    source: pipeline.source,
    status: pipeline.status,
    createdAt: pipeline.created_at,
    url: pipeline.web_url,
    isPartial: false,
  }
}

/** The runs of a pipeline, one for each attempt, with their jobs. Of a webhook only the last attempt is known. */
export function mapPipeline(
  place: GitlabPlace,
  pipeline: ToldPipeline,
  jobs: readonly Job[],
): readonly DeliveryEvent[] {
  const attempts = pipelineAttempts(jobs)
  if (attempts.length === 0)
    return [runEvent(place, pipeline, { attempt: { jobs: [] }, number: 1, isLast: true })]

  const tries = triesOf(jobs)
  return attempts.flatMap((attempt, index) => {
    const isLast = index === attempts.length - 1
    if (pipeline.isPartial && !isLast) return []
    const number = index + 1
    return [
      runEvent(place, pipeline, { attempt, number, isLast }),
      ...attempt.jobs.map((job) =>
        jobEvent(place, job, {
          run: runIdOf(place, pipeline.id, attempt),
          attempt: tries.get(job.id) ?? 1,
          revision: pipeline.sha,
          isPartial: pipeline.isPartial,
        }),
      ),
    ]
  })
}

/** Pipelines for changes and merge trains; only they stand between a change and its merge. */
export function isGate(place: GitlabPlace, pipeline: Pipeline): boolean {
  const trigger = triggerOf(place, toldPipeline(pipeline, []))
  return trigger === 'change' || trigger === 'merge-queue'
}

export interface ToldJob {
  /** Absent where a notification does not tell the attempt. */
  readonly run: CiJob['run']
  readonly attempt: number
  readonly revision: CiJob['revision']
  readonly isPartial: boolean
}

export function jobEvent(place: GitlabPlace, job: Job, told: ToldJob): DeliveryEvent {
  const outcome = outcomeOf(job.status, job.failure_reason)
  const ciJob: CiJob = present({
    id: jobIdOf(place, job.id),
    run: told.run,
    attempt: told.attempt,
    name: job.name,
    revision: told.revision,
    queuedAt: queuedAt(job),
    startedAt: job.started_at,
    finishedAt: job.finished_at,
    outcome,
    labels: job.tag_list ?? [],
  })
  const at = job.finished_at ?? job.started_at ?? job.created_at
  const version = versionText({ at, rank: rankOf(job.status, outcome), isPartial: told.isPartial })
  return eventAt(place, `job:${job.id}@${version}`, wholeSecond(at), { kind: 'ci-job', job: ciJob })
}

function runIdOf(
  place: GitlabPlace,
  pipeline: number,
  attempt: Pick<PipelineAttempt, 'restartedAt'>,
): CiRun['id'] {
  return ciRunId(`${place.origin}:${pipeline}:${attemptName(attempt)}`)
}

/** The first attempt has the number 1, later ones the second in which they began: replaced jobs need not be known. */
function attemptName({ restartedAt }: Pick<PipelineAttempt, 'restartedAt'>): number {
  return restartedAt === undefined ? 1 : wholeSecond(restartedAt) / 1_000
}

interface NumberedAttempt {
  readonly attempt: PipelineAttempt
  readonly number: number
  readonly isLast: boolean
}

function runEvent(
  place: GitlabPlace,
  pipeline: ToldPipeline,
  { attempt, number, isLast }: NumberedAttempt,
): DeliveryEvent {
  const outcome = isLast ? outcomeOfPipeline(pipeline.status, attempt.jobs) : outcomeOfJobs(attempt.jobs)
  const finishedAt = outcome === undefined ? undefined : attempt.finishedAt
  const iid = pipeline.mergeRequest ?? mergeRequestOf(pipeline.ref)
  const createdAt = attempt.restartedAt ?? pipeline.createdAt
  const run: CiRun = present({
    id: runIdOf(place, pipeline.id, attempt),
    nativeId: String(pipeline.id),
    attempt: number,
    pipeline: pipelineTitle(pipeline),
    trigger: triggerOf(place, pipeline),
    revision: pipeline.sha,
    branch: iid === undefined ? pipeline.ref : undefined,
    changes: iid === undefined ? [] : [changeIdOf(place, iid)],
    createdAt,
    startedAt: attempt.startedAt,
    finishedAt,
    outcome,
    url: pipeline.url,
  })
  const at = finishedAt ?? attempt.startedAt ?? createdAt
  const version = versionText({ at, rank: rankOf(pipeline.status, outcome), isPartial: pipeline.isPartial })
  return eventAt(place, `pipeline:${pipeline.id}:${attemptName(attempt)}@${version}`, wholeSecond(at), {
    kind: 'ci-run',
    run,
  })
}

/** How often each job was tried by then, by its name. */
function triesOf(jobs: readonly Job[]): ReadonlyMap<number, number> {
  const byName = new Map<string, number>()
  return new Map(
    jobs
      .toSorted((left, right) => left.id - right.id)
      .map(({ id, name }) => {
        const count = (byName.get(name) ?? 0) + 1
        byName.set(name, count)
        return [id, count]
      }),
  )
}

/** A project has one definition of its pipelines, and what started one decides which jobs are in it. */
function pipelineTitle({ source }: ToldPipeline): string {
  return `pipeline (${source ?? 'unknown'})`
}

function triggerOf({ defaultBranch }: GitlabPlace, { source, ref, isTag }: ToldPipeline): CiTrigger {
  if (/^refs\/merge-requests\/\d+\/train$/.test(ref ?? '')) return 'merge-queue'
  if (isTag) return 'other'
  switch (source) {
    case 'merge_request_event':
    case 'external_pull_request_event':
      return 'change'
    case 'push': {
      const isMain = defaultBranch === undefined ? /^(?:main|master)$/.test(ref ?? '') : ref === defaultBranch
      return isMain ? 'main' : 'change'
    }
    case 'schedule':
      return 'schedule'
    case 'web':
    case 'webide':
    case 'chat':
      return 'manual'
    default:
      return mergeRequestOf(ref) === undefined ? 'other' : 'change'
  }
}

function mergeRequestOf(ref: string | null | undefined): number | undefined {
  const [, iid] = /^refs\/merge-requests\/(\d{1,15})\//.exec(ref ?? '') ?? []
  return iid === undefined ? undefined : Number(iid)
}

function outcomeOfPipeline(status: string, jobs: readonly Job[]): CiOutcome | undefined {
  return status === 'failed' && jobs.length > 0 ? outcomeOfJobs(jobs, 'failed') : outcomeOf(status)
}

/** How an attempt ended that was followed by another one: its own jobs tell. */
function outcomeOfJobs(jobs: readonly Job[], whenNoneFailed: CiOutcome = 'succeeded'): CiOutcome {
  const outcomes = new Set(
    jobs.flatMap((job) =>
      job.allow_failure === true ? [] : (outcomeOf(job.status, job.failure_reason) ?? []),
    ),
  )
  for (const bad of ['failed', 'timed-out', 'errored', 'cancelled'] as const)
    if (outcomes.has(bad)) return bad
  return whenNoneFailed
}

/** Undefined while it waits or runs, and for states that are new. */
function outcomeOf(status: string, reason?: string | null): CiOutcome | undefined {
  switch (status) {
    case 'success':
      return 'succeeded'
    case 'failed':
      return outcomeOfFailure(reason)
    case 'canceled':
      return 'cancelled'
    case 'skipped':
      return 'skipped'
    default:
      return undefined
  }
}

function outcomeOfFailure(reason: string | null | undefined): CiOutcome {
  if (/timeout/.test(reason ?? '')) return 'timed-out'
  return systemFailures.test(reason ?? '') ? 'errored' : 'failed'
}

/** Reasons that say nothing about the code. */
const systemFailures =
  /^(?:runner_(?:system_failure|unsupported|provisioning.*)|api_failure|scheduler_failure|stale_schedule|data_integrity_failure|archived_failure|ci_quota_exceeded|no_matching_runner|trace_size_exceeded|builds_disabled|environment_creation_failure|deployment_rejected|unknown_failure|.*_system_failure)$/

function rankOf(status: string, outcome: CiOutcome | undefined): number {
  if (outcome !== undefined) return 3
  return status === 'running' ? 2 : 1
}
