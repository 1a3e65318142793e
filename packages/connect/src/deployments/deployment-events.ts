import {
  eventId,
  serviceId,
  type DeliveryEvent,
  type DeploymentEvent,
  type DeploymentId,
  type DeploymentRecord,
  type DeploymentState,
  type EventHeader,
  type Instant,
} from '@sluice/model'
import { readEnvironment } from '../kit/production-environment.ts'
import { findCarried } from '../records/change-reference.ts'
import { present } from '../kit/present.ts'
import { fieldReaderOf, type FieldReader } from '../records/field-reader.ts'
import type { MappedRecord } from '../records/map-rows.ts'
import type { RecordContext } from '../records/record-context.ts'
import type { Row } from '../records/row.ts'
import { readAddress, readRepository } from '../records/shared-fields.ts'
import { versionOf } from '../records/version-of.ts'
import { deploymentFields } from './deployment-fields.ts'
import { deploymentWords, findDeploymentState } from './deployment-words.ts'
import { splitByCommit } from './devlake-deployment.ts'
import { recordedDeploymentId } from './recorded-deployment-id.ts'

/** The events that tell one deployment, or one for each commit where a record lists several. */
export function deploymentEventsOf(columns: Row['columns'], context: RecordContext): MappedRecord {
  const records = splitByCommit(columns).map((record) => eventsOfOne(record, context))
  return {
    events: records.flatMap(({ events }) => events),
    problems: records.flatMap(({ problems }) => problems),
  }
}

/** Without commit, or without the time of its end, there are none. */
function eventsOfOne(columns: Row['columns'], context: RecordContext): MappedRecord {
  const fields = readFields(columns, context)
  const repository = readRepository(fields, context.repository)
  const revision = fields.revision('sha')
  const state = readState(fields)
  if (!fields.has('sha')) {
    fields.complain('sha', 'there is nothing in it, and a deployment without its commit explains no change')
  }
  if (repository === undefined || revision === undefined || state === undefined) return refused(fields)
  const times = readTimes(fields, state, context)
  if (times === undefined) return refused(fields)

  const { finishedAt, startedAt, createdAt } = times
  const service = fields.text('service') ?? context.service ?? ''
  const environment = (fields.text('environment') ?? context.environment ?? 'production').toLowerCase()
  const native = fields.text('id') ?? `${revision}@${finishedAt ?? startedAt ?? createdAt}`
  const id = recordedDeploymentId({ repository, service, environment, id: native })
  const unplanned = fields.flag('isUnplanned')
  const deployment: DeploymentRecord = present({
    id,
    service: serviceId(service),
    environment,
    isProduction: fields.flag('isProduction') ?? readEnvironment(environment).isProduction,
    revision,
    createdAt,
    name: fields.text('name'),
    isRollback: fields.flag('isRollback'),
    isPlanned: fields.flag('isPlanned') ?? (unplanned === undefined ? undefined : !unplanned),
    url: readAddress(fields),
  })
  const told = finishedAt ?? startedAt ?? createdAt
  const header = { source: 'deployments', repository }
  const events: readonly DeliveryEvent[] = [
    {
      ...header,
      kind: 'deployment',
      id: eventId(`${id}@${versionOf(told, deployment)}`),
      // What is said now corrects what was said before, also about the past.
      at: context.isLive === true ? context.receivedAt : told,
      deployment,
    },
    ...stepsOf(id, state, times).map((event) => stepEvent(header, event)),
    ...carriedEvents(fields, header, id, told),
  ]
  return { events, problems: fields.problems }
}

type Fields = FieldReader<typeof deploymentFields>

const readerOf = fieldReaderOf(deploymentFields)

function readFields(columns: Row['columns'], context: RecordContext): Fields {
  return readerOf(columns, { receivedAt: context.receivedAt, zone: context.zone })
}

function refused({ problems }: Fields): MappedRecord {
  return { events: [], problems }
}

/** How it stands; one that says nothing else has succeeded, if only the time of its end is known. */
function readState(fields: Fields): DeploymentState | undefined {
  const word = fields.text('result')
  if (word === undefined) return 'succeeded'
  const state = findDeploymentState(word)
  if (state === undefined) {
    const known = Object.values(deploymentWords).map(([first]) => first)
    fields.complain('result', `"${word.slice(0, 40)}" is none of ${known.join(', ')}`)
  }
  return state
}

interface Times {
  readonly createdAt: Instant
  readonly startedAt?: Instant
  readonly finishedAt?: Instant
}

/** Times that go forward: one that contradicts the end, or else the start, is set aside. */
function readTimes(fields: Fields, state: DeploymentState, context: RecordContext): Times | undefined {
  const now = context.isLive === true ? context.receivedAt : undefined
  const finishedAt = finalStates.has(state) ? (fields.time('finishedAt') ?? now) : undefined
  if (finalStates.has(state) && finishedAt === undefined) {
    if (!fields.has('finishedAt')) {
      fields.complain('finishedAt', 'there is nothing in it, and no result says that the deployment goes on')
    }
    return undefined
  }
  const startedAt = fields.time('startedAt') ?? (state === 'running' ? now : undefined)
  const start = inOrder(fields, 'startedAt', startedAt, finishedAt)
  const creation = inOrder(fields, 'createdAt', fields.time('createdAt'), start ?? finishedAt)
  const createdAt = creation ?? start ?? finishedAt ?? now
  if (createdAt === undefined) {
    fields.complain('createdAt', 'no column says when anything happened')
    return undefined
  }
  return present({ createdAt, startedAt: start, finishedAt })
}

const finalStates = new Set<DeploymentState>(['succeeded', 'failed', 'cancelled'])

function inOrder(
  fields: Fields,
  name: 'startedAt' | 'createdAt',
  at: Instant | undefined,
  next: Instant | undefined,
): Instant | undefined {
  if (at === undefined || next === undefined || at <= next) return at
  fields.complain(name, `${isoTime(at)} is later than ${isoTime(next)}, when what follows it had happened`)
  return undefined
}

function isoTime(at: Instant): string {
  return new Date(at).toISOString()
}

function stepsOf(deployment: DeploymentId, state: DeploymentState, times: Times): readonly DeploymentEvent[] {
  const { createdAt, startedAt, finishedAt } = times
  const running = startedAt === undefined ? [] : [{ deployment, state: 'running' as const, at: startedAt }]
  const now =
    state === 'running' && startedAt !== undefined ? [] : [{ deployment, state, at: finishedAt ?? createdAt }]
  const created = state === 'created' ? [] : [{ deployment, state: 'created' as const, at: createdAt }]
  return [...created, ...running, ...now]
}

function stepEvent(header: Omit<EventHeader, 'id' | 'at'>, event: DeploymentEvent): DeliveryEvent {
  const { deployment, state, at } = event
  return { ...header, kind: 'deployment-event', id: eventId(`${deployment}:${state}@${at}`), at, event }
}

function carriedEvents(
  fields: Fields,
  header: Omit<EventHeader, 'id' | 'at'>,
  deployment: DeploymentId,
  at: Instant,
): readonly DeliveryEvent[] {
  const found = fields.list('changes').map((word) => {
    const carried = findCarried(word, header.repository)
    if (carried === undefined) {
      fields.complain(
        'changes',
        `"${word.slice(0, 60)}" is neither #12, !12, an address of a request nor a commit hash`,
      )
    }
    return carried
  })
  const changes = found.flatMap((carried) => (carried?.kind === 'change' ? [carried.id] : []))
  const revisions = found.flatMap((carried) => (carried?.kind === 'revision' ? [carried.revision] : []))
  if (changes.length === 0 && revisions.length === 0) return []

  const link = {
    deployment,
    how: 'listed' as const,
    changes: [...new Set(changes)],
    revisions: [...new Set(revisions)],
  }
  return [
    {
      ...header,
      kind: 'deployment-changes',
      id: eventId(`${deployment}:changes@${versionOf(at, link)}`),
      at,
      link,
    },
  ]
}
