import { createHash } from 'node:crypto'
import {
  deploymentId,
  incidentId,
  serviceId,
  type DeploymentId,
  type Incident,
  type IncidentId,
  type Instant,
  type RepositoryName,
} from '@sluice/model'
import { recordedDeploymentId, type DeploymentName } from '../deployments/recorded-deployment-id.ts'
import { present } from '../kit/present.ts'
import { rejectedRecord } from '../kit/rejected-record.ts'
import type { MappedInput } from '../kit/source.ts'
import { fieldReaderOf, type FieldReader } from '../records/field-reader.ts'
import { columnsOf } from '../records/json-rows.ts'
import { describeProblems, type MappedRecord } from '../records/map-rows.ts'
import type { RecordContext } from '../records/record-context.ts'
import type { Row } from '../records/row.ts'
import { readAddress, readRepository } from '../records/shared-fields.ts'
import { incidentEvent } from './incident-event.ts'
import { incidentFields } from './incident-fields.ts'

/**
 * The events of one incident as an object: the body of a webhook, or what was typed after `sluice record incident`.
 * Its fields are those of `incidentFields`.
 */
export function incidentEvents(input: unknown, context: RecordContext): MappedInput {
  const columns = columnsOf(input)
  const mapped =
    columns === undefined
      ? { events: [], problems: ['it is no object with the fields of an incident'] }
      : incidentEventsOf(columns, context)
  const { receivedAt } = context
  const reason = describeProblems(mapped)
  return {
    events: mapped.events,
    rejected:
      reason === undefined ? [] : [rejectedRecord({ source: 'incidents', reason, input, receivedAt })],
  }
}

/** The id of an incident from a file, a hook or `sluice record`. */
export function recordedIncidentId(repository: RepositoryName, id: string): IncidentId {
  return incidentId(`incidents:${repository}:${encodeURIComponent(id)}`)
}

/** The event that tells one incident; none without the time at which it began. */
export function incidentEventsOf(columns: Row['columns'], context: RecordContext): MappedRecord {
  const fields = readerOf(columns, { receivedAt: context.receivedAt, zone: context.zone })
  const repository = readRepository(fields, context.repository)
  const now = context.isLive === true ? context.receivedAt : undefined
  const isOver = fields.has('resolvedAt') || isEndWord(fields.text('status'))
  const openedAt = fields.time('openedAt') ?? (fields.has('openedAt') || isOver ? undefined : now)
  if (openedAt === undefined && !fields.has('openedAt')) {
    fields.complain('openedAt', 'there is nothing in it, and nobody can tell how long the incident lasted')
  }
  if (repository === undefined || openedAt === undefined) return { events: [], problems: fields.problems }

  const title = fields.text('title') ?? 'Incident'
  const service = fields.text('service') ?? context.service ?? ''
  const native = fields.text('id') ?? shortHash(`${service}\0${title}\0${openedAt}`)
  const incident: Incident = present({
    id: recordedIncidentId(repository, native),
    service: serviceId(service),
    title,
    openedAt,
    resolvedAt: readResolution(fields, openedAt, now),
    severity: fields.text('severity'),
    url: readAddress(fields),
    deployment: readDeployment(fields, { repository, service, environment: context.environment }),
    revision: fields.revision('sha'),
  })
  const at = fields.time('updatedAt') ?? now
  return {
    events: [incidentEvent({ source: 'incidents', repository, incident, at })],
    problems: fields.problems,
  }
}

type Fields = FieldReader<typeof incidentFields>

const readerOf = fieldReaderOf(incidentFields)

/** An end before the beginning is set aside: the incident then goes on, and the reason says so. */
function readResolution(fields: Fields, openedAt: Instant, now: Instant | undefined): Instant | undefined {
  const status = fields.text('status')
  const isOver = isEndWord(status)
  const resolvedAt = fields.time('resolvedAt') ?? (isOver ? now : undefined)
  if (resolvedAt === undefined && isOver && !fields.has('resolvedAt')) {
    fields.complain('resolvedAt', `there is nothing in it, although the status is "${status}"`)
  }
  if (resolvedAt === undefined || resolvedAt >= openedAt) return resolvedAt
  const [end, start] = [resolvedAt, openedAt].map((at) => new Date(at).toISOString())
  fields.complain('resolvedAt', `${end} is before ${start}, when the incident was opened`)
  return undefined
}

function isEndWord(status = ''): boolean {
  return /^(?:resolved|closed|done|fixed|completed|ended|recovered|postmortem)$/i.test(status)
}

/** The id of a deployment as people know it, or the whole one of an event. */
function readDeployment(fields: Fields, place: Omit<DeploymentName, 'id'>): DeploymentId | undefined {
  const id = fields.text('deployment')
  if (id === undefined) return undefined
  if (wholeId.test(id)) return deploymentId(id)
  return recordedDeploymentId({ ...place, environment: fields.text('environment') ?? place.environment, id })
}

/** Ids as events have them begin with their source, on servers of one's own with its host. */
const wholeId = /^(?:deployments|cdevents|github|gitlab)(?:@[^:]+)?:./

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20)
}
