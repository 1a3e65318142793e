import type { ChangeId, DeploymentId, Revision, ServiceId } from './ids.ts'
import type { DeploymentState } from './deployment-record.ts'
import type { Instant } from './instant.ts'

/** What a deployment was derived from. A `tag` is a proxy: it says released, not running. */
export type DeploymentSource = 'tag' | 'recorded'

/** One revision of one service that reached users, or was meant to. */
export interface Deployment {
  readonly id: DeploymentId
  readonly service: ServiceId
  readonly revision: Revision
  /** What people call it, such as a tag name. */
  readonly name: string
  readonly finishedAt: Instant
  readonly source: DeploymentSource
  /**
   * How good `finishedAt` is. `tagged`: the date of an annotated tag. `commit`: the date of the tagged
   * commit, a lower bound, because a lightweight tag has no date of its own. `recorded`: measured.
   */
  readonly timing: 'tagged' | 'commit' | 'recorded'
  /** First deployment of its service in the history at hand: it has no predecessor, so it ships no countable change. */
  readonly isBaseline: boolean
  /** Where it runs, such as `production`; absent for a tag. */
  readonly environment?: string
  /** What led to its end, oldest first; absent where nobody recorded it. */
  readonly steps?: readonly DeploymentStep[]
  /** `failed`: it did not finish; it carries no change to users. Absent means succeeded. */
  readonly outcome?: 'succeeded' | 'failed'
  /** False for an unplanned one, made to repair users' trouble. Absent when nobody says. */
  readonly isPlanned?: boolean
  /** It puts an older revision back, and its source says so. */
  readonly isRollback?: boolean
}

/** When a deployment entered a state. */
export interface DeploymentStep {
  readonly state: DeploymentState
  readonly at: Instant
}

/**
 * How a change is known to be in a deployment. `backport`: through a cherry-picked copy. `listed`: its source says so.
 * `main-line-order`: without a clone, because it was merged into the same branch before what was deployed.
 */
export const shippedHows = ['reachable', 'backport', 'listed', 'main-line-order'] as const
export type ShippedHow = (typeof shippedHows)[number]

/** The first deployment that carried a change. */
export interface DeploymentChange {
  readonly deployment: DeploymentId
  readonly change: ChangeId
  readonly how: ShippedHow
}
