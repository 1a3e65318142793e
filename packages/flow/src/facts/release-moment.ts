import { day, minute, type Deployment, type Instant } from '@sluice/model'

/**
 * One act of releasing, however many services it released: twelve tags that a monorepo sets on one commit are one.
 */
export interface ReleaseMoment {
  /** Finish of its first deployment. */
  readonly finishedAt: Instant
  /** Oldest first. */
  readonly deployments: readonly Deployment[]
}

/**
 * Groups deployments that belong together: tags of one revision, recorded deployments of one revision to different
 * services or environments within a day, and anything that finished in the same minute. A service that is deployed at
 * one revision to one environment again, as a rollback does, starts a moment of its own.
 */
export function releaseMoments(deployments: readonly Deployment[]): readonly ReleaseMoment[] {
  const groups: Deployment[][] = []
  const openByRevision = new Map<string, Deployment[]>()
  const openByMinute = new Map<number, Deployment[]>()
  for (const deployment of deployments) {
    const finishedMinute = Math.floor(deployment.finishedAt / minute)
    const sameRevision = openByRevision.get(`${deployment.source} ${deployment.revision}`)
    const group =
      (sameRevision !== undefined && belongsTo(sameRevision, deployment) ? sameRevision : undefined) ??
      openByMinute.get(finishedMinute) ??
      []
    if (group.length === 0) groups.push(group)
    group.push(deployment)
    openByRevision.set(`${deployment.source} ${deployment.revision}`, group)
    openByMinute.set(finishedMinute, group)
  }
  return groups.flatMap((group) => {
    const first = group[0]
    return first === undefined ? [] : [{ finishedAt: first.finishedAt, deployments: group }]
  })
}

/** `group` holds a deployment of the same revision. Expects deployments oldest first. */
function belongsTo(group: readonly Deployment[], deployment: Deployment): boolean {
  if (deployment.source === 'tag') return true
  const first = group[0]
  if (first === undefined || deployment.finishedAt - first.finishedAt > day) return false
  return group.every(
    (other) => other.service !== deployment.service || other.environment !== deployment.environment,
  )
}
