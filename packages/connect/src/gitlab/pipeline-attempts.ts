import { instant, minute, type Instant } from '@sluice/model'
import type { Job } from './schema.ts'

/** Some of the jobs of a pipeline: those of its first run, or those that ran again. */
export interface PipelineAttempt {
  /** Creation of the job with which it began; absent for the first. */
  readonly restartedAt?: Instant
  readonly jobs: readonly Job[]
  readonly startedAt?: Instant
  /** End of its last job; absent while one waits or runs. */
  readonly finishedAt?: Instant
}

/**
 * GitLab runs jobs again within their pipeline. To take that for one run would count the night between a failure and
 * the second try as running, so a pipeline is parted into attempts: another one begins where a job is made while
 * nothing runs that had started before. Jobs that were tried again automatically beside others stay in their attempt.
 *
 * A webhook leaves out jobs that were replaced. They had ended when their replacement was made, so the last attempt
 * begins at the same moment by both ways.
 */
export function pipelineAttempts(jobs: readonly Job[]): readonly PipelineAttempt[] {
  const created = jobs.toSorted((left, right) => left.created_at - right.created_at || left.id - right.id)
  const restarts = [...new Set(created.map((job) => job.created_at))].filter((at) => isRestart(at, jobs))
  const starts: readonly (Instant | undefined)[] = [undefined, ...restarts]
  return starts
    .map((restartedAt, place) => {
      const next = starts[place + 1]
      const own = created.filter((job) => {
        // A job that was passed over at first runs in the attempt in which it starts.
        const at = job.started_at ?? job.created_at
        return at >= (restartedAt ?? Number.NEGATIVE_INFINITY) && at < (next ?? Number.POSITIVE_INFINITY)
      })
      return { jobs: own, ...(restartedAt === undefined ? {} : { restartedAt }), ...timesOf(own) }
    })
    .filter(({ jobs: own }) => own.length > 0)
}

/** When the job began to wait for a runner, as far as GitLab tells. */
export function queuedAt({ started_at: startedAt, queued_duration: seconds }: Job): Instant | undefined {
  if (startedAt === null || startedAt === undefined || seconds === null || seconds === undefined)
    return undefined
  return instant(Math.round(startedAt - Math.max(0, seconds) * 1_000))
}

function isRestart(at: Instant, jobs: readonly Job[]): boolean {
  const before = jobs.filter(
    (job) => job.started_at !== null && job.started_at !== undefined && job.started_at < at,
  )
  return (
    before.length > 0 &&
    before.every((job) => job.finished_at !== null && job.finished_at !== undefined && job.finished_at <= at)
  )
}

/**
 * From the first start to the end of the row of jobs that followed one another. A job that a person started long
 * after, such as a deployment by hand, does not make the checks before it longer.
 */
function timesOf(jobs: readonly Job[]): Pick<PipelineAttempt, 'startedAt' | 'finishedAt'> {
  const ran = jobs
    .flatMap((job) =>
      job.started_at === null || job.started_at === undefined ? [] : [{ job, from: job.started_at }],
    )
    .toSorted((left, right) => left.from - right.from)
  const [first] = ran
  if (first === undefined) return {}

  let finishedAt: Instant | undefined
  for (const { job, from } of ran) {
    const asked = queuedAt(job) ?? from
    if (finishedAt !== undefined && asked > finishedAt + longestPause) break
    if (job.finished_at === null || job.finished_at === undefined) return { startedAt: first.from }
    finishedAt = later(finishedAt, job.finished_at)
  }
  return finishedAt === undefined ? { startedAt: first.from } : { startedAt: first.from, finishedAt }
}

/** Between two stages GitLab needs seconds, a busy server a minute or two. */
const longestPause = 10 * minute

function later(left: Instant | undefined, right: Instant): Instant {
  return left === undefined || right > left ? right : left
}
