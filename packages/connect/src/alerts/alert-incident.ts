import {
  incidentId,
  revision,
  serviceId,
  type DeliveryEvent,
  type Incident,
  type Instant,
} from '@sluice/model'
import { recordedDeploymentId } from '../deployments/recorded-deployment-id.ts'
import { incidentEvent } from '../incidents/incident-event.ts'
import { present } from '../kit/present.ts'
import { isRevision } from '../records/is-revision.ts'
import { safeAddress } from '../records/safe-address.ts'
import type { AlertContext, AlertLabels } from './alert-context.ts'

/** An alert in the words that all its senders share. */
export interface Alert {
  /** Which program told it, such as `alertmanager`. */
  readonly source: string
  /** The same for the beginning and the end of one trouble, and for no other. */
  readonly key: string
  readonly title: string
  readonly openedAt: Instant
  readonly resolvedAt?: Instant | undefined
  /** When it was so; defaults to its end, or its beginning. */
  readonly at?: Instant | undefined
  readonly labels: ReadonlyMap<string, string>
  readonly service?: string | undefined
  readonly severity?: string | undefined
  readonly url?: string | undefined
}

/** The incident that an alert is. An end before the beginning is taken for the moment of the beginning. */
export function alertIncident(alert: Alert, context: AlertContext): DeliveryEvent {
  const { repository } = context
  const find = (kind: keyof AlertLabels): string | undefined =>
    findLabel(alert.labels, context.labels?.[kind] ?? usualLabels[kind])
  const service = find('service') ?? alert.service ?? context.service ?? ''
  const deployment = find('deployment')
  const sha = find('sha')?.toLowerCase()
  const incident: Incident = present({
    id: incidentId(`${alert.source}:${repository}:${encodeURIComponent(alert.key)}`),
    service: serviceId(service),
    title: alert.title === '' ? 'Alert' : alert.title,
    openedAt: alert.openedAt,
    resolvedAt: later(alert.resolvedAt, alert.openedAt),
    severity: alert.severity ?? find('severity'),
    url: alert.url === undefined ? undefined : safeAddress(alert.url),
    deployment:
      deployment === undefined
        ? undefined
        : recordedDeploymentId({ repository, service, environment: find('environment'), id: deployment }),
    revision: sha !== undefined && isRevision(sha) ? revision(sha) : undefined,
  })
  return incidentEvent({ source: alert.source, repository, incident, at: alert.at })
}

const usualLabels: Readonly<Required<AlertLabels>> = {
  service: ['service', 'app'],
  deployment: ['deployment_id', 'deployment'],
  sha: ['sha', 'commit', 'revision'],
  environment: ['environment', 'env'],
  severity: ['severity', 'priority'],
}

function findLabel(labels: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  return names.map((name) => labels.get(name)).find((value) => value !== undefined && value !== '')
}

/** Alerts that are over before they began come of clocks that differ by seconds. */
function later(end: Instant | undefined, start: Instant): Instant | undefined {
  return end !== undefined && end < start ? start : end
}
