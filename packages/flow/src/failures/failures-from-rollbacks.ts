import type { Deployment, FailureLink, Revision } from '@sluice/model'
import { deploymentLines, type DeploymentLine } from './deployment-lines.ts'

/** Whether `older` is reached from `newer`, and is not the same. A clone can say; without one, order must do. */
export type IsAncestor = (older: Revision, newer: Revision) => boolean

/**
 * Failures of the ladder's `rollback` rung: a service was put back to an older revision, so what ran there before the
 * rollback had failed its users, be it a deployment that did not even succeed.
 *
 * A successful deployment is a rollback of the one before it to that service and environment when its source says so,
 * when its revision is an ancestor of the other, or when it first ran there before the other did. To put forward what
 * was rolled back is no rollback, and to deploy the same revision again is none either.
 */
export function failuresFromRollbacks(
  deployments: readonly Deployment[],
  isAncestor: IsAncestor = neverKnown,
): readonly FailureLink[] {
  return deploymentLines(deployments).flatMap((line) => failuresOfLine(line, isAncestor))
}

function neverKnown(): boolean {
  return false
}

function failuresOfLine(line: DeploymentLine, isAncestor: IsAncestor): readonly FailureLink[] {
  const firstPlace = new Map<Revision, number>()
  for (const [place, { revision }] of line.entries()) {
    if (!firstPlace.has(revision)) firstPlace.set(revision, place)
  }
  const age = ({ revision }: Deployment): number => firstPlace.get(revision) ?? 0
  const links: FailureLink[] = []
  for (const [place, deployment] of line.entries()) {
    const before = line[place - 1]
    if (before === undefined || deployment.outcome === 'failed') continue
    if (before.revision === deployment.revision) continue
    const isOlder = age(deployment) < age(before) || isAncestor(deployment.revision, before.revision)
    if (!isOlder && deployment.isRollback !== true) continue
    links.push({
      deployment: before.id,
      rung: 'rollback',
      remediation: deployment.id,
      knownAt: deployment.finishedAt,
    })
  }
  return links
}
