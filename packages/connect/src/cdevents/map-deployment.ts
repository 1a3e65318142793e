import {
  deploymentId,
  serviceId,
  type DeliveryEvent,
  type DeploymentRecord,
  type DeploymentState,
  type Instant,
} from '@sluice/model'
import { present } from '../kit/present.ts'
import { readEnvironment } from '../kit/production-environment.ts'
import { versionOf } from '../records/version-of.ts'
import {
  addressOf,
  changesOf,
  changesOfCauses,
  header,
  instantOf,
  noRevision,
  one,
  revisionOf,
  type Outcome,
  type Told,
} from './told.ts'

/** A deployment that succeeded; CDEvents tell of no other. */
export function mapDeployment(told: Told, isRollback: boolean): Outcome {
  const { event, repository } = told
  const { custom, subject } = event
  const commit = revisionOf(event)
  if (commit === undefined) return noRevision

  const environment = (subject.content.environment?.id ?? 'production').toLowerCase()
  const service = custom.sluice.service ?? subject.id
  // The event is the deployment: nothing else names it.
  const native = `${encodeURIComponent(event.source)}:${encodeURIComponent(event.id)}`
  const createdAt = instantOf(custom.createdAt, event.at)
  const deployment: DeploymentRecord = present({
    id: deploymentId(custom.sluice.id ?? `cdevents:${encodeURIComponent(service)}:${native}`),
    service: serviceId(service),
    environment,
    isProduction: custom.isProduction ?? readEnvironment(environment).isProduction,
    revision: commit,
    name: custom.name,
    createdAt,
    isRollback: isRollback ? true : custom.isRollback,
    isPlanned: custom.isPlanned,
    url: addressOf(custom.url),
  })
  const changes = [...new Set([...changesOf(event, repository), ...changesOfCauses(told)])]
  const steps: readonly (readonly [DeploymentState, Instant])[] = [
    ...(createdAt < event.at ? [['created', createdAt] as const] : []),
    ['succeeded', event.at],
  ]
  return {
    kind: 'events',
    events: [
      {
        ...header(told, `${deployment.id}@${versionOf(event.at, deployment)}`),
        kind: 'deployment',
        deployment,
      },
      ...steps.map(([state, at]): DeliveryEvent => ({
        ...header(told, `${deployment.id}:${state}@${at}`),
        at,
        kind: 'deployment-event',
        event: { deployment: deployment.id, state, at },
      })),
      ...(changes.length === 0
        ? []
        : [
            {
              ...header(told, `${deployment.id}:changes@${versionOf(event.at, changes)}`),
              kind: 'deployment-changes' as const,
              link: { deployment: deployment.id, how: 'listed' as const, changes, revisions: [] },
            },
          ]),
    ],
  }
}

/** An approval is the wait of a deployment, where it says of which. */
export function mapApproval(told: Told): Outcome {
  const { event } = told
  const { deployment } = event.custom
  if (deployment === undefined) return { kind: 'unused', what: event.kind }
  const isRefused = ['rejected', 'cancelled', 'expired'].includes(event.subject.content.status ?? '')
  const state = event.kind === 'approval.created' ? 'waiting' : isRefused ? 'cancelled' : 'queued'
  return one({
    ...header(told, `${deployment}:${state}@${event.at}`),
    kind: 'deployment-event',
    event: { deployment: deploymentId(deployment), state, at: event.at },
  })
}
