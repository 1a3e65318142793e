import { describe, expect, it } from 'vitest'
import { mayHoldCopies } from './hold-copies.ts'
import { readHistory } from './history.ts'
import { openRepository } from './repository.ts'
import { countCommits } from './revisions.ts'
import { temporaryRepository, type HistoryScript } from './testing/index.ts'

/** Commit 2 is the original; what is written is then on a branch of its own. */
function besideOriginal(write: (script: HistoryScript) => void): (script: HistoryScript) => void {
  return (script) => {
    const root = script.commit('root', { at: '2026-01-01' })
    script.commit('fix: a', { at: '2026-02-01', authoredAt: '2026-01-20' })
    script.commit('line', { branch: '1.x', parents: [root], at: '2026-03-01' })
    write(script)
  }
}

describe('mayHoldCopies', () => {
  it.each<[string, boolean, (script: HistoryScript, original: string) => void]>([
    ['finds nothing among other commits', false, () => undefined],
    [
      'knows a copy by its author and date',
      true,
      (script) => script.commit('other words', { branch: '1.x', at: '2026-04-01', authoredAt: '2026-01-20' }),
    ],
    [
      'does not take another author for it',
      false,
      (script) =>
        script.commit('fix: a', {
          branch: '1.x',
          at: '2026-04-01',
          authoredAt: '2026-01-20',
          author: { email: 'b@example.com' },
        }),
    ],
    [
      'knows a copy that names its source',
      true,
      (script, original) =>
        script.commit(`backport\n\n(cherry picked from commit ${original})`, {
          branch: '1.x',
          at: '2026-04-01',
        }),
    ],
  ])('%s', async (_, expected, write) => {
    await using plain = await temporaryRepository(besideOriginal(() => undefined))
    const revision = plain.revisionOf({ mark: 2 })
    await using made = await temporaryRepository(besideOriginal((script) => write(script, revision)))
    const repository = await openRepository(made.path)
    const tip = (await made.git(['rev-parse', '1.x'])).trim()
    const history = await readHistory(repository, { tips: [revision] })

    expect(await mayHoldCopies(repository, [tip], [history.commit(0)])).toBe(expected)
    expect(await mayHoldCopies(repository, [tip], [])).toBe(false)
  })
})

describe('readHistory without some commits', () => {
  it('leaves them out, and keeps the place of a parent that is missing', async () => {
    await using made = await temporaryRepository((script) => {
      const root = script.commit('root')
      const old = script.commit('old')
      const side = script.commit('side', { branch: 'side', parents: [root] })
      script.merge('merge', side, {})
      script.reference('refs/heads/old', old)
    })
    const repository = await openRepository(made.path)
    const [merge, old, root] = [4, 2, 1].map((mark) => made.revisionOf({ mark }))

    const history = await readHistory(repository, { tips: [merge ?? ''], without: [old ?? ''] })

    expect([history.subject(0), history.subject(1)]).toEqual(['merge', 'side'])
    expect([history.size, history.parentCount(0), history.parent(0, 0), history.parent(0, 1)]).toEqual([
      2, 2, -1, 1,
    ])
    expect([history.parentRevision(0, 0), history.parentRevision(1, 0)]).toEqual([old, root])
    expect(history.commit(0)).toMatchObject({ parents: [1], isShallowBoundary: false })
    expect(await countCommits(repository, [merge ?? ''])).toBe(4)
    expect(await countCommits(repository, [merge ?? ''], { without: [old ?? ''] })).toBe(2)
  })
})
