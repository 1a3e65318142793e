import {
  ciJobId,
  deploymentId,
  eventId,
  type CiJobId,
  type DeliveryEvent,
  type DeploymentId,
  type EventHeader,
  type Instant,
  type RepositoryName,
} from '@sluice/model'

/** Where a repository stands in every id that is made of it. */
export interface ForgePlace {
  readonly repository: RepositoryName
  /** Begins the ids of runs, jobs and deployments, whose numbers are unique on one server. */
  readonly origin: string
  /** Begins the ids of events. */
  readonly scope: string
}

/** What an event says, without its header. */
export type Told = DeliveryEvent extends infer TEvent
  ? TEvent extends DeliveryEvent
    ? Omit<TEvent, keyof EventHeader>
    : never
  : never

/** Puts the header of one source on what is told. `what` names the happening within its repository. */
export function eventsOf(
  source: string,
): (place: ForgePlace, what: string, at: Instant, told: Told) => DeliveryEvent {
  return (place, what, at, told) => ({
    id: eventId(`${place.scope}:${what}`),
    source,
    repository: place.repository,
    at,
    ...told,
  })
}

/** On GitHub, checks of other apps have numbers from the same row as jobs. */
export function jobIdOf(place: ForgePlace, job: number): CiJobId {
  return ciJobId(`${place.origin}:${job}`)
}

export function deploymentIdOf(place: ForgePlace, service: string, native: number | string): DeploymentId {
  return deploymentId(`${place.origin}:${service}:${native}`)
}
