import {
  changeId,
  ciJobId,
  ciRunId,
  eventId,
  instant,
  revision,
  type ChangeId,
  type CiJob,
  type CiOutcome,
  type CiRun,
  type CiTrigger,
  type DeliveryEvent,
  type Instant,
  type RejectedRecord,
  type RepositoryName,
  type Revision,
} from '@sluice/model'
import { present } from '../kit/present.ts'
import { rejectedRecord } from '../kit/rejected-record.ts'
import type { MappedInput } from '../kit/source.ts'
import { isRevision } from '../records/is-revision.ts'
import { findRepository } from '../records/repository-reference.ts'
import { safeAddress } from '../records/safe-address.ts'
import { versionOf } from '../records/version-of.ts'
import { attributeNames as names } from './attribute-names.ts'
import { findAttribute, type OtlpSpan, type OtlpTraces } from './otlp-traces.ts'

export interface TraceContext {
  /** Of spans that name none. */
  readonly repository: RepositoryName
  readonly receivedAt: Instant
}

export interface MappedTraces extends MappedInput {
  /** Spans that tell neither a run nor a job: steps, stages, and everything that is no CI. */
  readonly unused: number
}

/**
 * What the spans of CI systems mean: a run for the span that tells the result of a pipeline (or that has a run and no
 * parent), a job for each span of a task run; tasks within tasks are steps. The same spans give the same events.
 * Every run and job needs the commit that it ran on, `vcs.ref.head.revision`.
 */
export function mapTraces({ resources, broken }: OtlpTraces, context: TraceContext): MappedTraces {
  const events: DeliveryEvent[] = []
  const rejected: RejectedRecord[] = []
  let unused = 0
  for (const spans of resources) {
    const family = familyOf(spans)
    for (const span of spans) {
      const told = tellingOf(span, family)
      if (told === undefined) {
        unused += 1
        continue
      }
      const place = readPlace(span, context)
      if (typeof place === 'string') rejected.push(setAside(span, place, context))
      else events.push(told === 'run' ? runEvent(span, place) : jobEvent(span, place, family))
    }
  }
  if (broken > 0) {
    const reason = `${broken} spans have no id or no start.`
    rejected.push(rejectedRecord({ source: 'otel', reason, input: reason, receivedAt: context.receivedAt }))
  }
  return { events, rejected, unused }
}

/** The spans of one resource by their id, and the children of each. */
interface Family {
  readonly byId: ReadonlyMap<string, OtlpSpan>
  readonly children: ReadonlyMap<string, readonly OtlpSpan[]>
}

function familyOf(spans: readonly OtlpSpan[]): Family {
  const children = new Map<string, OtlpSpan[]>()
  for (const span of spans) {
    if (span.parent === undefined) continue
    const siblings = children.get(span.parent)
    if (siblings === undefined) children.set(span.parent, [span])
    else siblings.push(span)
  }
  return { byId: new Map(spans.map((span) => [span.id, span])), children }
}

function tellingOf(span: OtlpSpan, family: Family): 'run' | 'job' | undefined {
  const hasOwn = (list: readonly string[]): boolean => list.some((name) => span.own.has(name))
  const isOfTask = names.taskRunId.some((name) => span.resource.has(name))
  const isFirst = span.parent === undefined || !family.byId.has(span.parent)
  if (hasOwn(names.taskRunId)) return isWithinTask(span, family) ? undefined : 'job'
  // GitHub's jobs arrive one by one: the resource is the task, and its steps are below its first span.
  if (isOfTask) return isFirst ? 'job' : undefined
  if (findAttribute(span, names.runId) === undefined) return undefined
  return hasOwn(names.runResult) || span.parent === undefined ? 'run' : undefined
}

function isWithinTask(span: OtlpSpan, { byId }: Family): boolean {
  const seen = new Set([span.id])
  for (let at = parentOf(span, byId); at !== undefined && !seen.has(at.id); at = parentOf(at, byId)) {
    if (names.taskRunId.some((name) => at?.own.has(name))) return true
    seen.add(at.id)
  }
  return false
}

function parentOf({ parent }: OtlpSpan, byId: Family['byId']): OtlpSpan | undefined {
  return parent === undefined ? undefined : byId.get(parent)
}

/** What runs and jobs have in common. */
interface Place {
  readonly repository: RepositoryName
  readonly revision: Revision
  readonly runId: string
  readonly nativeId: string
  readonly attempt: number
}

/** A text says why the span cannot be used. */
function readPlace(span: OtlpSpan, context: TraceContext): Place | string {
  const address = findAttribute(span, names.repository)
  const found = address === undefined ? undefined : findRepository(address, context.repository)
  if (found?.ok === false) return 'Its repository is not given as host/path.'
  const repository = found?.value ?? context.repository

  const commit = findAttribute(span, names.revision)?.toLowerCase() ?? ''
  if (!isRevision(commit)) return 'It names no commit: vcs.ref.head.revision must be the full hash.'
  const nativeId = findAttribute(span, names.runId)
  if (nativeId === undefined) return 'It names no run: cicd.pipeline.run.id is missing.'

  const attempt = attemptOf(span)
  const scoped = [findAttribute(span, names.pipelineId), nativeId].filter((part) => part !== undefined)
  const native = scoped.map((part) => encodeURIComponent(part)).join('/')
  return {
    repository,
    revision: revision(commit),
    runId: `otel:${repository}:${native}:${attempt}`,
    nativeId: native,
    attempt,
  }
}

function runEvent(span: OtlpSpan, place: Place): DeliveryEvent {
  const changes = changesOf(span, place.repository)
  const run: CiRun = present({
    id: ciRunId(place.runId),
    nativeId: place.nativeId,
    attempt: place.attempt,
    pipeline: findAttribute(span, names.pipeline) ?? span.name,
    trigger: triggerOf(span, changes),
    revision: place.revision,
    branch: findAttribute(span, names.branch),
    changes,
    // A span has one beginning: whether it is that of the wait or of the work, conventions do not say.
    createdAt: span.startedAt,
    finishedAt: span.endedAt,
    outcome: span.endedAt === undefined ? undefined : outcomeOf(span, names.runResult),
    url: addressOf(findAttribute(span, names.runUrl)),
  })
  const at = span.endedAt ?? span.startedAt
  return { ...header(place, `run:${run.id}`, versionOf(at, run)), at, kind: 'ci-run', run }
}

function jobEvent(span: OtlpSpan, place: Place, family: Family): DeliveryEvent {
  const { queuedAt, startedAt } = waitOf(span, family)
  const native = findAttribute(span, names.taskRunId) ?? span.id
  const tags = span.own.get('cicd.worker.tags') ?? span.resource.get('cicd.worker.tags') ?? []
  const job: CiJob = present({
    // The same task may have the same id in each run.
    id: ciJobId(`${place.runId}/${encodeURIComponent(native)}`),
    run: ciRunId(place.runId),
    attempt: place.attempt,
    name: findAttribute(span, names.task) ?? span.name,
    revision: place.revision,
    queuedAt,
    startedAt,
    finishedAt: span.endedAt,
    outcome: span.endedAt === undefined ? undefined : outcomeOf(span, names.taskResult),
    labels: typeof tags === 'string' ? [tags] : tags,
  })
  const at = span.endedAt ?? span.startedAt
  return { ...header(place, `job:${job.id}`, versionOf(at, job)), at, kind: 'ci-job', job }
}

function header(
  place: Place,
  what: string,
  version: string,
): Pick<DeliveryEvent, 'id' | 'source' | 'repository'> {
  return { id: eventId(`otel:${what}@${version}`), source: 'otel', repository: place.repository }
}

/** GitHub's receiver tells the wait as a span of its own, GitLab's as a number of seconds. */
function waitOf(
  span: OtlpSpan,
  { children }: Family,
): { readonly queuedAt?: Instant; readonly startedAt: Instant } {
  const queue = children.get(span.id)?.find((child) => names.queue.some((name) => child.own.has(name)))
  if (queue?.endedAt !== undefined) return { queuedAt: queue.startedAt, startedAt: queue.endedAt }
  const seconds = Number(findAttribute(span, ['gitlab.job.queued_duration']))
  if (!(seconds > 0)) return { startedAt: span.startedAt }
  return { queuedAt: instant(Math.round(span.startedAt - seconds * 1_000)), startedAt: span.startedAt }
}

function outcomeOf(span: OtlpSpan, list: readonly string[]): CiOutcome | undefined {
  const word = findAttribute(span, list)?.toLowerCase()
  const told = word === undefined ? undefined : outcomes.get(word)
  if (told !== undefined) return told
  if (span.status === 'unset') return undefined
  return span.status === 'ok' ? 'succeeded' : 'failed'
}

const outcomes: ReadonlyMap<string, CiOutcome> = new Map([
  ['success', 'succeeded'],
  ['failure', 'failed'],
  ['failed', 'failed'],
  ['unstable', 'failed'],
  ['error', 'errored'],
  ['startup_failure', 'errored'],
  ['timeout', 'timed-out'],
  ['timed_out', 'timed-out'],
  ['cancellation', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['aborted', 'cancelled'],
  ['stale', 'cancelled'],
  ['skip', 'skipped'],
  ['skipped', 'skipped'],
  ['neutral', 'skipped'],
  ['not_built', 'skipped'],
  ['not_build', 'skipped'],
])

function changesOf(span: OtlpSpan, repository: RepositoryName): readonly ChangeId[] {
  const number = /^[#!]?([1-9]\d{0,14})$/.exec(findAttribute(span, names.change) ?? '')?.[1]
  if (number === undefined) return []
  const provider = findAttribute(span, names.provider) ?? repository.split('/')[0] ?? ''
  return [changeId(`${repository}${provider.toLowerCase().includes('gitlab') ? '!' : '#'}${number}`)]
}

function triggerOf(span: OtlpSpan, changes: readonly ChangeId[]): CiTrigger {
  const told = triggers.get(findAttribute(span, names.trigger)?.toLowerCase() ?? '')
  return told ?? (changes.length > 0 ? 'change' : 'other')
}

// The values of GitLab and of GitHub. A push may be to any branch, so that it says nothing.
const triggers: ReadonlyMap<string, CiTrigger> = new Map([
  ['merge_request_event', 'change'],
  ['external_pull_request_event', 'change'],
  ['pull_request', 'change'],
  ['pull_request_target', 'change'],
  ['merge_group', 'merge-queue'],
  ['schedule', 'schedule'],
  ['web', 'manual'],
  ['workflow_dispatch', 'manual'],
])

function attemptOf(span: OtlpSpan): number {
  const told = Number(findAttribute(span, names.attempt))
  if (Number.isInteger(told) && told >= 1) return told
  const previous = /\/attempts\/(\d{1,6})$/.exec(findAttribute(span, names.previousAttempt) ?? '')?.[1]
  return previous === undefined ? 1 : Number(previous) + 1
}

function addressOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : safeAddress(url)
}

function setAside(span: OtlpSpan, reason: string, { receivedAt }: TraceContext): RejectedRecord {
  const input = { span: span.id, name: span.name, run: findAttribute(span, names.runId) }
  return rejectedRecord({ source: 'otel', reason, input, receivedAt })
}
