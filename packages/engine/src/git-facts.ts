import { changesOf, type FirstReleases, type History, type HistoryChange, type Release } from '@sluice/git'
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

export interface GitFactsOptions {
  readonly window: Window
  readonly newestAt: Instant
  /** Main-line revisions to keep; absent keeps all. */
  readonly only?: ReadonlySet<string>
}

/** The facts, and changes that may prove more once their files are compared. */
export interface GitFacts {
  readonly facts: FlowFacts
  readonly hotfixes: readonly Hotfix[]
}

/** Makes facts of one reading: release tags stand for deployments, reverts of released changes for failures. */
export function factsFromGit(reading: CloneReading, options: GitFactsOptions): GitFacts {
  const { history, line, shipping } = reading
  const deployments = deploymentsOf(shipping.releases)
  const isWanted = wantedArrivals(history, shipping, options)

  const gitChanges: GitChange[] = []
  const deploymentChanges: DeploymentChange[] = []
  for (const source of realChanges(changesOf(history, line, isWanted))) {
    const shipped = shippedIn(source, shipping)
    const deployment = shipped && deployments[shipped.release]
    const made = changeFromGit(history, source, options.newestAt)
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
  return { facts, hotfixes: gitChanges.flatMap(({ hotfix }) => hotfix ?? []) }
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
 * Old changes that were released before the window, and are too old to be blamed in it, say nothing about it.
 */
function wantedArrivals(
  history: History,
  { first, releases }: FirstReleases,
  { window, only }: GitFactsOptions,
): (commit: number) => boolean {
  const earliest = window.since - longestBlame
  return (commit) => {
    if (only !== undefined && !only.has(history.revision(commit))) return false
    if (history.committedAt(commit) >= earliest) return true
    const release = releases[first[commit] ?? -1]
    return release === undefined || release.at >= earliest
  }
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
