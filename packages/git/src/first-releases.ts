import type { History } from './history.ts'
import { findBackports } from './backports.ts'
import type { Release } from './select-releases.ts'

/** For every commit, the release that carried it to users first. */
export interface FirstReleases {
  /** The releases, in the order given. */
  readonly releases: readonly Release[]
  /** For each commit the place of its first release in `releases`; -1 when none carries it. */
  readonly first: Int32Array
  /** For each commit 1 when it came first as a copy (a backport), 0 when the release reaches the commit itself. */
  readonly isBackport: Uint8Array
  /** For each release whether it is the first of its service: it has no predecessor to compare with. */
  readonly isBaseline: readonly boolean[]
}

/**
 * Finds for every commit the first release that reaches it. `releases` are in the order in which they reached
 * users, as `selectReleases` gives them; pass those of one service to follow that service alone.
 *
 * Each commit is visited once over all releases, so that time is linear in the history.
 */
export function firstReleases(history: History, releases: readonly Release[]): FirstReleases {
  const first = new Int32Array(history.size).fill(-1)
  const pending: number[] = []
  for (const [place, release] of releases.entries()) {
    // Whatever an earlier release reaches, it reaches with all its ancestors: the walk stops there.
    visit(history.indexOf(release.revision) ?? -1, place)
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const parents = history.parentCount(at)
      for (let nth = 0; nth < parents; nth += 1) visit(history.parent(at, nth), place)
    }
  }

  const { earliest, isBackport } = findBackports(history, first)
  const met = new Set<string>()
  const isBaseline = releases.map(({ service }) => {
    const isFirst = !met.has(service)
    met.add(service)
    return isFirst
  })
  return { releases, first: earliest, isBackport, isBaseline }

  function visit(commit: number, place: number): void {
    if (commit < 0 || first[commit] !== -1) return
    first[commit] = place
    pending.push(commit)
  }
}
