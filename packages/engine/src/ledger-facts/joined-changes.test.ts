import { aMergedFact, aMainLineChange, authoredAt, commitsOf } from '../testing/ledger-rows.ts'
import { day, instant, minute, shift } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { joinChanges } from './joined-changes.ts'

describe('joinChanges', () => {
  it('takes the start, the merge and the title of a squashed change from its request', () => {
    const squashed = aMainLineChange(1, { title: 'Cache the prices (#7)', pullRequest: 7 })
    const request = aMergedFact(7, {
      mergeRevision: squashed.change.revision,
      mergedAt: shift(squashed.change.mergedAt, -1 * minute),
      firstAuthoredAt: shift(squashed.change.mergedAt, -3 * day),
    })

    const { changes, idOf, known } = joinChanges([squashed], [request], [])

    expect(changes).toEqual([
      {
        ...squashed.change,
        id: request.id,
        title: request.title,
        startedAt: request.firstAuthoredAt,
        start: 'first-commit',
        mergedAt: request.mergedAt,
        canCarryMarks: true,
      },
    ])
    expect(idOf(squashed.change.id)).toBe(request.id)
    expect(known).toBe(1)
  })

  it('finds a request by the number in the subject where the merge commit is not known', () => {
    const squashed = aMainLineChange(1, { pullRequest: 7 })

    const joined = joinChanges([squashed], [aMergedFact(7, { mergedAt: squashed.change.mergedAt })], [])

    expect(joined.changes.map(({ id }) => id)).toEqual(['github.com/acme/shop#7'])
  })

  it('does not take a request of long ago for the number of another repository', () => {
    const synced = aMainLineChange(1, { pullRequest: 7 })
    const old = aMergedFact(7, { mergedAt: shift(synced.change.mergedAt, -300 * day) })

    expect(joinChanges([synced], [old], []).known).toBe(0)
  })

  it('counts the commits of a rebased request as one change', () => {
    const [before, first, middle, last] = [1, 2, 3, 4].map((nth) => aMainLineChange(nth))
    if (!last || !middle || !first || !before) throw new TypeError('four')
    const request = aMergedFact(7, {
      mergeRevision: last.change.revision,
      mergedAt: last.change.mergedAt,
      commits: 3,
      firstAuthoredAt: first.authoredAt,
    })
    const branch = commitsOf(request.id, [authoredAt(2), authoredAt(3), authoredAt(4)])

    const { changes, idOf } = joinChanges([before, first, middle, last], [request], branch)

    expect(changes.map(({ id, commits, shape }) => [id, commits, shape])).toEqual([
      [before.change.id, 1, 'single'],
      [request.id, 3, 'rebase'],
    ])
    expect(idOf(middle.change.id)).toBeUndefined()
  })

  it('leaves a change that no forge knows as git shows it', () => {
    const direct = aMainLineChange(1)

    expect(joinChanges([direct], [], []).changes).toEqual([direct.change])
  })

  it('joins a request to one change only', () => {
    const changes = [aMainLineChange(1, { pullRequest: 7 }), aMainLineChange(2, { pullRequest: 7 })]
    const request = aMergedFact(7, { mergedAt: instant(changes[1]?.change.mergedAt ?? 0) })

    expect(joinChanges(changes, [request], []).changes.map(({ id }) => id)).toEqual([
      changes[0]?.change.id,
      request.id,
    ])
  })

  it('keeps the stronger of the marks that git and the forge found, each once', () => {
    const mark = { tool: 'Claude Code', place: 'trailer' } as const
    const squashed = aMainLineChange(1, { pullRequest: 7, authorClass: 'ai-co-authored', marks: [mark] })
    const request = aMergedFact(7, {
      mergedAt: squashed.change.mergedAt,
      authorClass: 'ai-authored',
      marks: JSON.stringify([mark, { tool: 'Copilot', place: 'author' }]),
    })

    expect(joinChanges([squashed], [request], []).changes[0]).toMatchObject({
      authorClass: 'ai-authored',
      marks: [mark, { tool: 'Copilot', place: 'author' }],
    })
  })
})
