import { fc, it as propertyTest } from '@fast-check/vitest'
import { openRepository, readHistory } from '@sluice/git'
import { temporaryRepository, type ScriptedCommit } from '@sluice/git/testing'
import { revision } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { ancestryOf } from './ancestry.ts'

/** Parents of each commit, as places among those before it. */
const graphs = fc.integer({ min: 2, max: 9 }).chain((size) =>
  fc.tuple(
    ...Array.from({ length: size }, (_, place) =>
      fc.uniqueArray(fc.nat({ max: Math.max(0, place - 1) }), {
        minLength: place === 0 ? 0 : 1,
        maxLength: place === 0 ? 0 : 2,
      }),
    ),
  ),
)

describe('ancestryOf', () => {
  propertyTest.prop({ graph: graphs }, { numRuns: 8, seed: 1 })(
    'agrees with git merge-base --is-ancestor, but that nothing is its own ancestor',
    async ({ graph }) => {
      const commits: ScriptedCommit[] = []
      await using repository = await temporaryRepository((script) => {
        for (const [place, parents] of graph.entries()) {
          const known = parents.map((parent) => commits[parent]).filter((parent) => parent !== undefined)
          commits.push(script.commit(`commit ${place}`, { parents: known, branch: `b${place}` }))
        }
      })
      const revisions = commits.map((commit) => repository.revisionOf(commit))
      const history = await readHistory(await openRepository(repository.path, {}), { tips: revisions })
      const isAncestor = ancestryOf(history)

      const pairs = revisions.flatMap((older) => revisions.map((newer) => [older, newer] as const))
      const found = pairs.filter(([older, newer]) => isAncestor(older, newer))
      // One process for each commit: all that it reaches.
      const expected: (readonly [string, string])[] = []
      for (const newer of revisions) {
        const reached = new Set((await repository.git(['rev-list', newer])).trim().split('\n'))
        expected.push(
          ...revisions
            .filter((older) => older !== newer && reached.has(older))
            .map((older) => [older, newer] as const),
        )
      }

      expect(new Set(found.map(String))).toEqual(new Set(expected.map(String)))
    },
  )

  it('knows nothing of commits that the history does not hold', async () => {
    await using repository = await temporaryRepository((script) => script.commit('start'))
    const head = revision((await repository.git(['rev-parse', 'HEAD'])).trim())
    const isAncestor = ancestryOf(
      await readHistory(await openRepository(repository.path, {}), { tips: [head] }),
    )

    const stranger = revision('f'.repeat(40))

    expect([isAncestor(stranger, head), isAncestor(head, stranger), isAncestor(stranger, stranger)]).toEqual([
      false,
      false,
      false,
    ])
  })

  it('walks past parents whose clock was days ahead', async () => {
    const commits: ScriptedCommit[] = []
    await using repository = await temporaryRepository((script) => {
      commits.push(script.commit('start', { at: '2026-03-10T00:00:00Z' }))
      commits.push(script.commit('slow clock', { at: '2026-03-05T00:00:00Z' }))
      commits.push(script.commit('after', { at: '2026-03-11T00:00:00Z' }))
    })
    const [start, , after] = commits.map((commit) => repository.revisionOf(commit))
    if (start === undefined || after === undefined) throw new TypeError('three commits')
    const history = await readHistory(await openRepository(repository.path, {}), { tips: [after] })

    expect(ancestryOf(history)(start, after)).toBe(true)
  })
})
