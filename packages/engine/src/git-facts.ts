import { changesOf, type FirstReleases, type HistoryChange, type Release } from '@sluice/git'
import type { FlowFacts, Window } from '@sluice/flow'
import {
  deploymentId,
  serviceId,
  type Change,
  type ChangeId,
  type Deployment,
  type DeploymentChange,
  type DeploymentId,
  type Instant,
} from '@sluice/model'
import type { CloneReading } from './clone-reading.ts'
import { failuresFromReverts, longestBlame } from './failure-links.ts'
import { changeFromGit, type GitChange } from './git-changes.ts'
import type { Hotfix } from './hotfix-failures.ts'
import type { MainLineChange } from './ledger-facts/joined-changes.ts'

/** The facts, and changes that may prove more once their files are compared. */
export interface GitFacts {
  readonly facts: FlowFacts
  /** The changes of the facts with the author dates of their commits on the main line, oldest first. */
  readonly mainLine: readonly MainLineChange[]
  readonly hotfixes: readonly Hotfix[]
}

/**
 * The changes of the main line that say something about a window. Old ones that were released before it, and too long
 * before to be blamed in it, do not.
 *
 * @param only Main-line revisions to keep; undefined keeps all.
 */
export function changesThatCount(
  { history, line, shipping }: CloneReading,
  window: Window,
  only?: ReadonlySet<string>,
): readonly HistoryChange[] {
  const { first, releases } = shipping
  const earliest = window.since - longestBlame
  return changesOf(history, line, (commit) => {
    if (only !== undefined && !only.has(history.revision(commit))) return false
    if (history.committedAt(commit) >= earliest) return true
    const release = releases[first[commit] ?? -1]
    return release === undefined || release.at >= earliest
  })
}

/**
 * Makes facts of changes: release tags stand for deployments, reverts of released changes for failures. Dates after
 * `newestAt` lie in the future.
 *
 * @param deployments What the releases of the reading are, in the same order. Defaults to deployments by their tags.
 */
export function factsFromGit(
  reading: CloneReading,
  changes: readonly HistoryChange[],
  newestAt: Instant,
  deployments: readonly Deployment[] = deploymentsOf(reading.shipping.releases),
): GitFacts {
  const { history, shipping } = reading

  const gitChanges: GitChange[] = []
  const deploymentChanges: DeploymentChange[] = []
  for (const source of realChanges(changes)) {
    const shipped = shippedIn(source, shipping)
    const deployment = shipped && deployments[shipped.release]
    const made = changeFromGit(history, source, newestAt)
    gitChanges.push(made)
    if (shipped !== undefined && deployment !== undefined) {
      deploymentChanges.push({ change: made.change.id, deployment: deployment.id, how: shipped.how })
    }
  }
  const facts: FlowFacts = {
    changes: gitChanges.map(({ change }) => change),
    deployments,
    deploymentChanges,
    failures: failuresOf(reading, gitChanges, deployments, deploymentChanges),
  }
  return {
    facts,
    mainLine: gitChanges.map(({ change, source }) => ({
      change,
      authoredAt: history.authoredAt(source.commit),
    })),
    hotfixes: gitChanges.flatMap(({ hotfix }) => hotfix ?? []),
  }
}

function deploymentsOf(releases: readonly Release[]): Deployment[] {
  return releases.map((release, place) => ({
    id: deploymentId(`git:${release.service}:${release.name}`),
    service: serviceId(release.service),
    revision: release.revision,
    name: release.name,
    finishedAt: release.at,
    source: 'tag',
    timing: release.timing,
    // A service that joins later has predecessors among the releases of the others.
    isBaseline: place === 0,
  }))
}

/** Leaves out merges that only carry other changes over, such as develop into main: they are no change of their own. */
function realChanges(sources: readonly HistoryChange[]): HistoryChange[] {
  const carriers = new Set(sources.filter((source) => source.isNested).map((source) => source.arrivedWith))
  return sources.filter((source) => source.commits.length > 1 || !carriers.has(source.commit))
}

/**
 * The first release that carried all of a change. A backport copies the commits of a branch and not its merge,
 * so a merge has shipped as soon as all of its commits have.
 */
function shippedIn(
  source: HistoryChange,
  shipping: FirstReleases,
): { readonly release: number; readonly how: DeploymentChange['how'] } | undefined {
  const { first, isBackport } = shipping
  const own = first[source.commit] ?? -1
  let all = -1
  for (const place of source.commits) {
    if (place === source.commit) continue
    const release = first[place] ?? -1
    if (release < 0) {
      all = -1
      break
    }
    all = Math.max(all, release)
  }
  if (all >= 0 && (own < 0 || all < own)) return { release: all, how: 'backport' }
  if (own < 0) return undefined
  return { release: own, how: isBackport[source.commit] === 1 ? 'backport' : 'reachable' }
}

function failuresOf(
  { history }: CloneReading,
  gitChanges: readonly GitChange[],
  deployments: readonly Deployment[],
  deploymentChanges: readonly DeploymentChange[],
): FlowFacts['failures'] {
  const changeOfCommit = new Map<number, Change>()
  for (const { change, source } of gitChanges) {
    for (const place of source.commits) changeOfCommit.set(place, change)
  }
  return failuresFromReverts(
    gitChanges.flatMap(({ revert }) => revert ?? []),
    {
      changes: gitChanges.map(({ change }) => change),
      findChangeOf(revision) {
        const place = history.indexOf(revision)
        return place === undefined ? undefined : changeOfCommit.get(place)
      },
      shippedIn: new Map<ChangeId, DeploymentId>(
        deploymentChanges.map(({ change, deployment }) => [change, deployment]),
      ),
      deployments: new Map(deployments.map((deployment) => [deployment.id, deployment])),
    },
  )
}
