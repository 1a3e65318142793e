import type {
  ChangeEvent,
  ChangeEventKind,
  CiOutcome,
  CiRun,
  DeliveryEvent,
  DeploymentEvent,
  DeploymentId,
  DeploymentRecord,
  Incident,
  Instant,
} from '@sluice/model'
import { packageUrl } from './purl.ts'

/** A CDEvent in a CloudEvent of the structured mode: the body of a request of type `application/cloudevents+json`. */
export interface StructuredCdEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly subject: string
  readonly time: string
  readonly datacontenttype: 'application/json'
  readonly data: {
    readonly context: {
      readonly specversion: string
      readonly id: string
      readonly source: string
      readonly type: string
      readonly timestamp: string
    }
    readonly subject: {
      readonly id: string
      readonly source: string
      readonly content: Readonly<Record<string, unknown>>
    }
    readonly customData: Readonly<Record<string, unknown>>
    readonly customDataContentType: 'application/json'
  }
}

export interface ToCdEventsContext {
  /** Who tells, as a URI reference. Defaults to `/sluice`. */
  readonly source?: string
  /** A deployment is told when it has succeeded, and what it is stands in its record. */
  readonly findDeployment: (id: DeploymentId) => DeploymentRecord | undefined
}

/** The version of CDEvents that is written. */
export const cdEventsVersion = '0.5.1'

/**
 * A delivery event as CDEvents: runs (queued, started, finished), happenings of changes, deployments that succeeded
 * (deployed, or rolledback), and incidents (detected, resolved). What CDEvents have no field for stands in
 * `customData`, and `mapCdEvents` reads it from there. Empty for every other event, and for what CDEvents cannot say.
 */
export function toCdEvents(event: DeliveryEvent, context: ToCdEventsContext): readonly StructuredCdEvent[] {
  switch (event.kind) {
    case 'ci-run':
      return runTellings(event.run).map((telling) => written(event, telling, context))
    case 'change-event':
      return changeTellings(event.event).map((telling) => written(event, telling, context))
    case 'deployment-event':
      return deploymentTellings(event, event.event, context).map((telling) =>
        written(event, telling, context),
      )
    case 'incident':
      return incidentTellings(event.incident).map((telling) => written(event, telling, context))
    default:
      return []
  }
}

/** One CDEvent, without what all have. */
interface Telling {
  readonly kind: keyof typeof typeVersions
  readonly at: Instant
  readonly subject: string
  readonly content: Readonly<Record<string, unknown>>
  readonly custom: Readonly<Record<string, unknown>>
}

// Of the event types in CDEvents 0.5.1.
const typeVersions = {
  'change.created': '0.4.0',
  'change.updated': '0.3.0',
  'change.reviewed': '0.3.0',
  'change.merged': '0.3.0',
  'change.abandoned': '0.3.0',
  'pipelinerun.queued': '0.3.0',
  'pipelinerun.started': '0.3.0',
  'pipelinerun.finished': '0.3.0',
  'service.deployed': '0.3.0',
  'service.rolledback': '0.3.0',
  'incident.detected': '0.3.0',
  'incident.resolved': '0.3.0',
} as const

function written(event: DeliveryEvent, telling: Telling, context: ToCdEventsContext): StructuredCdEvent {
  const source = context.source ?? '/sluice'
  const type = `dev.cdevents.${telling.kind}.${typeVersions[telling.kind]}`
  const id = `${event.id}/${telling.kind}`
  const timestamp = new Date(telling.at).toISOString()
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject: telling.subject,
    time: timestamp,
    datacontenttype: 'application/json',
    data: {
      context: { specversion: cdEventsVersion, id, source, type, timestamp },
      subject: { id: telling.subject, source, content: withoutAbsent(telling.content) },
      customData: withoutAbsent({ repository: event.repository, ...telling.custom }),
      customDataContentType: 'application/json',
    },
  }
}

function runTellings(run: CiRun): readonly Telling[] {
  const place = { pipelineName: run.pipeline, uri: run.url ?? `urn:sluice:run:${encodeURIComponent(run.id)}` }
  const custom = {
    revision: run.revision,
    branch: run.branch,
    changes: run.changes,
    attempt: run.attempt,
    trigger: run.trigger,
    sluice: { id: run.id, nativeId: run.nativeId, outcome: run.outcome },
  }
  const steps: readonly (readonly ['queued' | 'started' | 'finished', Instant | undefined])[] = [
    ['queued', run.createdAt],
    ['started', run.startedAt],
    ['finished', run.finishedAt],
  ]
  return steps.flatMap(([step, at]) => {
    if (at === undefined) return []
    const outcome = step === 'finished' && run.outcome !== undefined ? outcomeWords[run.outcome] : undefined
    return [{ kind: `pipelinerun.${step}`, at, subject: run.id, content: { ...place, outcome }, custom }]
  })
}

// The schema knows four words; the exact outcome stands beside them.
const outcomeWords: Readonly<Record<CiOutcome, string>> = {
  succeeded: 'success',
  failed: 'failure',
  errored: 'error',
  'timed-out': 'failure',
  cancelled: 'cancel',
  skipped: 'cancel',
}

function changeTellings(event: ChangeEvent): readonly Telling[] {
  const kind = changeKinds[event.kind]
  if (kind === undefined) return []
  const repository = event.change.replace(/[#!]\d+$/, '')
  const slash = repository.indexOf('/')
  return [
    {
      kind,
      at: event.at,
      subject: event.change,
      content: {
        repository: { id: repository.slice(slash + 1), source: `https://${repository.slice(0, slash)}` },
      },
      custom: {
        revision: event.revision,
        sluice: withoutAbsent({ kind: event.kind, actor: event.actor, isAuthor: event.isAuthor }),
      },
    },
  ]
}

const changeKinds: Readonly<Partial<Record<ChangeEventKind, Telling['kind']>>> = {
  opened: 'change.created',
  pushed: 'change.updated',
  'force-pushed': 'change.updated',
  approved: 'change.reviewed',
  'changes-requested': 'change.reviewed',
  reviewed: 'change.reviewed',
  commented: 'change.reviewed',
  merged: 'change.merged',
  closed: 'change.abandoned',
}

function deploymentTellings(
  event: DeliveryEvent,
  step: DeploymentEvent,
  context: ToCdEventsContext,
): readonly Telling[] {
  const record = step.state === 'succeeded' ? context.findDeployment(step.deployment) : undefined
  if (record === undefined) return []
  return [
    {
      kind: record.isRollback === true ? 'service.rolledback' : 'service.deployed',
      at: step.at,
      // The whole repository has no name of its own as a service, and the subject must have one.
      subject: record.service === '' ? event.repository : record.service,
      content: {
        environment: { id: record.environment },
        artifactId: packageUrl(event.repository, record.revision),
      },
      custom: {
        revision: record.revision,
        name: record.name,
        createdAt: record.createdAt,
        isProduction: record.isProduction,
        isRollback: record.isRollback,
        isPlanned: record.isPlanned,
        url: record.url,
        sluice: { id: record.id, service: record.service },
      },
    },
  ]
}

function incidentTellings(incident: Incident): readonly Telling[] {
  const content = {
    // An incident may trouble several environments; those of users are meant.
    environment: { id: 'production' },
    service: incident.service === '' ? undefined : { id: incident.service },
    description: incident.title,
  }
  const custom = {
    revision: incident.revision,
    deployment: incident.deployment,
    severity: incident.severity,
    url: incident.url,
    sluice: { id: incident.id, service: incident.service },
  }
  const detected = {
    kind: 'incident.detected',
    at: incident.openedAt,
    subject: incident.id,
    content,
    custom,
  } as const
  if (incident.resolvedAt === undefined) return [detected]
  return [detected, { ...detected, kind: 'incident.resolved', at: incident.resolvedAt }]
}

function withoutAbsent(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
