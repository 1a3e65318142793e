import { clockFrom, instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openHttpDoor } from '../kit/open-http-door.ts'
import { gitlabHistory, type GitlabHistory } from '../testing/gitlab-history.ts'
import { startGitlabServer, type GitlabFaults } from '../testing/gitlab-server.ts'
import { readUpdated, type UpdatedPage } from './read-updated.ts'
import { GitlabTime } from './schema.ts'

const Row = z.object({ iid: z.int(), updated_at: GitlabTime })
type Row = z.infer<typeof Row>

describe('readUpdated', () => {
  it('reads everything once, in the order of change, from page to page', async () => {
    const { pages, requests } = await read(issuesAt([5, 1, 4, 2, 3, 6, 7]))

    expect(pages.map(({ items }) => items.map(({ iid }) => iid))).toEqual([[2, 4], [5], [3], [1], [6], [7]])
    expect(requests.every((request) => !/[?&]page=/.test(request))).toBe(true)
  })

  it('misses nothing that changes while it reads', async () => {
    let later: (() => void) | undefined
    const { pages } = await read(issuesAt([1, 2, 3, 4, 5, 6]), {
      onPage: (show) => {
        // The first one, which is read already, moves to the end: by pages the third would be passed over.
        later ??= () => show(issuesAt([100, 2, 3, 4, 5, 6]))
        later()
      },
    })

    expect(pages.flatMap(({ items }) => items.map(({ iid }) => iid))).toEqual([1, 2, 3, 4, 5, 6, 1])
  })

  it('goes through many that changed in one moment by the number of the page', async () => {
    const { pages, requests } = await read(issuesAt([1, 2, 2, 2, 2, 2, 3]))

    expect(
      pages.flatMap(({ items }) => items.map(({ iid }) => iid)).toSorted((left, right) => left - right),
    ).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(requests.filter((request) => request.includes('page=2')).length).toBeGreaterThan(0)
  })

  it('comes to an end when the server does not filter', async () => {
    const { pages, requests } = await read(issuesAt([1, 2, 3, 4, 5, 6, 7]), {
      faults: { ignoresFilters: true },
    })

    expect(new Set(pages.flatMap(({ items }) => items.map(({ iid }) => iid))).size).toBe(7)
    expect(requests.length).toBeLessThanOrEqual(6)
  })

  it('tells how much there is where the server does, and nothing where it does not', async () => {
    const told = await read(issuesAt([1, 2, 3]))
    const untold = await read(issuesAt([1, 2, 3]), { faults: { hidesTotals: true } })

    expect(told.pages.map(({ progress }) => progress)).toEqual([
      { done: 2, total: 3 },
      { done: 3, total: 3 },
    ])
    expect(untold.pages.map(({ progress }) => progress)).toEqual([{ done: 2 }, { done: 3, total: 3 }])
  })

  it('goes on a minute before where it was left, and not before the beginning that is wanted', async () => {
    const { requests } = await read(issuesAt([1]), { cursor: '2026-06-01T10:00:00.500Z' })
    const since = instant(Date.UTC(2026, 5, 1, 11))
    const later = await read(issuesAt([1]), { cursor: '2026-06-01T10:00:00.500Z', since })
    const broken = await read(issuesAt([1]), { cursor: 'nonsense' })

    expect(requests.map(afterOf)).toEqual(['2026-06-01T09:59:00.500Z'])
    expect(later.requests.map(afterOf)).toEqual(['2026-06-01T11:00:00.000Z'])
    expect(broken.requests.map(afterOf)).toEqual([null])
  })
})

/** Issues numbered from 1, each last changed so many minutes after midnight. */
function issuesAt(minutes: readonly number[]): GitlabHistory {
  const issues = minutes.map((minute, place) => ({
    iid: place + 1,
    updated_at: new Date(Date.UTC(2026, 5, 1) + minute * 60_000).toISOString(),
  }))
  return { ...gitlabHistory({ requests: 0 }), issues }
}

function afterOf(request: string): string | null {
  return new URL(request, 'http://host').searchParams.get('updated_after')
}

async function read(
  history: GitlabHistory,
  options: {
    readonly faults?: GitlabFaults
    readonly cursor?: string
    readonly since?: ReturnType<typeof instant>
    readonly onPage?: (show: (history: GitlabHistory) => void) => void
  } = {},
): Promise<{ readonly pages: readonly UpdatedPage<Row>[]; readonly requests: readonly string[] }> {
  const server = await startGitlabServer({ history, faults: options.faults ?? {} })
  const clock = clockFrom(() => Date.now())
  await using door = openHttpDoor({ source: 'gitlab', baseUrl: server.url, clock })
  const pages: UpdatedPage<Row>[] = []
  const list = readUpdated(door, {
    path: '/projects/acme%2Fshop/issues',
    schema: Row,
    updatedAt: (row) => row.updated_at,
    keyOf: (row) => row.iid,
    since: options.since,
    cursor: options.cursor,
    pageSize: 2,
  })
  for await (const page of list) {
    pages.push(page)
    options.onPage?.((later) => server.show(later))
  }
  await server.close()
  return { pages, requests: server.requests }
}
