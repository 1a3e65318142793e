import {
  changeId,
  incidentId,
  instant,
  type ChangeEventKind,
  type ChangeId,
  type IncidentId,
  type Instant,
} from '@sluice/model'
import { eventsOf } from '../kit/forge-place.ts'
import { momentText } from '../kit/moment.ts'
import type { GitlabPlace } from './config.ts'

/** Puts the header of GitLab on what is told. */
export const eventAt = eventsOf('gitlab')

export function changeIdOf(place: GitlabPlace, iid: number): ChangeId {
  return changeId(`${place.repository}!${iid}`)
}

export function incidentIdOf(place: GitlabPlace, iid: number): IncidentId {
  return incidentId(`${place.scope}#${iid}`)
}

/** How a state is numbered among the states of the same second. */
export interface StateVersion {
  readonly at: Instant
  /** One digit: of two states of one second the greater came later. */
  readonly rank: number
  /**
   * A notification tells less than the API: of two that tell one state the one that says more has to win, whichever
   * came first, so they are two.
   */
  readonly isPartial: boolean
  readonly more?: string
}

/** The last part of the id of an event that tells a state. Notifications know whole seconds only. */
export function versionText({ at, rank, isPartial, more = '' }: StateVersion): string {
  return `${momentText(wholeSecond(at))}.${rank}${isPartial ? 0 : 1}${more}`
}

/** The second in which it was. */
export function wholeSecond(at: Instant): Instant {
  return instant(Math.floor(at / 1_000) * 1_000)
}

/**
 * Names a happening that GitLab gives no number which its API and its webhooks share: by who did what in which
 * minute. The two clocks differ by fractions of a second. Whoever does the same twice in a minute did it once; where
 * the two tell one happening on either side of a full minute it is told twice, a moment apart, which changes nothing.
 */
export function minuteName(
  kind: ChangeEventKind | 'unapproved',
  actor: string | undefined,
  at: Instant,
): string {
  return `${kind}:${actor ?? ''}@${new Date(at).toISOString().slice(0, 16)}Z`
}
