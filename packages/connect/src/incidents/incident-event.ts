import { eventId, type DeliveryEvent, type Incident, type Instant, type RepositoryName } from '@sluice/model'
import { versionOf } from '../records/version-of.ts'

/** An incident as its source shows it at one moment. */
export interface ToldIncident {
  readonly source: string
  readonly repository: RepositoryName
  readonly incident: Incident
  /** When the source showed it so. Defaults to the last thing that happened to it. */
  readonly at?: Instant | undefined
}

/**
 * The event of an incident. Equal content has the same id, so that it counts once; what has ended wins over what has
 * not, and at the same moment the fuller record wins.
 */
export function incidentEvent({ source, repository, incident, at }: ToldIncident): DeliveryEvent {
  const happened = incident.resolvedAt ?? incident.openedAt
  return {
    source,
    repository,
    kind: 'incident',
    id: eventId(`${incident.id}@${versionOf(happened, incident)}`),
    at: at ?? happened,
    incident,
  }
}
