import { describe, expect, it } from 'vitest'
import { readHistory } from './history.ts'
import { openRepository } from './repository.ts'
import { temporaryRepository } from './testing/index.ts'

describe('readHistory', () => {
  it('reads a linear history with all fields', async () => {
    await using repository = await temporaryRepository((script) => {
      script.commit('first', { at: '2026-01-01T00:00:00Z' })
      script.commit('second (#7)\n\nWhy.\n\nCo-authored-by: Bo <bo@example.com>', {
        at: '2026-01-02T00:00:00Z',
        authoredAt: '2026-01-01T12:00:00Z',
        author: { name: 'Grace', email: 'grace@example.com' },
        committer: { name: 'GitHub', email: 'noreply@github.com' },
      })
    })
    const opened = await openRepository(repository.path)
    const tip = (await repository.git(['rev-parse', 'main'])).trim()

    const history = await readHistory(opened, { tips: [tip] })

    expect(history.size).toBe(2)
    expect(history.commit(0)).toEqual({
      index: 0,
      revision: tip,
      parents: [1],
      isShallowBoundary: false,
      author: { name: 'Grace', email: 'grace@example.com' },
      committer: { name: 'GitHub', email: 'noreply@github.com' },
      authoredAt: Date.UTC(2026, 0, 1, 12),
      committedAt: Date.UTC(2026, 0, 2),
      subject: 'second (#7)',
      title: 'second (#7)',
      pullRequest: 7,
      trailers: [{ key: 'Co-authored-by', value: 'Bo <bo@example.com>' }],
      footers: [],
      reverts: [],
      revertedPullRequests: [],
      cherryPickedFrom: [],
    })
    expect(history.indexOf(tip)).toBe(0)
  })
})
