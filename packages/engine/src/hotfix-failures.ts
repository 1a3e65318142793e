import type { FlowFacts, Window } from '@sluice/flow'
import { changedFiles, type Repository } from '@sluice/git'
import { hour, type Change, type Deployment, type DeploymentId, type FailureLink } from '@sluice/model'

/** A hotfix answers a release that is at most this old; a later one answers something else. */
const hotfixWindow = 72 * hour
/** Each candidate costs two comparisons of trees. */
const mostCandidates = 50

/** A change that calls itself a hotfix, and the first parent that it is compared with. */
export interface Hotfix {
  readonly change: Change
  readonly parent: string
}

/** Whether a change calls itself a hotfix, by its branch or at the start of its title. */
export function isHotfix(title: string, branch: string | undefined): boolean {
  return /^(?:hotfix|hot-fix)(?:[-_/:( ]|$)/i.test(branch ?? '') || /^\[?(?:hotfix|hot-fix)\b/i.test(title)
}

/**
 * Failures of the ladder's `hotfix` rung: a change that calls itself a hotfix was merged within three days after a
 * release and touched a file that the release had changed. Only such candidates are read, newest first.
 */
export async function failuresFromHotfixes(
  hotfixes: readonly Hotfix[],
  facts: FlowFacts,
  options: { readonly repository: Repository; readonly window: Window; readonly signal?: AbortSignal },
): Promise<FailureLink[]> {
  const shippedIn = new Map(facts.deploymentChanges.map(({ change, deployment }) => [change, deployment]))
  const known = new Set(facts.failures.map(({ repair }) => repair))
  const candidates = hotfixes
    .filter(({ change }) => change.mergedAt >= options.window.since && !known.has(change.id))
    .slice(-mostCandidates)
  const links: FailureLink[] = []
  for (const { change, parent } of candidates) {
    const own = shippedIn.get(change.id)
    const blamed = releaseBefore(change, facts.deployments, own)
    if (blamed === undefined) continue
    const touched = await changedFiles(options.repository, parent, change.revision, options)
    const released = await changedFiles(
      options.repository,
      blamed.predecessor.revision,
      blamed.deployment.revision,
      options,
    )
    const files = new Set(released)
    if (touched.some((path) => files.has(path))) {
      links.push(linkOf(change, blamed.deployment, own))
    }
  }
  return links
}

/** The newest release at the time of the merge; a tag without a date of its own may carry the hotfix and seem as old. */
function releaseBefore(
  change: Change,
  deployments: readonly Deployment[],
  own: DeploymentId | undefined,
): { readonly deployment: Deployment; readonly predecessor: Deployment } | undefined {
  const place = deployments.findLastIndex(({ id, finishedAt }) => finishedAt <= change.mergedAt && id !== own)
  const deployment = deployments[place]
  if (deployment === undefined || change.mergedAt - deployment.finishedAt > hotfixWindow) return undefined
  const predecessor = deployments
    .slice(0, place)
    .findLast((earlier) => earlier.service === deployment.service && earlier.revision !== deployment.revision)
  return predecessor && { deployment, predecessor }
}

function linkOf(change: Change, deployment: Deployment, remediation: DeploymentId | undefined): FailureLink {
  return {
    deployment: deployment.id,
    rung: 'hotfix',
    repair: change.id,
    ...(remediation !== undefined && remediation !== deployment.id && { remediation }),
    knownAt: change.mergedAt,
  }
}
