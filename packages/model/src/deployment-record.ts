import type { DeploymentId, Revision, ServiceId } from './ids.ts'
import type { Instant } from './instant.ts'

/** Where a deployment stands. `failed` covers an error of the system that deploys. */
export const deploymentStates = [
  'created',
  'waiting',
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
] as const
export type DeploymentState = (typeof deploymentStates)[number]

/** A deployment as its source shows it; its history is in its `DeploymentEvent`s. */
export interface DeploymentRecord {
  readonly id: DeploymentId
  readonly service: ServiceId
  readonly environment: string
  /** Users meet it there. Where the source does not say, the name of the environment decides. */
  readonly isProduction: boolean
  readonly revision: Revision
  /** What people call it, such as a version. */
  readonly name?: string
  readonly createdAt: Instant
  /** It puts an older revision back, and its source says so. */
  readonly isRollback?: boolean
  /** False for an unplanned one, made to repair users' trouble. Absent when nobody says. */
  readonly isPlanned?: boolean
  readonly url?: string
}

/** A step of a deployment. `waiting` is a wait for a person's approval, `queued` one for a runner or a lock. */
export interface DeploymentEvent {
  readonly deployment: DeploymentId
  readonly state: DeploymentState
  readonly at: Instant
}
