import { describe, expect, it } from 'vitest'
import { githubPlace } from './config.ts'
import { mapPull } from './map-pull.ts'
import { Pull } from './schema.ts'

const place = githubPlace('github.com', 'Acme/Shop')

const open = {
  number: 12,
  title: 'Pay later',
  html_url: 'https://github.com/acme/shop/pull/12',
  body: 'With https://ada:hunter2@acme.example and ghp_0123456789abcdefABCDEF0123456789abcd.',
  user: { login: 'ada', type: 'User' },
  state: 'open',
  draft: false,
  created_at: '2026-01-05T08:00:00Z',
  updated_at: '2026-01-05T09:00:00Z',
  closed_at: null,
  merged_at: null,
  merge_commit_sha: 'd'.repeat(40),
  head: { ref: 'pay-later', sha: 'B'.repeat(40) },
  base: { ref: 'main', sha: 'c'.repeat(40) },
  labels: [{ name: 'payments' }, 'old-style'],
  additions: 10,
  deletions: 2,
}
const merged = { ...open, state: 'closed', merged_at: open.updated_at, closed_at: open.updated_at }

function map(fields: object): ReturnType<typeof mapPull> {
  return mapPull(place, Pull.parse(fields))
}

describe('mapPull', () => {
  it('tells the state of a change, without what others should not read', () => {
    const event = map(merged)

    expect(event).toEqual({
      id: expect.stringMatching(/^github:acme\/shop:pull:12@2026-01-05T09:00:00Z\.102[0-9a-f]{8}$/),
      source: 'github',
      repository: 'github.com/acme/shop',
      at: Date.UTC(2026, 0, 5, 9),
      kind: 'change',
      change: {
        id: 'github.com/acme/shop#12',
        number: 12,
        title: 'Pay later',
        url: open.html_url,
        description: 'With https://[redacted]@acme.example and [redacted].',
        author: { name: 'ada', kind: 'person' },
        state: 'merged',
        isDraft: false,
        openedAt: Date.UTC(2026, 0, 5, 8),
        mergedAt: Date.UTC(2026, 0, 5, 9),
        closedAt: Date.UTC(2026, 0, 5, 9),
        mergeRevision: 'd'.repeat(40),
        headRevision: 'b'.repeat(40),
        headBranch: 'pay-later',
        baseBranch: 'main',
        labels: ['payments', 'old-style'],
        addedLines: 10,
        deletedLines: 2,
      },
    })
  })

  it('does not take the trial merge of an open pull for its merge', () => {
    expect(map(open)).toMatchObject({ change: { state: 'open' } })
    expect(map(open)).not.toHaveProperty('change.mergeRevision')
  })

  it('orders states of one second: closed after open, more labels after fewer', () => {
    const bare = map({ ...open, labels: [] }).id
    const labelled = map(open).id
    const closed = map({ ...merged, labels: [] }).id

    expect([closed, labelled, bare].toSorted()).toEqual([bare, labelled, closed])
  })

  it('has one id for one state, whether lines are told or not', () => {
    const { additions: _, deletions: __, ...listed } = merged

    expect(map(listed).id).toBe(map(merged).id)
  })

  it('keeps repositories of servers apart', () => {
    const elsewhere = mapPull(githubPlace('Git.Acme.example', 'acme/shop'), Pull.parse(open))

    expect(elsewhere.id.startsWith('github@git.acme.example:acme/shop:pull:12@')).toBe(true)
    expect(elsewhere.repository).toBe('git.acme.example/acme/shop')
  })
})
