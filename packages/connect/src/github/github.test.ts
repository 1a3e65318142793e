import { setTimeout as timer } from 'node:timers/promises'
import { day, hour, instant, minute, type DeliveryEvent, type Instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { openHttpDoor, type HttpDoorOptions } from '../kit/open-http-door.ts'
import type { SourcePage } from '../kit/source.ts'
import { generateForgeHistory, type ForgeHistory, type HistoryRun } from '../testing/forge-history.ts'
import { startGithubServer, type GithubFaults, type GithubServer } from '../testing/github-server.ts'
import { githubHost, type GithubConfig } from './config.ts'
import { github } from './github.ts'

/** What outlives a reading. */
interface Memory {
  readonly cursors: Map<string, string>
  readonly etags: Map<string, string>
}

interface Reading {
  readonly pages: readonly SourcePage[]
  readonly events: ReadonlyMap<string, DeliveryEvent>
  readonly requests: number
  readonly waits: number
}

function newMemory(): Memory {
  return { cursors: new Map(), etags: new Map() }
}

async function read(
  server: GithubServer,
  now: Instant,
  config: Partial<GithubConfig> = {},
  memory: Memory = newMemory(),
  door: Partial<HttpDoorOptions> = {},
): Promise<Reading> {
  const clock = { now: () => now }
  const pages: SourcePage[] = []
  let waits = 0
  await using http = openHttpDoor({
    source: 'github',
    title: 'GitHub',
    baseUrl: server.url,
    clock,
    sleep: () => Promise.resolve(),
    etags: { read: (key) => memory.etags.get(key), write: (key, etag) => memory.etags.set(key, etag) },
    onWait: () => {
      waits += 1
    },
    ...door,
  })
  const asked = { repository: 'acme/shop', apiUrl: server.url, host: 'github.com', ...config }
  for await (const page of github.read(asked, {
    http,
    clock,
    cursorOf: (stream) => memory.cursors.get(stream),
  })) {
    pages.push(page)
    if (page.cursor !== undefined) memory.cursors.set(page.stream, page.cursor)
  }
  const events = new Map(pages.flatMap((page) => page.events.map((event) => [event.id, event] as const)))
  return { pages, events, requests: http.requestCount, waits }
}

async function withServer<T>(
  history: ForgeHistory,
  faults: GithubFaults,
  use: (server: GithubServer) => Promise<T>,
): Promise<T> {
  const server = await startGithubServer({ history, faults })
  try {
    return await use(server)
  } finally {
    await server.close()
  }
}

function gapsOf({ pages }: Reading): readonly (readonly [string, string])[] {
  return pages.flatMap(({ stream, gap }) => (gap === undefined ? [] : [[stream, gap.code] as const]))
}

const history = generateForgeHistory({ seed: 2, pulls: 60 })

describe('github', () => {
  it('learns of everything that happens while it is asked again and again', async () => {
    await withServer(generateForgeHistory({ seed: 9, pulls: 30 }), {}, async (server) => {
      const memory = newMemory()
      const known = new Map<string, DeliveryEvent>()
      for (const pulls of [30, 31, 34, 50, 51, 110]) {
        const world = generateForgeHistory({ seed: 9, pulls })
        server.show(world)

        const { events } = await read(server, world.now, { jobs: 'all' }, memory)
        for (const [id, event] of events) known.set(id, event)

        const whole = await read(server, world.now, { jobs: 'all' })
        expect(
          [...whole.events.keys()].filter((id) => !known.has(id)),
          `${pulls} pulls`,
        ).toEqual([])
      }
    })
  })

  it('costs a request and a hundredth for a pull, and next to nothing when nothing has happened', async () => {
    const world = generateForgeHistory({ seed: 1, pulls: 1_000 })
    await withServer(world, {}, async (server) => {
      const memory = newMemory()

      expect((await read(server, world.now, { streams: ['pulls'] }, memory)).requests).toBe(1_011)
      expect((await read(server, world.now, { streams: ['pulls'] }, memory)).requests).toBe(2)
      expect(server.unchanged()).toBe(1)
    })
  })

  it('reads no further back than wanted', async () => {
    const since = instant(history.now - 2 * day)
    const { pages } = await withServer(history, {}, (server) =>
      read(server, history.now, { since, streams: ['pulls', 'runs', 'deployments'] }),
    )

    const snapshots = pages
      .flatMap(({ events }) => events)
      .filter(({ kind }) => kind === 'change' || kind === 'deployment' || kind === 'ci-run')
    expect(snapshots.length).toBeGreaterThan(10)
    expect(snapshots.filter(({ at }) => at < since)).toEqual([])
  })

  it('tells of a part that it may not read which permission is missing, and reads the others', async () => {
    const forbidden = { path: /\/actions\//, permission: 'actions=read' }
    const reading = await withServer(history, { forbidden }, (server) => read(server, history.now))

    expect(gapsOf(reading)).toEqual([['runs', 'SOURCE_FORBIDDEN']])
    expect(reading.pages.find(({ gap }) => gap !== undefined)?.gap?.message).toContain(
      'it needs the permission actions=read',
    )
    expect(
      new Set(reading.pages.filter(({ events }) => events.length > 0).map(({ stream }) => stream)),
    ).toEqual(new Set(['pulls', 'deployments', 'incidents']))
  })

  it('keeps a pull whose timeline cannot be read, and says so', async () => {
    const forbidden = { path: /\/issues\/7\/timeline/, permission: 'issues=read' }
    const reading = await withServer(history, { forbidden }, (server) =>
      read(server, history.now, { streams: ['pulls'] }),
    )

    expect(gapsOf(reading)).toEqual([['pulls', 'SOURCE_FORBIDDEN']])
    expect(
      [...reading.events.values()].filter((event) => event.id.includes(':pull:7')).map(({ kind }) => kind),
    ).toEqual(['change'])
  })

  it('stops at pages that lead in circles with what was read', async () => {
    const world = generateForgeHistory({ seed: 4, pulls: 250 })
    const reading = await withServer(world, { hasCircularPages: true }, (server) =>
      read(server, world.now, { streams: ['pulls'] }),
    )

    expect(gapsOf(reading)).toEqual([['pulls', 'SOURCE_PAGES_CIRCULAR']])
    expect([...reading.events.values()].filter(({ kind }) => kind === 'change')).toHaveLength(200)
  })

  it('reads commits from their own list where timelines leave them out', async () => {
    const [whole, without] = await Promise.all(
      [{}, { hidesCommits: true }].map((faults) =>
        withServer(history, faults, (server) => read(server, history.now, { streams: ['pulls'] })),
      ),
    )

    expect(without?.events).toEqual(whole?.events)
  })

  it('brings the same through limits and failures', async () => {
    const whole = await withServer(history, {}, (server) => read(server, history.now))
    const through = await withServer(
      history,
      { failEvery: 7, secondaryEvery: { requests: 23, retryAfter: 2 } },
      (server) => read(server, history.now),
    )
    const limited = await withServer(history, { limit: { requests: 150, periodMs: 400 } }, (server) =>
      read(server, history.now, {}, newMemory(), { sleep: () => timer(410) }),
    )

    expect(through.events).toEqual(whole.events)
    expect(limited.events).toEqual(whole.events)
    expect([through.waits > 0, limited.waits > 0]).toEqual([true, true])
  })

  it.each(['shop', 'acme/shop/extra', 'https://github.com/acme/shop', 'acme/sh?op', ''])(
    'does not ask for a repository called %j',
    async (repository) => {
      const asked = withServer(history, {}, (server) => read(server, history.now, { repository }))

      await expect(asked).rejects.toMatchObject({ code: 'SOURCE_REPOSITORY_INVALID' })
    },
  )

  it('says what is wrong with a repository that is not there', async () => {
    const asked = withServer(history, {}, (server) => read(server, history.now, { repository: 'acme/shops' }))

    await expect(asked).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' })
  })
})

describe('runs of github', () => {
  /** Runs at these moments, one attempt each. */
  function worldOf(
    moments: readonly Instant[],
    again: ReadonlyMap<number, Instant> = new Map(),
  ): ForgeHistory {
    const run = (id: number): HistoryRun | undefined => {
      const createdAt = moments[id]
      if (createdAt === undefined) return undefined
      const attempt = (askedAt: Instant): HistoryRun['attempts'][number] => ({
        askedAt,
        startedAt: instant(askedAt + minute),
        finishedAt: instant(askedAt + 5 * minute),
        hasPassed: true,
      })
      const later = again.get(id)
      const attempts = [attempt(createdAt), ...(later === undefined ? [] : [attempt(later)])]
      return { id, pull: 1, event: 'pull_request', branch: 'x', sha: 'a'.repeat(40), createdAt, attempts }
    }
    const runs = moments
      .map((createdAt, id) => ({ id, createdAt }))
      .toSorted((a, b) => b.createdAt - a.createdAt)
    return { ...history, startsAt: instant(history.now - 60 * day), runs, run }
  }
  const options: Partial<GithubConfig> = { streams: ['runs'], jobs: 'none' }

  function runsOf({ events }: Reading): number {
    return [...events.values()].filter(({ kind }) => kind === 'ci-run').length
  }

  it('are all found although GitHub lists no more than 1,000 for one question', async () => {
    const moments = Array.from({ length: 2_600 }, (_, place) => instant(history.now - day - place * 20_000))

    const reading = await withServer(worldOf(moments), {}, (server) => read(server, history.now, options))

    expect(runsOf(reading)).toBe(2_600)
    expect(gapsOf(reading)).toEqual([])
    expect(reading.pages.at(-1)?.progress).toEqual({
      done: reading.pages.at(-1)?.progress.total,
      total: reading.pages.at(-1)?.progress.done,
    })
  })

  it('that GitHub hides behind its cap are counted and said', async () => {
    const moments = Array.from({ length: 1_200 }, (_, place) => instant(history.now - day - place))

    const reading = await withServer(worldOf(moments), {}, (server) => read(server, history.now, options))

    expect(gapsOf(reading)).toEqual([['runs', 'SOURCE_LIST_CAPPED']])
    expect(runsOf(reading)).toBe(1_000)
  })

  it('are found when they are started again, as long as that is possible', async () => {
    const moments = [
      instant(history.now - 20 * day),
      instant(history.now - 2 * day),
      instant(history.now - hour),
    ]
    const world = worldOf(moments)
    const again = new Map([
      [0, instant(history.now + hour)],
      [1, instant(history.now + hour)],
    ])
    await withServer(world, {}, async (server) => {
      const memory = newMemory()
      const attempts = async (after: number): Promise<readonly string[]> => {
        const now = instant(history.now + after)
        server.show({ ...worldOf(moments, after > 0 ? again : new Map()), now })
        const { events } = await read(server, now, options, memory)
        return [...events.values()].flatMap((event) =>
          event.kind === 'ci-run' && event.run.attempt > 1 ? [event.run.id] : [],
        )
      }

      expect(await attempts(0)).toEqual([])
      // Soon after, only the last days are looked through; a day later, all that can have been started again.
      expect(await attempts(4 * hour)).toEqual(['github:1:2'])
      expect(await attempts(25 * hour)).toEqual(['github:0:2'])
      expect(await attempts(28 * hour)).toEqual([])
    })
  })
})

describe('githubHost', () => {
  it.each([
    [undefined, 'github.com'],
    ['https://api.github.com', 'github.com'],
    ['https://api.acme.ghe.com', 'acme.ghe.com'],
    ['https://git.acme.example/api/v3', 'git.acme.example'],
    ['https://git.acme.example:8443/api/v3/', 'git.acme.example:8443'],
  ])('of %s is %s', (apiUrl, host) => {
    expect(githubHost(apiUrl)).toBe(host)
  })

  it('is nothing for what is no address', () => {
    expect(() => githubHost('github')).toThrow(expect.objectContaining({ code: 'SOURCE_URL_INVALID' }))
  })
})
