import type { ChangeId, DeploymentId, IncidentId } from './ids.ts'
import type { Instant } from './instant.ts'

/**
 * The failure evidence ladder, strongest first: how a deployment is known to have failed.
 * Time-only proximity is a rung of its own and off by default.
 */
export const evidenceRungs = ['incident', 'rollback', 'revert', 'hotfix', 'proximity'] as const
export type EvidenceRung = (typeof evidenceRungs)[number]

/** A deployment that failed for its users, by one piece of evidence. */
export interface FailureLink {
  readonly deployment: DeploymentId
  readonly rung: EvidenceRung
  /** The change at fault, where the evidence names one. */
  readonly culprit?: ChangeId
  /** The change that repairs it, where there is one. */
  readonly repair?: ChangeId
  /** The deployment that carried the repair to users; absent while it has not. */
  readonly remediation?: DeploymentId
  /** When the failure is first known to have been acted upon. */
  readonly knownAt: Instant
  /** The incident behind evidence of the `incident` rung. */
  readonly incident?: IncidentId
  /** When users' trouble began, by the incident; often not when somebody acted. */
  readonly openedAt?: Instant
  /** When it was over, by the incident: with or without a deployment, and no time of one. */
  readonly resolvedAt?: Instant
}
