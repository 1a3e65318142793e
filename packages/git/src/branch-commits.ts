import type { History } from './history.ts'

/** What one main-line commit brought in. */
export interface Arrival {
  /** Place of the main-line commit. */
  readonly commit: number
  /** Places of the other commits that reached the main line with it; empty for a commit without a branch. */
  readonly brought: readonly number[]
}

/**
 * For each commit of a line the commits that it brought in: those that it reaches and no older commit of the line
 * does. Oldest first. Together they partition all that the line reaches.
 *
 * `line` is newest first, as `mainLine` gives it. Each commit is visited once, so that time is linear in the history.
 */
export function branchCommits(history: History, line: Int32Array): readonly Arrival[] {
  const isVisited = new Uint8Array(history.size)
  const pending: number[] = []
  const arrivals: Arrival[] = []
  for (let place = line.length - 1; place >= 0; place -= 1) {
    const commit = line[place] ?? -1
    const brought: number[] = []
    isVisited[commit] = 1
    pending.push(commit)
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (at !== commit) brought.push(at)
      // Backwards, so that the first parent is on top of the stack and a branch is walked in its own order.
      for (let nth = history.parentCount(at) - 1; nth >= 0; nth -= 1) {
        const parent = history.parent(at, nth)
        if (parent < 0 || isVisited[parent] === 1) continue
        isVisited[parent] = 1
        pending.push(parent)
      }
    }
    arrivals.push({ commit, brought })
  }
  return arrivals
}
