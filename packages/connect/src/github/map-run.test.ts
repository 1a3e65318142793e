import { instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { githubPlace } from './config.ts'
import { mapCheckRun, mapJob, mapRun } from './map-run.ts'
import { CheckRun, Job, Run } from './schema.ts'

const place = githubPlace('github.com', 'acme/shop')

function at(minute: number): string {
  return new Date(Date.UTC(2026, 0, 5, 8, minute)).toISOString()
}
function moment(minute: number): number {
  return instant(Date.UTC(2026, 0, 5, 8, minute))
}

function runWith(fields: object = {}): Run {
  return Run.parse({
    id: 77,
    name: 'CI',
    event: 'pull_request',
    status: 'completed',
    conclusion: 'success',
    head_sha: 'a'.repeat(40),
    head_branch: 'pay-later',
    run_attempt: 1,
    created_at: at(0),
    run_started_at: at(0),
    updated_at: at(20),
    pull_requests: [],
    ...fields,
  })
}

function jobWith(fields: object = {}): Job {
  return Job.parse({
    id: 5,
    run_id: 77,
    run_attempt: 1,
    name: 'test',
    head_sha: 'a'.repeat(40),
    status: 'completed',
    conclusion: 'success',
    created_at: at(0),
    started_at: at(3),
    completed_at: at(10),
    labels: ['ubuntu-latest'],
    runner_id: 1,
    ...fields,
  })
}

function runOf(...parameters: Parameters<typeof mapRun>): object {
  const event = mapRun(...parameters)
  return event.kind === 'ci-run' ? event.run : {}
}

describe('mapRun', () => {
  it('takes start and end from the jobs, because the run moves on later', () => {
    const jobs = [jobWith(), jobWith({ id: 6, started_at: at(1), completed_at: at(12) })]

    expect(mapRun(place, runWith({ updated_at: at(59) }), 'main', jobs)).toEqual({
      id: 'github:acme/shop:run:77:1@2026-01-05T08:59:00Z.3',
      source: 'github',
      repository: 'github.com/acme/shop',
      at: moment(59),
      kind: 'ci-run',
      run: {
        id: 'github:77:1',
        nativeId: '77',
        attempt: 1,
        pipeline: 'CI',
        trigger: 'change',
        revision: 'a'.repeat(40),
        branch: 'pay-later',
        changes: [],
        createdAt: moment(0),
        startedAt: moment(1),
        finishedAt: moment(12),
        outcome: 'succeeded',
      },
    })
  })

  it('lets a later attempt begin when it was asked for, and not with the first', () => {
    const again = runWith({ run_attempt: 2, run_started_at: at(30), updated_at: at(45) })
    const jobs = [
      jobWith(),
      // Taken over from the first attempt: its times are old.
      jobWith({ id: 8, run_attempt: 2, created_at: at(30) }),
      jobWith({ id: 9, run_attempt: 2, created_at: at(30), started_at: at(33), completed_at: at(40) }),
    ]

    expect(runOf(place, again, 'main', jobs)).toMatchObject({
      attempt: 2,
      createdAt: moment(30),
      startedAt: moment(33),
      finishedAt: moment(40),
    })
    expect(jobs.map((job) => mapJob(place, job)?.id)).toEqual([
      'github:acme/shop:job:5@2',
      undefined,
      'github:acme/shop:job:9@2',
    ])
  })

  it('does without the fields that old servers lack', () => {
    const { run_started_at: _, ...old } = runWith({ run_attempt: 2, updated_at: at(45) })
    const { created_at: __, ...oldJob } = jobWith({ run_attempt: 2 })

    expect(runOf(place, old, 'main')).toMatchObject({ createdAt: moment(45) })
    expect(mapJob(place, oldJob)).toMatchObject({ job: { startedAt: moment(3) } })
    expect(mapJob(place, oldJob)).not.toHaveProperty('job.queuedAt')
  })

  it.each([
    ['success', 'succeeded'],
    ['neutral', 'succeeded'],
    ['failure', 'failed'],
    ['cancelled', 'cancelled'],
    ['skipped', 'skipped'],
    ['timed_out', 'timed-out'],
    ['startup_failure', 'errored'],
    ['stale', 'errored'],
    ['action_required', undefined],
    ['something-new', undefined],
  ])('understands the conclusion %s as %s', (conclusion, outcome) => {
    expect(runOf(place, runWith({ conclusion }), 'main')).toHaveProperty('finishedAt')
    expect(
      Object.entries(runOf(place, runWith({ conclusion }), 'main')).find(([key]) => key === 'outcome')?.[1],
    ).toBe(outcome)
  })

  it('has no end while it goes on', () => {
    const running = runOf(place, runWith({ status: 'in_progress', conclusion: null }), 'main')

    expect(running).not.toHaveProperty('finishedAt')
    expect(running).not.toHaveProperty('outcome')
  })

  it.each([
    ['pull_request', 'x', 'change'],
    ['pull_request_target', 'x', 'change'],
    ['merge_group', 'gh-readonly-queue/main/pr-12-abc', 'merge-queue'],
    ['push', 'gh-readonly-queue/main/pr-12-abc', 'merge-queue'],
    ['push', 'main', 'main'],
    ['push', 'v1.2.0', 'main'],
    ['push', 'pay-later', 'change'],
    ['schedule', 'main', 'schedule'],
    ['workflow_dispatch', 'main', 'manual'],
    ['release', 'v1', 'other'],
    ['something-new', 'main', 'other'],
  ])('takes a run on %s for %s as one for %s', (event, head_branch, trigger) => {
    expect(runOf(place, runWith({ event, head_branch }), 'main')).toMatchObject({ trigger })
  })

  it('names the change in the merge queue, and of others only those of this repository', () => {
    const repo = (name: string): object => ({ repo: { url: `https://api.github.com/repos/${name}` } })
    const named = {
      pull_requests: [
        { number: 12, base: repo('Acme/Shop') },
        { number: 3, base: repo('someone/shop') },
      ],
    }

    expect(
      runOf(place, runWith({ head_branch: 'gh-readonly-queue/release/1.0/pr-104-929f82' }), 'main'),
    ).toMatchObject({ changes: ['github.com/acme/shop#104'] })
    expect(runOf(place, runWith(named), 'main')).toMatchObject({ changes: ['github.com/acme/shop#12'] })
  })

  it('orders what is known of one second', () => {
    const ids = [
      mapRun(place, runWith({ status: 'queued' }), 'main'),
      mapRun(place, runWith({ status: 'in_progress' }), 'main'),
      mapRun(place, runWith(), 'main'),
      mapRun(place, runWith(), 'main', [jobWith()]),
    ].map(({ id }) => id)

    expect(ids.toReversed().toSorted()).toEqual(ids)
  })
})

describe('mapJob', () => {
  it('tells waiting, start and end', () => {
    expect(mapJob(place, jobWith({ conclusion: 'failure' }))).toEqual({
      id: 'github:acme/shop:job:5@2',
      source: 'github',
      repository: 'github.com/acme/shop',
      at: moment(10),
      kind: 'ci-job',
      job: {
        id: 'github:5',
        run: 'github:77:1',
        attempt: 1,
        name: 'test',
        revision: 'a'.repeat(40),
        queuedAt: moment(0),
        startedAt: moment(3),
        finishedAt: moment(10),
        outcome: 'failed',
        labels: ['ubuntu-latest'],
      },
    })
  })

  it.each([
    ['queued', { status: 'queued', conclusion: null, started_at: at(0), completed_at: null }],
    ['skipped', { conclusion: 'skipped' }],
    ['cancelled before a runner took it', { conclusion: 'cancelled', runner_id: 0 }],
  ])('does not believe the start of a job that was %s', (_, fields) => {
    expect(mapJob(place, jobWith(fields))).not.toHaveProperty('job.startedAt')
  })

  it('leaves a negative wait as it is, to be flagged and not hidden', () => {
    expect(mapJob(place, jobWith({ created_at: at(4) }))).toMatchObject({
      job: { queuedAt: moment(4), startedAt: moment(3) },
    })
  })
})

describe('mapCheckRun', () => {
  const check = {
    id: 9,
    name: 'other-ci',
    head_sha: 'a'.repeat(40),
    status: 'completed',
    conclusion: 'success',
    started_at: at(1),
    completed_at: at(2),
  }

  it('tells checks of other apps as jobs without a run, and leaves those of GitHub Actions', () => {
    expect(mapCheckRun(place, CheckRun.parse({ ...check, app: { slug: 'circleci' } }))).toMatchObject({
      id: 'github:acme/shop:check:9@2',
      job: {
        id: 'github:9',
        name: 'other-ci',
        outcome: 'succeeded',
        startedAt: moment(1),
        finishedAt: moment(2),
      },
    })
    expect(mapCheckRun(place, CheckRun.parse({ ...check, app: { slug: 'github-actions' } }))).toBeUndefined()
  })
})
