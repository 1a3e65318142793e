import type { ChangeId, DeploymentId, Revision, ServiceId } from './ids.ts'
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
}

/** How a change is known to be in a deployment. `backport`: through a cherry-picked copy. */
export type ShippedHow = 'reachable' | 'backport'

/** The first deployment that carried a change. */
export interface DeploymentChange {
  readonly deployment: DeploymentId
  readonly change: ChangeId
  readonly how: ShippedHow
}
