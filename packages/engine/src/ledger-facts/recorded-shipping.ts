import { firstReleases, type FirstReleases, type History, type Release } from '@sluice/git'
import type { Deployment } from '@sluice/model'

/** What recorded deployments carried, by the history of a clone. */
export interface RecordedShipping {
  readonly shipping: FirstReleases
  /** The deployments that carry, in the order of `shipping.releases`. */
  readonly carriers: readonly Deployment[]
  /** Deployments of a revision that the history does not hold. */
  readonly unknown: readonly Deployment[]
}

/**
 * Finds what each deployment carried first. One that failed carries nothing to anybody. Deployments are oldest first.
 */
export function recordedShipping(history: History, deployments: readonly Deployment[]): RecordedShipping {
  const known = deployments.filter(({ revision }) => history.indexOf(revision) !== undefined)
  const carriers = known.filter(({ outcome }) => outcome !== 'failed')
  return {
    shipping: firstReleases(history, carriers.map(releaseOf)),
    carriers,
    unknown: deployments.filter(({ revision }) => history.indexOf(revision) === undefined),
  }
}

/** A deployment as the history sees it: something that users have from then on. */
function releaseOf({ service, name, revision, finishedAt }: Deployment): Release {
  return {
    name,
    service,
    version: name,
    isPrerelease: false,
    revision,
    at: finishedAt,
    timing: 'tagged',
    isDatedBeforeCommit: false,
  }
}
