import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { firstReleases } from './first-releases.ts'
import type { History } from './history.ts'
import { selectReleases, type Release } from './select-releases.ts'
import { anyCommits } from './testing/arbitraries.ts'
import { memoryHistory, memoryRevision } from './testing/in-memory-history.ts'
import type { Tag } from './tags.ts'
import { instant, revision } from '@sluice/model'

const taggedHistories = anyCommits().chain((commits) =>
  fc.record({
    commits: fc.constant(commits),
    tags: fc.array(
      fc.record({
        place: fc.nat({ max: commits.length - 1 }),
        at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      }),
      { maxLength: 8 },
    ),
  }),
)

describe('firstReleases', () => {
  test.prop({ given: taggedHistories }, { seed: 1 })(
    'agrees with asking every release for every commit',
    ({ given }) => {
      // Authors differ, so that no commit is taken for a copy of another.
      const commits = given.commits.map((commit, place) => ({
        ...commit,
        author: { name: `Author ${place}`, email: `${place}@example.com` },
      }))
      const history = memoryHistory(commits)
      const tags = given.tags.map(({ place, at }, number): Tag => ({
        name: `v1.${number}`,
        revision: revision(memoryRevision(place)),
        isAnnotated: true,
        createdAt: instant(at),
      }))
      const { releases } = selectReleases(tags, { history })

      expect([...firstReleases(history, releases).first]).toEqual(slowFirstReleases(history, releases))
    },
  )
})

/** What `git tag --contains` would say, one commit and one release at a time. */
function slowFirstReleases(history: History, releases: readonly Release[]): readonly number[] {
  const reached = releases.map(({ revision }) => ancestors(history, history.indexOf(revision) ?? -1))
  return Array.from({ length: history.size }, (_, commit) => reached.findIndex((set) => set.has(commit)))
}

function ancestors(history: History, tip: number): ReadonlySet<number> {
  const set = new Set([tip])
  for (const commit of set) for (const parent of history.commit(commit).parents) set.add(parent)
  return set
}
