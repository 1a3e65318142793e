import { describe, expect, it } from 'vitest'
import { firstReleases } from './first-releases.ts'
import { selectReleases } from './select-releases.ts'
import { memoryHistory, memoryRevision, type MemoryCommit } from './testing/in-memory-history.ts'
import type { Tag } from './tags.ts'
import { instant, revision } from '@sluice/model'

function tag(name: string, place: number, seconds: number): Tag {
  return {
    name,
    revision: revision(memoryRevision(place)),
    isAnnotated: true,
    createdAt: instant(seconds * 1_000),
  }
}

/** For each commit the name of its first release, with a star when it came as a copy. */
function shipped(commits: readonly MemoryCommit[], tags: readonly Tag[]): readonly string[] {
  const history = memoryHistory(commits)
  const { releases } = selectReleases(tags, { history })
  const { first, isBackport } = firstReleases(history, releases)
  return [...first].map(
    (place, commit) => `${releases[place]?.name ?? '-'}${isBackport[commit] === 1 ? '*' : ''}`,
  )
}

describe('firstReleases', () => {
  const main = { message: 'fix: a', parents: [3], authoredAt: 30, committedAt: 30 }
  const root = { message: 'root', parents: [], authoredAt: 10, committedAt: 10 }

  it('leaves unreleased commits without a release', () => {
    expect(shipped([{ authoredAt: 20 }, root], [tag('v1.0', 1, 15)])).toEqual(['-', 'v1.0'])
  })

  it('gives the original of a cherry-pick the release of its copy', () => {
    const copy = {
      message: `fix: a, on 1.x\n\n(cherry picked from commit ${memoryRevision(2)})`,
      parents: [3],
      authoredAt: 31,
      committedAt: 40,
    }
    const commits = [{ message: 'later', parents: [2], authoredAt: 50 }, copy, main, root]

    expect(shipped(commits, [tag('v1.0', 3, 15), tag('v1.1', 1, 45), tag('v2.0', 0, 60)])).toEqual([
      'v2.0',
      'v1.1',
      'v1.1*',
      'v1.0',
    ])
  })

  it('knows a copy by author, author date and subject', () => {
    const copy = { ...main, committedAt: 40 }
    const commits = [{ message: 'later', parents: [2], authoredAt: 50 }, copy, main, root]

    expect(shipped(commits, [tag('v1.0', 3, 15), tag('v1.1', 1, 45)])).toEqual(['-', 'v1.1', 'v1.1*', 'v1.0'])
  })

  it('does not take a change that was done again after a revert for a copy', () => {
    const commits = [
      { ...main, parents: [1], committedAt: 60 },
      { message: 'Revert "fix: a"', parents: [2], authoredAt: 50 },
      main,
      root,
    ]

    expect(shipped(commits, [tag('v1.1', 2, 45), tag('v1.2', 0, 70)])).toEqual([
      'v1.2',
      'v1.2',
      'v1.1',
      'v1.1',
    ])
  })

  it('marks the first release of each service as baseline', () => {
    const history = memoryHistory([{ authoredAt: 20 }, root])
    const { releases } = selectReleases([tag('a@1.0', 1, 15), tag('b@1.0', 1, 16), tag('a@1.1', 0, 25)], {
      history,
    })

    expect(firstReleases(history, releases).isBaseline).toEqual([true, true, false])
  })

  it('walks a long line without recursion', () => {
    const commits = Array.from({ length: 50_000 }, (): MemoryCommit => ({}))

    expect(new Set(shipped(commits, [tag('v1.0', 0, 9_999_999_999)]))).toEqual(new Set(['v1.0']))
  })
})
