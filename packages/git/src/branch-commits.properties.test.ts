import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { branchCommits } from './branch-commits.ts'
import { changesOf } from './history-changes.ts'
import type { History } from './history.ts'
import { mainLine } from './main-line.ts'
import { anyCommits } from './testing/arbitraries.ts'
import { memoryHistory, memoryRevision } from './testing/in-memory-history.ts'

describe('branchCommits', () => {
  test.prop({ commits: anyCommits() }, { seed: 1 })('partitions all that the line reaches', ({ commits }) => {
    const history = memoryHistory(commits)
    const line = mainLine(history, memoryRevision(0))

    const all = branchCommits(history, line).flatMap(({ commit, brought }) => [commit, ...brought])

    expect(all.toSorted((a, b) => a - b)).toEqual(reachable(history, 0))
  })

  test.prop({ commits: anyCommits() }, { seed: 2 })(
    'gives a commit to the oldest that reaches it',
    ({ commits }) => {
      const history = memoryHistory(commits)
      const line = mainLine(history, memoryRevision(0))

      for (const { commit, brought } of branchCommits(history, line)) {
        const reached = reachable(history, commit)
        const before = new Set(
          history.firstParent(commit) < 0 ? [] : reachable(history, history.firstParent(commit)),
        )
        expect(brought.toSorted((a, b) => a - b)).toEqual(
          reached.filter((place) => place !== commit && !before.has(place)),
        )
      }
    },
  )
})

describe('changesOf', () => {
  test.prop({ commits: anyCommits() }, { seed: 3 })('gives every commit to one change', ({ commits }) => {
    const numbered = commits.map((commit, place) =>
      place % 3 === 0 ? { ...commit, message: `x (#${place + 1})` } : commit,
    )
    const history = memoryHistory(numbered)
    const line = mainLine(history, memoryRevision(0))

    const all = changesOf(history, line).flatMap((change) => change.commits)

    expect(all.toSorted((a, b) => a - b)).toEqual(reachable(history, 0))
  })
})

function reachable(history: History, tip: number): readonly number[] {
  const set = new Set([tip])
  for (const commit of set) for (const parent of history.commit(commit).parents) set.add(parent)
  return [...set].toSorted((a, b) => a - b)
}
