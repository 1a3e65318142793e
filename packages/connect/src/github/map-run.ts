import type { CiJob, CiOutcome, CiRun, CiTrigger, DeliveryEvent, Instant } from '@sluice/model'
import { findEntry } from '../kit/find-entry.ts'
import { momentText } from '../kit/moment.ts'
import { present } from '../kit/present.ts'
import { jobIdOf, type ForgePlace } from '../kit/forge-place.ts'
import { changeIdOf, eventAt, runIdOf } from './event-factory.ts'
import type { CheckRun, Job, Run } from './schema.ts'

/**
 * One attempt of a run.
 *
 * `created_at` stays that of the first attempt however often a run is started again, so later attempts begin at
 * `run_started_at`. No field tells when a run ended: it ended with its last job. Where the jobs were not read
 * (`jobs` is undefined), `updated_at` stands in; it may move later, so it is an upper bound.
 */
export function mapRun(
  place: ForgePlace,
  run: Run,
  defaultBranch: string | undefined,
  jobs?: readonly Job[],
): DeliveryEvent {
  const attempt = run.run_attempt ?? 1
  const own = jobs?.filter((job) => (job.run_attempt ?? attempt) === attempt && hasRunIn(job, run)) ?? []
  const isOver = run.status === 'completed'
  const ends = own.flatMap(({ completed_at: at }) => at ?? [])
  const ciRun: CiRun = present({
    id: runIdOf(place, run.id, attempt),
    nativeId: String(run.id),
    attempt,
    pipeline: run.name ?? run.path ?? 'workflow',
    trigger: triggerOf(run, defaultBranch),
    revision: run.head_sha,
    branch: run.head_branch,
    changes: changesOf(place, run),
    createdAt: createdAtOf(run, attempt, own),
    startedAt: earliest(own.flatMap((job) => startOf(job) ?? [])),
    finishedAt: isOver ? (latest(ends) ?? run.updated_at) : undefined,
    outcome: isOver ? outcomeOf(run.conclusion) : undefined,
    url: run.html_url,
  })
  // Within one second more is known of a run later, and most of it when its jobs are known.
  const rank = ends.length > 0 && isOver ? 3 : (findEntry(statusRanks, run.status ?? '') ?? 1)
  const what = `run:${run.id}:${attempt}@${momentText(run.updated_at)}.${rank}`
  return eventAt(place, what, run.updated_at, { kind: 'ci-run', run: ciRun })
}

/** One job; undefined for one that an attempt took over from the attempt before, which never ran in it. */
export function mapJob(place: ForgePlace, job: Job): DeliveryEvent | undefined {
  if (wasTakenOver(job)) return undefined
  const attempt = job.run_attempt ?? 1
  const isOver = job.status === 'completed'
  const ciJob: CiJob = present({
    id: jobIdOf(place, job.id),
    run: runIdOf(place, job.run_id, attempt),
    attempt,
    name: job.name,
    revision: job.head_sha,
    queuedAt: job.created_at,
    startedAt: startOf(job),
    finishedAt: isOver ? job.completed_at : undefined,
    outcome: isOver ? outcomeOf(job.conclusion) : undefined,
    labels: job.labels ?? [],
  })
  const at = ciJob.finishedAt ?? ciJob.startedAt ?? ciJob.queuedAt ?? job.started_at
  if (at === undefined || at === null) return undefined
  return eventAt(place, `job:${job.id}@${findEntry(statusRanks, job.status) ?? 1}`, at, {
    kind: 'ci-job',
    job: ciJob,
  })
}

/** The check of another app: a job without a run. Undefined for jobs of GitHub Actions, which are told as such. */
export function mapCheckRun(place: ForgePlace, check: CheckRun): DeliveryEvent | undefined {
  if (check.app?.slug === 'github-actions') return undefined
  const isOver = check.status === 'completed'
  const at = (isOver ? check.completed_at : undefined) ?? check.started_at
  if (at === undefined || at === null) return undefined
  const job: CiJob = present({
    id: jobIdOf(place, check.id),
    attempt: 1,
    name: check.name,
    revision: check.head_sha,
    startedAt: check.started_at,
    finishedAt: isOver ? check.completed_at : undefined,
    outcome: isOver ? outcomeOf(check.conclusion) : undefined,
    labels: [],
  })
  return eventAt(place, `check:${check.id}@${findEntry(statusRanks, check.status) ?? 1}`, at, {
    kind: 'ci-job',
    job,
  })
}

/** What started a run, and with it whether a change waits for it. */
export function triggerOf({ event, head_branch: branch }: Run, defaultBranch: string | undefined): CiTrigger {
  if (event === 'merge_group' || branch?.startsWith('gh-readonly-queue/') === true) return 'merge-queue'
  if (event === 'push') return branch === defaultBranch || isTagOrUnknown(branch) ? 'main' : 'change'
  return findEntry(triggersByEvent, event) ?? 'other'
}

/** Undefined for a run that waits for a permission, and for what is new to us. */
function outcomeOf(conclusion: string | null | undefined): CiOutcome | undefined {
  return findEntry(outcomes, conclusion ?? '')
}

const outcomes: Readonly<Record<string, CiOutcome>> = {
  success: 'succeeded',
  neutral: 'succeeded',
  failure: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
  timed_out: 'timed-out',
  startup_failure: 'errored',
  stale: 'errored',
}

const triggersByEvent: Readonly<Record<string, CiTrigger>> = {
  pull_request: 'change',
  pull_request_target: 'change',
  schedule: 'schedule',
  workflow_dispatch: 'manual',
  repository_dispatch: 'manual',
}

const statusRanks: Readonly<Record<string, number>> = {
  queued: 0,
  requested: 0,
  waiting: 0,
  pending: 0,
  in_progress: 1,
  completed: 2,
}

/** A run for a tag belongs to a release, which is made of the main line. */
function isTagOrUnknown(branch: string | null | undefined): boolean {
  return branch === null || branch === undefined || /^v?\d+\.\d+/.test(branch)
}

function changesOf(place: ForgePlace, run: Run): CiRun['changes'] {
  const [, queued] = /^gh-readonly-queue\/.+\/pr-(\d+)-[0-9a-f]+$/.exec(run.head_branch ?? '') ?? []
  if (queued !== undefined) return [changeIdOf(place, Number(queued))]
  const path = `/${place.repository.split('/').slice(1).join('/')}`
  return (
    (run.pull_requests ?? [])
      // Pulls of other copies of the repository are named too when they share the head.
      .filter(({ base }) => base?.repo?.url?.toLowerCase().endsWith(path) ?? true)
      .map(({ number }) => changeIdOf(place, number))
  )
}

function createdAtOf(run: Run, attempt: number, jobs: readonly Job[]): Instant {
  if (attempt === 1) return run.created_at
  return run.run_started_at ?? earliest(jobs.flatMap(({ created_at: at }) => at ?? [])) ?? run.updated_at
}

/** Undefined for a job that has not started: until then, and when it is skipped, GitHub fills in other moments. */
function startOf(job: Job): Instant | undefined {
  if (job.status !== 'in_progress' && job.status !== 'completed') return undefined
  if (job.conclusion === 'skipped') return undefined
  if (job.conclusion === 'cancelled' && (job.runner_id === null || job.runner_id === 0)) return undefined
  return job.started_at ?? undefined
}

/** After "re-run failed jobs" those that had succeeded stand in the new attempt too, with their old times. */
function wasTakenOver({ created_at: created, completed_at: completed }: Job): boolean {
  return (
    created !== null &&
    created !== undefined &&
    completed !== null &&
    completed !== undefined &&
    completed < created
  )
}

function hasRunIn(job: Job, run: Run): boolean {
  if (wasTakenOver(job)) return false
  const began = (run.run_attempt ?? 1) > 1 ? run.run_started_at : undefined
  return began === undefined || began === null || (job.completed_at ?? began) >= began
}

function earliest(moments: readonly Instant[]): Instant | undefined {
  return moments.length === 0 ? undefined : moments.reduce((first, at) => (at < first ? at : first))
}

function latest(moments: readonly Instant[]): Instant | undefined {
  return moments.length === 0 ? undefined : moments.reduce((last, at) => (at > last ? at : last))
}
