import { changeId, ciRunId, incidentId, type ChangeId, type CiRunId, type IncidentId } from '@sluice/model'
import { eventsOf, type ForgePlace } from '../kit/forge-place.ts'

/** Puts the header of GitHub on what is told. */
export const eventAt = eventsOf('github')

export function changeIdOf(place: ForgePlace, number: number): ChangeId {
  return changeId(`${place.repository}#${number}`)
}

export function incidentIdOf(place: ForgePlace, number: number): IncidentId {
  return incidentId(`${place.scope}#${number}`)
}

export function runIdOf(place: ForgePlace, run: number, attempt: number): CiRunId {
  return ciRunId(`${place.origin}:${run}:${attempt}`)
}
