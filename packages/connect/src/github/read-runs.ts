import { day, hour, instant, SluiceError, type Instant } from '@sluice/model'
import { z } from 'zod'
import { readEach, readWhole, type ReadParts } from '../kit/read-each.ts'
import { parseJsonCursor } from '../kit/json-cursor.ts'
import { connectError } from '../errors.ts'
import { momentText } from '../kit/moment.ts'
import type { HttpPage } from '../kit/http-door.ts'
import type { SourcePage } from '../kit/source.ts'
import { mapJob, mapRun, triggerOf } from './map-run.ts'
import { sourcePage } from '../kit/source-page.ts'
import type { GithubReading } from './reading.ts'
import { Job, Run } from './schema.ts'

/**
 * Runs of workflows with all their attempts and jobs, the newest first.
 *
 * GitHub can filter runs by when they were created, gives at most 1,000 for one filter, and never moves that time
 * when a run is started again. So runs are read in windows of their creation, short enough to hold fewer, and later
 * readings look again at those of the last days: once a day as far back as a run can be started again.
 */
export async function* readRuns(reading: GithubReading): AsyncGenerator<SourcePage, void, void> {
  const { context, config, place, repository } = reading
  const branch = repository.default_branch ?? undefined
  const known = parseJsonCursor(Cursor, context.cursorOf('runs')) ?? {}
  const pass = known.pass ?? beginPass(reading, known)
  const floor = Math.max(config.since ?? 0, pass.from ?? 0, repository.created_at ?? firstRuns)
  let reached: number = pass.reached
  let length = pass.length
  let done = pass.done
  const expected = pass.total ?? (await countRuns(reading, instant(floor), instant(reached)))

  while (reached > floor) {
    const from = instant(Math.max(floor, reached - length))
    let total = 0
    for await (const page of readWindow(reading, from, instant(reached))) {
      total = page.total ?? total
      if (isTooMuch(total, reached - from)) break
      const fresh = page.items.filter((run) => run.updated_at >= lastSeen(known, run) - slack)
      const parts = await readEach(
        fresh,
        (run) => readRun(reading, run),
        (run) => ({ events: [mapRun(place, run, branch)], rejected: [] }),
      )
      done += page.items.length + page.rejected.length
      const told = sourcePage('runs', parts, {
        rejected: page.rejected,
        progress: { done, total: Math.max(done, expected) },
      })
      if (!page.isLast) {
        yield told
        continue
      }
      const read = { ...pass, reached: from, length: nextLength(length, total), done, total: expected }
      const cursor = JSON.stringify(afterWindow(known, read, floor))
      yield { ...told, cursor, ...gapOfCap(total, from, instant(reached)) }
    }
    if (isTooMuch(total, reached - from)) {
      length = Math.max(shortestWindow, (reached - from) / 4)
      continue
    }
    length = nextLength(length, total)
    reached = from
  }
}

/** When a run was looked at last; what has not moved since then is known. The older ones are looked at once a day. */
function lastSeen({ readAt, sweptAt }: Cursor, { created_at: createdAt }: Run): number {
  if (readAt === undefined) return Number.NEGATIVE_INFINITY
  return createdAt >= readAt - usualLookBack ? readAt : (sweptAt ?? Number.NEGATIVE_INFINITY)
}

/** GitHub would cut such a window off; a shorter one can be asked for instead. */
function isTooMuch(total: number, length: number): boolean {
  return total > mostPerFilter && length > shortestWindow
}

async function* readWindow(
  { http, root }: GithubReading,
  from: Instant,
  to: Instant,
): AsyncGenerator<HttpPage<Run>, void, void> {
  yield* http.pages(`${root}/actions/runs`, {
    schema: Run,
    listAt: 'workflow_runs',
    query: { created: createdBetween(from, to), per_page: 100 },
    pagesAhead: 1,
  })
}

/** What the progress is measured by; the list itself tells it for one window only. */
async function countRuns({ http, root }: GithubReading, from: Instant, to: Instant): Promise<number> {
  const query = { created: createdBetween(from, to), per_page: 1 }
  const answer = await http.get(`${root}/actions/runs`, { schema: z.object({ total_count: z.int() }), query })
  return answer?.total_count ?? 0
}

async function readRun(
  { http, config, place, root, repository }: GithubReading,
  run: Run,
): Promise<ReadParts> {
  const defaultBranch = repository.default_branch ?? undefined
  const earlier = await readEarlierAttempts(http, root, run)
  if (!hasJobsToRead(run, config.jobs ?? 'gates', defaultBranch)) {
    return { events: [...earlier, run].map((one) => mapRun(place, one, defaultBranch)), rejected: [] }
  }
  const jobs = await readWhole(
    http.pages(`${root}/actions/runs/${run.id}/jobs`, {
      schema: Job,
      listAt: 'jobs',
      // The jobs of all attempts at once.
      query: { filter: (run.run_attempt ?? 1) > 1 ? 'all' : 'latest', per_page: 100 },
    }),
  )
  return {
    events: [
      ...[...earlier, run].map((one) => mapRun(place, one, defaultBranch, jobs.items)),
      ...jobs.items.flatMap((job) => mapJob(place, job) ?? []),
    ],
    rejected: jobs.rejected,
  }
}

/** The list shows the last attempt only; those before it are asked for one by one. */
async function readEarlierAttempts(
  http: GithubReading['http'],
  root: string,
  run: Run,
): Promise<readonly Run[]> {
  const last = run.run_attempt ?? 1
  const attempts = Array.from({ length: Math.min(last - 1, mostAttempts) }, (_, place) => last - 1 - place)
  const found = await Promise.all(
    attempts.map((attempt) => findAttempt(http, `${root}/actions/runs/${run.id}/attempts/${attempt}`)),
  )
  return found.flatMap((one) => one ?? [])
}

/** Undefined for an attempt that was deleted; the others of its run are still worth having. */
async function findAttempt(http: GithubReading['http'], path: string): Promise<Run | undefined> {
  try {
    return await http.get(path, { schema: Run })
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'SOURCE_NOT_FOUND') return undefined
    throw error
  }
}

function hasJobsToRead(run: Run, jobs: 'gates' | 'all' | 'none', defaultBranch: string | undefined): boolean {
  // Such runs never had a job.
  if (run.conclusion === 'skipped' || run.conclusion === 'action_required') return false
  if (jobs !== 'gates') return jobs === 'all'
  const trigger = triggerOf(run, defaultBranch)
  return trigger === 'change' || trigger === 'merge-queue'
}

function beginPass({ context }: GithubReading, { readAt, sweptAt }: Cursor): Pass {
  const now = context.clock.now()
  const isSweep = sweptAt === undefined || now - sweptAt >= day
  return {
    startedAt: now,
    // A clock that runs behind the server's must not hide the newest runs.
    reached: instant(now + slack),
    length: readAt === undefined ? firstWindow : longestLookBack + 2 * slack,
    done: 0,
    isSweep,
    ...(readAt === undefined ? {} : { from: instant(readAt - (isSweep ? longestLookBack : usualLookBack)) }),
  }
}

function afterWindow(known: Cursor, pass: Pass, floor: number): Cursor {
  if (pass.reached > floor) return { ...known, pass }
  const sweptAt = pass.isSweep ? pass.startedAt : known.sweptAt
  return { readAt: pass.startedAt, ...(sweptAt === undefined ? {} : { sweptAt }) }
}

/** Aims at some hundred runs, so that little is read twice after a cut. */
function nextLength(length: number, total: number): number {
  const factor = Math.min(4, Math.max(0.25, wantedPerWindow / Math.max(1, total)))
  return Math.min(longestWindow, Math.max(shortestWindow, length * factor))
}

function gapOfCap(total: number, from: Instant, to: Instant): Pick<SourcePage, 'gap'> {
  if (total <= mostPerFilter) return {}
  const { code, message, hint } = connectError('SOURCE_LIST_CAPPED', {
    source: 'GitHub',
    total,
    listed: mostPerFilter,
    what: `runs between ${momentText(from)} and ${momentText(to)}`,
  })
  return { gap: { code, message, hint } }
}

function createdBetween(from: Instant, to: Instant): string {
  return [from, to].map((at) => momentText(instant(Math.floor(at / 1_000) * 1_000))).join('..')
}

const mostPerFilter = 1_000
const wantedPerWindow = 200
const mostAttempts = 20
/** GitHub Actions began in 2018. */
const firstRuns = instant(Date.UTC(2018, 9, 1))
const firstWindow = 7 * day
const longestWindow = 365 * day
const shortestWindow = 60_000
/** A run can be started again within 30 days. */
const longestLookBack = 31 * day
const usualLookBack = 3 * day
/** By how much the clocks here and at the server may differ. */
const slack = hour

const At = z.number().transform(instant)
const Pass = z.object({
  startedAt: At,
  /** Runs created since then and before `reached` are still to be read. */
  from: At.optional(),
  reached: At,
  /** Of the next window, in milliseconds. */
  length: z.number(),
  done: z.number(),
  total: z.number().optional(),
  isSweep: z.boolean(),
})
type Pass = z.infer<typeof Pass>
const Cursor = z.object({
  /** When the last reading that came to its end began. */
  readAt: At.optional(),
  /** When the last one began that looked back as far as runs can be started again. */
  sweptAt: At.optional(),
  pass: Pass.optional(),
})
type Cursor = z.infer<typeof Cursor>
