import type { QueryRow } from '@sluice/ledger'
import type { ChangeId, Deployment, DeploymentChange, Instant, Revision } from '@sluice/model'
import type { MergedFact } from './forge-changes.ts'

/** Links of changes to deployments, and the deployments of which nobody knows what they carry. */
export interface MainLineLinks {
  readonly links: readonly DeploymentChange[]
  readonly unknown: readonly Deployment[]
}

/**
 * Which deployment carried each change first, when there is no clone to ask. On one branch everything that was merged
 * before a change is beneath it, so a deployment of that change carries all of it. Deployments are oldest first, the
 * changes those of one branch.
 */
export function mainLineLinks(
  deployments: readonly Deployment[],
  merged: readonly MergedFact[],
  commits: readonly QueryRow<'changeCommits'>[],
): MainLineLinks {
  const mergedAtOf = mergeInstants(deployments, merged, commits)
  const inOrder = merged.toSorted((a, b) => a.mergedAt - b.mergedAt || (a.id < b.id ? -1 : 1))
  const links: DeploymentChange[] = []
  const unknown: Deployment[] = []
  let next = 0
  for (const deployment of deployments) {
    const carriesUntil = mergedAtOf.get(deployment.revision)
    if (carriesUntil === undefined) {
      unknown.push(deployment)
      continue
    }
    if (deployment.outcome === 'failed') continue
    for (;;) {
      const change = inOrder[next]
      if (change === undefined || change.mergedAt > carriesUntil) break
      links.push({ deployment: deployment.id, change: change.id, how: 'main-line-order' })
      next += 1
    }
  }
  return { links, unknown }
}

/**
 * When the change behind each deployed revision was merged; a commit of its branch may be deployed as well as its merge.
 */
function mergeInstants(
  deployments: readonly Deployment[],
  merged: readonly MergedFact[],
  commits: readonly QueryRow<'changeCommits'>[],
): ReadonlyMap<Revision, Instant> {
  const deployed = new Set(deployments.map(({ revision }) => revision))
  const found = new Map<Revision, Instant>()
  const branchCommits = new Map<ChangeId, Revision[]>()
  for (const { change, revision } of commits) {
    if (!deployed.has(revision)) continue
    const known = branchCommits.get(change)
    if (known === undefined) branchCommits.set(change, [revision])
    else known.push(revision)
  }
  for (const { id, headRevision, mergedAt } of merged) {
    for (const revision of branchCommits.get(id) ?? []) found.set(revision, mergedAt)
    if (headRevision !== undefined && deployed.has(headRevision)) found.set(headRevision, mergedAt)
  }
  for (const { mergeRevision, mergedAt } of merged) {
    if (mergeRevision !== undefined && deployed.has(mergeRevision)) found.set(mergeRevision, mergedAt)
  }
  return found
}
