import type { DeploymentId, IncidentId, Revision, ServiceId } from './ids.ts'
import type { Instant } from './instant.ts'

/** Trouble of users, as an incident tool or an alert tells it. */
export interface Incident {
  readonly id: IncidentId
  readonly service: ServiceId
  readonly title: string
  readonly openedAt: Instant
  /** Absent while it goes on. */
  readonly resolvedAt?: Instant
  readonly severity?: string
  readonly url?: string
  /** What caused it, where the source names one: the strongest rung of the evidence ladder. */
  readonly deployment?: DeploymentId
  readonly revision?: Revision
}
