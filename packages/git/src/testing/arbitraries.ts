import { fc } from '@fast-check/vitest'
import type { MemoryCommit } from './in-memory-history.ts'

/** Any shape of history up to `maxLength` commits: several roots, merges of up to three parents, in any order of time. */
export function anyCommits(maxLength = 30): fc.Arbitrary<readonly MemoryCommit[]> {
  const choices = fc.record({
    picks: fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 3 }),
    authoredAt: fc.integer({ min: -1_000_000, max: 4_000_000_000 }),
  })
  return fc.array(choices, { minLength: 1, maxLength }).map((list) =>
    list.map(({ picks, authoredAt }, place) => ({
      // A parent always stands later in the list, as git prints it; a pick beyond the end is no parent.
      parents: picks.map((pick) => place + 1 + pick).filter((parent) => parent < list.length),
      authoredAt,
      message: `commit ${place}`,
    })),
  )
}
