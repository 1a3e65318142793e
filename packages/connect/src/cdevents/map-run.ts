import {
  ciJobId,
  ciOutcomes,
  ciRunId,
  type CiJob,
  type CiOutcome,
  type CiRun,
  type DeliveryEvent,
} from '@sluice/model'
import { present } from '../kit/present.ts'
import { versionOf } from '../records/version-of.ts'
import { keepStep, remember, runOrder, stepOf } from './keep-step.ts'
import { combined } from './subject-memory.ts'
import {
  changesOfCauses,
  header,
  nativeOf,
  noRevision,
  runReference,
  subjectKey,
  type Outcome,
  type Told,
} from './told.ts'

/** A run, told by up to three events. Where nobody said when it was queued, it is taken to begin when it started. */
export function mapRun(told: Told): Outcome {
  const { event, repository } = told
  const { state, steps } = keepStep(told)
  const jobs = jobsOfRun(told, subjectKey(event))
  const createdAt = steps['queued']?.at ?? steps['started']?.at
  if (createdAt === undefined) return jobs.length > 0 ? { kind: 'events', events: jobs } : { kind: 'waiting' }
  if (state.revision === undefined) return noRevision

  const attempt = state.attempt ?? 1
  const changes = [...new Set([...(state.changes ?? []), ...changesOfCauses(told)])]
  const native = nativeOf(event)
  const run: CiRun = present({
    id: ciRunId(state.id ?? runIdOf(native, attempt)),
    nativeId: state.nativeId ?? native,
    attempt,
    pipeline: state.name ?? '',
    trigger: state.trigger ?? (changes.length > 0 ? 'change' : 'other'),
    revision: state.revision,
    branch: state.branch,
    changes,
    createdAt,
    startedAt: steps['started']?.at,
    finishedAt: steps['finished']?.at,
    outcome: outcomes.get(state.outcome ?? ''),
    url: state.url,
  })
  const runEvent: DeliveryEvent = {
    ...header(told, `${repository}:run:${run.id}@${versionOf(state.at, run)}`),
    at: state.at,
    kind: 'ci-run',
    run,
  }
  return { kind: 'events', events: [runEvent, ...jobs] }
}

/** A task of a run, or a build. Its commit may be that of its run, and then it waits for the run. */
export function mapJob(told: Told): Outcome {
  const { event, context } = told
  const [, predicate = ''] = event.kind.split('.')
  const run = runReference(event)
  const job = subjectKey(event)
  // Jobs stand with their run, so that whichever comes later finds the other.
  const family = run ?? job
  remember(context, family, `${job}#${predicate}`, stepOf(told))
  const mapped = jobEvent(told, family, job)
  if (mapped !== undefined) return { kind: 'events', events: [mapped] }
  return run === undefined ? noRevision : { kind: 'waiting' }
}

/** Jobs of a run may have come before it. */
function jobsOfRun(told: Told, run: string): readonly DeliveryEvent[] {
  const names = Object.keys(told.context.memory.get(run) ?? {})
  const jobs = new Set(names.flatMap((name) => (name.includes('#') ? name.slice(0, name.indexOf('#')) : [])))
  return [...jobs].flatMap((job) => jobEvent(told, run, job) ?? [])
}

function jobEvent(told: Told, family: string, key: string): DeliveryEvent | undefined {
  const known = told.context.memory.get(family) ?? {}
  const run = combined(known, runOrder)
  const [queued, started, finished] = runOrder.map((name) => known[`${key}#${name}`])
  const state = combined(
    known,
    runOrder.map((name) => `${key}#${name}`),
  )
  const commit = state?.revision ?? run?.revision
  if (state === undefined || commit === undefined) return undefined

  const attempt = state.attempt ?? run?.attempt ?? 1
  const runId = state.run ?? run?.id ?? (family === key ? undefined : runIdOf(afterColon(family), attempt))
  const job: CiJob = present({
    id: ciJobId(state.id ?? `cdevents:${afterColon(key)}`),
    run: runId === undefined ? undefined : ciRunId(runId),
    attempt,
    name: state.name ?? key.slice(0, key.indexOf(':')),
    revision: commit,
    queuedAt: queued?.at,
    startedAt: started?.at,
    finishedAt: finished?.at,
    outcome: outcomes.get(state.outcome ?? ''),
    labels: state.labels ?? [],
  })
  return {
    ...header(told, `${told.repository}:job:${job.id}@${versionOf(state.at, job)}`),
    at: state.at,
    kind: 'ci-job',
    job,
  }
}

function runIdOf(native: string, attempt: number): string {
  return `cdevents:${native}:${attempt}`
}

function afterColon(key: string): string {
  return key.slice(key.indexOf(':') + 1)
}

const outcomes: ReadonlyMap<string, CiOutcome> = new Map([
  ...ciOutcomes.map((outcome) => [outcome, outcome] as const),
  ['success', 'succeeded'],
  ['failure', 'failed'],
  ['error', 'errored'],
  ['cancel', 'cancelled'],
  ['canceled', 'cancelled'],
  ['timeout', 'timed-out'],
  ['skip', 'skipped'],
])
