import { describe, expect, it } from 'vitest'
import { changesOf } from './history-changes.ts'
import { mainLine } from './main-line.ts'
import { memoryHistory, memoryRevision, type MemoryCommit } from './testing/in-memory-history.ts'

/** Title, number of commits, and whether it is nested, oldest first. */
function shapes(commits: readonly MemoryCommit[]): readonly (readonly [string, number, boolean])[] {
  const history = memoryHistory(commits)
  return changesOf(history, mainLine(history, memoryRevision(0))).map((change) => [
    history.commit(change.commit).title,
    change.commits.length,
    change.isNested,
  ])
}

describe('changesOf', () => {
  it('takes each commit of a linear history for a change', () => {
    expect(shapes([{ message: 'b (#2)' }, { message: 'a (#1)' }])).toEqual([
      ['a (#1)', 1, false],
      ['b (#2)', 1, false],
    ])
  })

  it('gives a merge the commits of its branch', () => {
    const commits = [
      { message: 'Merge pull request #1 from o/x\n\nAdd x', parents: [3, 1] },
      { message: 'x, second', parents: [2] },
      { message: 'x, first', parents: [3] },
      { message: 'root' },
    ]

    expect(shapes(commits)).toEqual([
      ['root', 1, false],
      ['Add x', 3, false],
    ])
  })

  it('leaves commits of the main line out of a branch that merged it back', () => {
    const commits = [
      { message: 'Merge pull request #1 from o/x\n\nAdd x', parents: [1, 2] },
      { message: 'on main (#2)', parents: [4] },
      { message: "Merge branch 'main' into x", parents: [3, 1] },
      { message: 'x', parents: [4] },
      { message: 'root' },
    ]

    expect(shapes(commits)).toEqual([
      ['root', 1, false],
      ['on main (#2)', 1, false],
      ['Add x', 3, false],
    ])
  })

  it('gives an octopus merge all of its branches', () => {
    const commits = [
      { message: "Merge branches 'a', 'b'", parents: [3, 1, 2] },
      { message: 'a', parents: [3] },
      { message: 'b', parents: [3] },
      { message: 'root' },
    ]

    expect(shapes(commits)).toEqual([
      ['root', 1, false],
      ["Merge branches 'a', 'b'", 3, false],
    ])
  })

  it('opens the merge of a long-lived branch into its changes', () => {
    const commits = [
      { message: "Merge branch 'develop' into main", parents: [5, 1] },
      { message: 'direct push', parents: [2] },
      { message: 'Merge pull request #2 from o/b\n\nAdd b', parents: [4, 3] },
      { message: 'b', parents: [4] },
      { message: 'a (#1)', parents: [5] },
      { message: 'root' },
    ]

    expect(shapes(commits)).toEqual([
      ['root', 1, false],
      ['a (#1)', 1, true],
      ['Add b', 2, true],
      ['direct push', 1, true],
      ["Merge branch 'develop' into main", 1, false],
    ])
  })

  it('keeps a branch whole that mentions one other request', () => {
    const commits = [
      { message: 'Merge pull request #3 from o/x\n\nAdd x', parents: [3, 1] },
      { message: 'x, see (#1)', parents: [2] },
      { message: 'x, first', parents: [3] },
      { message: 'root' },
    ]

    expect(shapes(commits)).toEqual([
      ['root', 1, false],
      ['Add x', 3, false],
    ])
  })

  it('starts a merged change with its earliest commit and a single one with its author date', () => {
    const history = memoryHistory([
      { message: 'Merge branch x', parents: [3, 1], authoredAt: 900 },
      { message: 'x2', parents: [2], authoredAt: 300 },
      { message: 'x1', parents: [3], authoredAt: 500 },
      { message: 'root', authoredAt: 100, committedAt: 200 },
    ])

    const starts = changesOf(history, mainLine(history, memoryRevision(0))).map(
      (change) => change.earliestAuthoredAt,
    )

    expect(starts).toEqual([100_000, 300_000])
  })

  it('takes what an unrelated history brought in for one change', () => {
    const commits = [
      { message: 'Import the other project', parents: [2, 1] },
      { message: 'other root', parents: [] },
      { message: 'root' },
    ]

    expect(shapes(commits)).toEqual([
      ['root', 1, false],
      ['Import the other project', 2, false],
    ])
  })
})
