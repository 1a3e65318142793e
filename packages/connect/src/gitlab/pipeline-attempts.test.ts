import { fc, it } from '@fast-check/vitest'
import { instant } from '@sluice/model'
import { describe, expect } from 'vitest'
import { pipelineAttempts } from './pipeline-attempts.ts'
import type { Job } from './schema.ts'

fc.configureGlobal({ seed: 1 })

describe('pipelineAttempts', () => {
  it('takes a pipeline without retries for one attempt, however many stages it has', () => {
    expect(attemptsOf([job('build', 0, 1, 5), job('test', 0, 6, 20), job('lint', 0, 6, 9)])).toEqual([
      { names: ['build', 'test', 'lint'], times: [1, 20] },
    ])
  })

  it('parts a retry from the failure before it, so that the night between is nobody’s running', () => {
    expect(attemptsOf([job('build', 0, 1, 5), job('test', 0, 6, 20), job('test', 900, 901, 915)])).toEqual([
      { names: ['build', 'test'], times: [1, 20] },
      { names: ['test'], restartedAt: 900, times: [901, 915] },
    ])
  })

  it('counts jobs that were passed over at first to the attempt in which they ran', () => {
    expect(attemptsOf([job('test', 0, 1, 20), job('deploy', 0, 65, 70), job('test', 60, 61, 64)])).toEqual([
      { names: ['test'], times: [1, 20] },
      { names: ['deploy', 'test'], restartedAt: 60, times: [61, 70] },
    ])
  })

  it('keeps a job that is tried again beside others in its attempt', () => {
    expect(attemptsOf([job('unit', 0, 1, 5), job('slow', 0, 1, 30), job('unit', 5, 6, 10)])).toEqual([
      { names: ['unit', 'slow', 'unit'], times: [1, 30] },
    ])
  })

  it('does not make checks longer by what a person started hours later', () => {
    expect(attemptsOf([job('test', 0, 1, 20), job('deploy by hand', 0, 300, 310)])).toEqual([
      { names: ['test', 'deploy by hand'], times: [1, 20] },
    ])
  })

  it('has no end while a job runs, and no start before one does', () => {
    expect(attemptsOf([job('test', 0, 1)])).toEqual([{ names: ['test'], times: [1, undefined] }])
    expect(attemptsOf([job('test', 0)])).toEqual([{ names: ['test'], times: [undefined, undefined] }])
    expect(pipelineAttempts([])).toEqual([])
  })

  const minutes = fc.nat({ max: 500 })
  it.prop({ rows: fc.array(fc.tuple(minutes, fc.option(minutes), fc.option(minutes)), { maxLength: 12 }) })(
    'puts every job into one attempt, and never ends before it starts',
    ({ rows }) => {
      const jobs = rows.map(([created, wait, ran], place) => {
        const started = wait === null ? undefined : created + wait
        const finished = started === undefined || ran === null ? undefined : started + ran
        return { ...job(`job ${place}`, created, started, finished), id: place }
      })

      const attempts = pipelineAttempts(jobs)
      expect(
        attempts.flatMap((attempt) => attempt.jobs.map(({ id }) => id)).toSorted((a, b) => a - b),
      ).toEqual(jobs.map(({ id }) => id))
      for (const { startedAt = 0, finishedAt = Number.POSITIVE_INFINITY } of attempts) {
        expect(finishedAt).toBeGreaterThanOrEqual(startedAt)
      }
      expect(attemptsOf(jobs.toReversed())).toEqual(attemptsOf(jobs))
    },
  )
})

let nextId = 1

function job(name: string, created: number, started?: number, finished?: number): Job {
  const at = (minutes: number | undefined) => (minutes === undefined ? undefined : instant(minutes * 60_000))
  nextId += 1
  return {
    id: nextId,
    name,
    status: 'success',
    created_at: instant(created * 60_000),
    started_at: at(started),
    finished_at: at(finished),
    queued_duration: 10,
  }
}

function attemptsOf(jobs: readonly Job[]): readonly object[] {
  const inMinutes = (at: number | undefined): number | undefined =>
    at === undefined ? undefined : at / 60_000
  return pipelineAttempts(jobs).map(({ jobs: own, restartedAt, startedAt, finishedAt }) => ({
    names: own.map(({ name }) => name),
    ...(restartedAt === undefined ? {} : { restartedAt: inMinutes(restartedAt) }),
    times: [inMinutes(startedAt), inMinutes(finishedAt)],
  }))
}
