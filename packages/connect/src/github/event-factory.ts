import {
  changeId,
  ciJobId,
  ciRunId,
  deploymentId,
  eventId,
  incidentId,
  type ChangeId,
  type CiJobId,
  type CiRunId,
  type DeliveryEvent,
  type DeploymentId,
  type EventHeader,
  type IncidentId,
  type Instant,
} from '@sluice/model'
import type { GithubPlace } from './config.ts'

/** What an event says, without its header. */
export type Told = DeliveryEvent extends infer TEvent
  ? TEvent extends DeliveryEvent
    ? Omit<TEvent, keyof EventHeader>
    : never
  : never

/** Puts the header on what is told. `what` names the happening within its repository. */
export function eventAt(place: GithubPlace, what: string, at: Instant, told: Told): DeliveryEvent {
  return {
    id: eventId(`${place.scope}:${what}`),
    source: 'github',
    repository: place.repository,
    at,
    ...told,
  }
}

export function changeIdOf(place: GithubPlace, number: number): ChangeId {
  return changeId(`${place.repository}#${number}`)
}

export function incidentIdOf(place: GithubPlace, number: number): IncidentId {
  return incidentId(`${place.scope}#${number}`)
}

export function runIdOf(place: GithubPlace, run: number, attempt: number): CiRunId {
  return ciRunId(`${place.origin}:${run}:${attempt}`)
}

/** Checks of other apps have numbers from the same row as jobs. */
export function jobIdOf(place: GithubPlace, job: number): CiJobId {
  return ciJobId(`${place.origin}:${job}`)
}

export function deploymentIdOf(place: GithubPlace, service: string, native: number | string): DeploymentId {
  return deploymentId(`${place.origin}:${service}:${native}`)
}
