import type { DeliveryEvent, Instant, RejectedRecord } from '@sluice/model'
import type { RepositoryTestResult } from '../junit/collect-cases.ts'
import { rejectedRecord } from '../kit/rejected-record.ts'
import type { MappedInput } from '../kit/source.ts'
import { readCdEvent, type CdEvent } from './cd-event.ts'
import type { CloudEvent } from './cloud-event.ts'
import { mapChange } from './map-change.ts'
import { mapApproval, mapDeployment } from './map-deployment.ts'
import { mapIncident } from './map-incident.ts'
import { mapJob, mapRun } from './map-run.ts'
import { mapTest } from './map-test-case.ts'
import {
  repositoryOf,
  runReference,
  subjectKey,
  type CdEventContext,
  type Outcome,
  type Told,
} from './told.ts'

export interface MappedCdEvents extends MappedInput {
  readonly testResults: readonly RepositoryTestResult[]
  /** Events that were understood and are kept as nothing, counted by kind such as `artifact.published`. */
  readonly unused: Readonly<Record<string, number>>
  /** Events that wait for another one: an end whose beginning is not known yet. Their step is in the memory. */
  readonly waiting: number
}

/**
 * What CDEvents mean. The same events in any order and any number lead to the same facts, as long as the memory is
 * kept; only a link to another event counts where that one came before. Runs, tasks, builds and deployments need a commit: `customData.revision`, or a package URL that names one.
 */
export function mapCdEvents(events: readonly CloudEvent[], context: CdEventContext): MappedCdEvents {
  const mapped: DeliveryEvent[] = []
  const testResults: RepositoryTestResult[] = []
  const rejected: RejectedRecord[] = []
  const unused = new Map<string, number>()
  let waiting = 0
  for (const event of events) {
    const outcome = mapOne(event, context)
    if (outcome.kind === 'events') mapped.push(...outcome.events)
    else if (outcome.kind === 'test') testResults.push(outcome.result)
    else if (outcome.kind === 'unused') unused.set(outcome.what, (unused.get(outcome.what) ?? 0) + 1)
    else if (outcome.kind === 'waiting') waiting += 1
    else rejected.push(setAside(event, outcome.reason, context))
  }
  return { events: mapped, testResults, rejected, unused: Object.fromEntries(unused), waiting }
}

/** Where the memory keeps what the subjects of these events, and the events that they refer to, have told. */
export function subjectsOf(events: readonly CloudEvent[], receivedAt: Instant): readonly string[] {
  const subjects = events.flatMap((event) => {
    const read = readCdEvent(event, receivedAt)
    if (!read.ok) return []
    const run = runReference(read.value)
    return [
      subjectKey(read.value),
      `event:${read.value.id}`,
      ...(run === undefined ? [] : [run]),
      ...read.value.causes.map((cause) => `event:${cause}`),
    ]
  })
  return [...new Set(subjects)]
}

function mapOne(cloudEvent: CloudEvent, context: CdEventContext): Outcome {
  const read = readCdEvent(cloudEvent, context.receivedAt)
  if (!read.ok) return { kind: 'rejected', reason: read.failure }
  const event = read.value
  const repository = repositoryOf(event, context)
  if (repository === undefined) return { kind: 'rejected', reason: 'It names no repository as host/path.' }

  const told = { event, repository, context }
  const map = Object.hasOwn(mappers, event.kind) ? mappers[event.kind] : undefined
  return map === undefined ? mapOther(event) : map(told)
}

const mappers: Readonly<Record<string, (told: Told) => Outcome>> = {
  'change.created': (told) => mapChange(told, 'opened'),
  'change.updated': (told) => mapChange(told, 'pushed'),
  'change.reviewed': (told) => mapChange(told, 'reviewed'),
  'change.merged': (told) => mapChange(told, 'merged'),
  'change.abandoned': (told) => mapChange(told, 'closed'),
  'pipelinerun.queued': mapRun,
  'pipelinerun.started': mapRun,
  'pipelinerun.finished': mapRun,
  'taskrun.queued': mapJob,
  'taskrun.started': mapJob,
  'taskrun.finished': mapJob,
  'build.queued': mapJob,
  'build.started': mapJob,
  'build.finished': mapJob,
  'service.deployed': (told) => mapDeployment(told, false),
  'service.upgraded': (told) => mapDeployment(told, false),
  'service.rolledback': (told) => mapDeployment(told, true),
  'incident.detected': mapIncident,
  'incident.reported': mapIncident,
  'incident.resolved': mapIncident,
  'approval.created': mapApproval,
  'approval.closed': mapApproval,
  'testcaserun.started': mapTest,
  'testcaserun.finished': mapTest,
  'testcaserun.skipped': mapTest,
}

const unusedSubjects = new Set([
  'approval',
  'artifact',
  'branch',
  'changewindow',
  'environment',
  'migration',
  'reconciliation',
  'repository',
  'service',
  'testcaserun',
  'testoutput',
  'testsuiterun',
  'ticket',
])

/** A new predicate of a known subject does no harm; a new subject may be what somebody waits for, so it is shown. */
function mapOther(event: CdEvent): Outcome {
  const [subject = ''] = event.kind.split('.')
  if (unusedSubjects.has(subject)) return { kind: 'unused', what: event.kind }
  return { kind: 'rejected', reason: `CDEvents of the kind ${event.kind.slice(0, 60)} are not known here.` }
}

function setAside(event: CloudEvent, reason: string, { receivedAt }: CdEventContext): RejectedRecord {
  const { id, source, type } = event
  return rejectedRecord({ source: 'cdevents', reason, input: { id, source, type }, receivedAt })
}
