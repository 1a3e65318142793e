import { createServer } from 'node:http'
import { setTimeout as timer } from 'node:timers/promises'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startScriptedServer, type ScriptedAnswer, type ScriptedRequest } from '../testing/scripted-server.ts'
import { openHttpDoor, type HttpDoorOptions, type HttpWait, type OpenHttpDoor } from './open-http-door.ts'
import { Secret } from './secret.ts'

const begin = instant(Date.UTC(2026, 10, 22, 12))
const Item = z.object({ id: z.number() })
const secretText = 'a-token-nobody-may-see'

interface Visit {
  readonly door: OpenHttpDoor
  readonly url: string
  readonly requests: readonly ScriptedRequest[]
  readonly sleeps: readonly number[]
  readonly waits: readonly HttpWait[]
  readonly peak: () => number
}

/** Opens a door to a server that follows the script; time passes only in its sleeps. */
async function visit<T>(
  script: (request: ScriptedRequest, url: string) => ScriptedAnswer,
  use: (visit: Visit) => Promise<T>,
  options: Partial<HttpDoorOptions> = {},
): Promise<T> {
  await using server = await startScriptedServer((request) => script(request, server.url))
  const sleeps: number[] = []
  const waits: HttpWait[] = []
  let now: number = begin
  await using door = openHttpDoor({
    source: 'forge',
    title: 'The forge',
    baseUrl: server.url,
    clock: { now: () => instant(now) },
    secret: new Secret(secretText),
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds)
      // What is under way arrives before the time is over.
      await timer(20)
      now += milliseconds
    },
    onWait: (wait) => waits.push(wait),
    ...options,
  })
  return await use({ door, url: server.url, requests: server.requests, sleeps, waits, peak: server.peak })
}

const one = { schema: Item }

async function idsOf(door: OpenHttpDoor, path = '/items', more: object = {}): Promise<readonly number[]> {
  const ids: number[] = []
  for await (const { items } of door.pages(path, { schema: Item, ...more }))
    ids.push(...items.map(({ id }) => id))
  return ids
}

async function all<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = []
  for await (const page of pages) found.push(page)
  return found
}

/** A list of `last` pages with one item each, which bears the number of its page. */
function listOf(last: number, linksLast = true) {
  return ({ url }: ScriptedRequest, origin: string): ScriptedAnswer => {
    const page = Number(url.searchParams.get('page') ?? 1)
    const links = [
      ...(page < last ? [`<${origin}/items?page=${page + 1}>; rel="next"`] : []),
      ...(page < last && linksLast ? [`<${origin}/items?page=${last}>; rel="last"`] : []),
    ]
    return { body: [{ id: page }], headers: links.length === 0 ? {} : { link: links.join(', ') } }
  }
}

describe('openHttpDoor', () => {
  it.each([
    ['no address', 'is no URL'],
    ['ftp://forge.example', 'is neither http nor https'],
    ['https://ada:pass@forge.example', 'holds a name or a password'],
    ['https://forge.example/?token=x', 'holds a query'],
  ])('does not open to %s', (baseUrl, problem) => {
    const open = (): unknown => openHttpDoor({ source: 'forge', baseUrl, clock: { now: () => begin } })

    expect(open).toThrow(
      expect.objectContaining({ code: 'SOURCE_URL_INVALID', message: `The address of forge ${problem}.` }),
    )
  })

  it('keeps the path of its address and sends what it is told to', async () => {
    await visit(
      () => ({ body: { id: 1 } }),
      async ({ requests, url }) => {
        await using door = openHttpDoor({
          source: 'forge',
          baseUrl: `${url}/api/v3`,
          clock: { now: () => begin },
          secret: new Secret(secretText),
          authorize: (token) => ({ 'private-token': token }),
          userAgent: 'sluice/1',
        })

        await door.get('/repos/a b', { ...one, query: { state: 'all', page: 2, none: undefined } })

        const [request] = requests
        expect(request?.url.pathname + (request?.url.search ?? '')).toBe(
          '/api/v3/repos/a%20b?state=all&page=2',
        )
        expect(request?.headers).toMatchObject({ 'private-token': secretText, 'user-agent': 'sluice/1' })
        expect(request?.headers.authorization).toBeUndefined()
      },
    )
  })

  it('unpacks what comes packed', async () => {
    const packed = { headers: { 'content-encoding': 'gzip' }, body: gzipSync('{"id":7}') }

    expect(
      await visit(
        () => packed,
        ({ door }) => door.get('/', one),
      ),
    ).toEqual({ id: 7 })
  })

  it('has no more requests under way than it may', async () => {
    const peak = await visit(
      () => ({ body: { id: 1 }, delay: 5 }),
      async ({ door, peak }) => {
        await Promise.all(Array.from({ length: 40 }, () => door.get('/', one)))
        return peak()
      },
      { concurrency: 3 },
    )

    expect(peak).toBe(3)
  })

  it('goes through a proxy when the environment names one', async () => {
    const seen: string[] = []
    const proxy = createServer().on('connect', (request, socket) => {
      seen.push(request.url ?? '')
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    })
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve)
    })
    process.env['https_proxy'] =
      `http://ada:proxy-password@127.0.0.1:${(proxy.address() as AddressInfo).port}`
    try {
      await using door = openHttpDoor({
        source: 'forge',
        baseUrl: 'https://forge.example',
        clock: { now: () => begin },
        tries: 1,
      })

      const error = await door.get('/', one).catch((caught: unknown) => caught)

      expect(error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('proxy-password')
      expect(seen).toEqual(['forge.example:443'])
    } finally {
      delete process.env['https_proxy']
      proxy.close()
    }
  })
})

describe('errors of a door', () => {
  it.each([
    [401, {}, {}, 'SOURCE_UNAUTHORIZED', /does not accept the token/],
    [
      403,
      { message: 'Must have admin rights' },
      {},
      'SOURCE_FORBIDDEN',
      /it says "Must have admin rights"\.$/,
    ],
    [
      403,
      {},
      { 'x-accepted-oauth-scopes': 'repo', 'x-oauth-scopes': 'read:user' },
      'SOURCE_FORBIDDEN',
      /it needs the scope repo, and has read:user\.$/,
    ],
    [
      403,
      {},
      { 'x-accepted-oauth-scopes': 'repo, public_repo', 'x-oauth-scopes': '' },
      'SOURCE_FORBIDDEN',
      /it needs the scope repo or public_repo, and has none\.$/,
    ],
    [
      403,
      {},
      { 'x-accepted-github-permissions': 'actions=read' },
      'SOURCE_FORBIDDEN',
      /it needs the permission actions=read\.$/,
    ],
    [
      403,
      {},
      { 'www-authenticate': 'Bearer error="insufficient_scope", scope="api read_api"' },
      'SOURCE_FORBIDDEN',
      /it needs the scope api read_api\.$/,
    ],
    [
      403,
      {},
      { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?authorization_request=abc' },
      'SOURCE_FORBIDDEN',
      /authorised for single sign-on\.$/,
    ],
    [404, {}, {}, 'SOURCE_NOT_FOUND', /knows nothing at \/thing \(status 404\)\.$/],
    [
      404,
      {},
      { 'x-accepted-oauth-scopes': 'repo', 'x-oauth-scopes': 'gist' },
      'SOURCE_NOT_FOUND',
      /; it needs the scope repo, and has gist\.$/,
    ],
    [410, {}, {}, 'SOURCE_GONE', /no longer offers/],
    [422, { message: 'Validation Failed' }, {}, 'SOURCE_REFUSED', /status 422: "Validation Failed"\.$/],
  ])('tell what status %i means: %j %j', async (status, body, headers, code, message) => {
    const asked = visit(
      () => ({ status, body, headers }),
      ({ door }) => door.get('/thing', one),
    )

    await expect(asked).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('tell apart a wrong token from none', async () => {
    await using server = await startScriptedServer(() => ({ status: 401 }))
    await using door = openHttpDoor({ source: 'forge', baseUrl: server.url, clock: { now: () => begin } })

    await expect(door.get('/', one)).rejects.toMatchObject({
      message: expect.stringContaining('no token was given'),
    })
  })

  it.each([
    ['a page for people', '<html>Sign in</html>', 'a page for people instead of data'],
    ['half an answer', '{"id": 1', 'no valid JSON'],
    ['another form', '{"id": "one"}', 'id: Invalid input'],
  ])('name %s', async (_, body, problem) => {
    const asked = visit(
      () => ({ body }),
      ({ door }) => door.get('/thing', one),
    )

    await expect(asked).rejects.toMatchObject({
      code: 'SOURCE_ANSWER_INVALID',
      message: expect.stringContaining(problem),
    })
  })

  it('name a list that is none', async () => {
    const asked = visit(
      () => ({ body: { runs: 3 } }),
      ({ door }) => idsOf(door, '/runs', { listAt: 'runs' }),
    )

    await expect(asked).rejects.toMatchObject({
      code: 'SOURCE_ANSWER_INVALID',
      message: expect.stringContaining('"runs" is not a list'),
    })
  })

  it.each([
    ['as it comes', {}, JSON.stringify([{ id: 1, text: 'x'.repeat(5_000) }])],
    [
      'packed small',
      { 'content-encoding': 'gzip' },
      gzipSync(JSON.stringify([{ id: 1, text: 'x'.repeat(5_000) }])),
    ],
  ])('bound what is read, %s', async (_, headers, body) => {
    const asked = visit(
      () => ({ headers, body }),
      ({ door }) => idsOf(door),
      { maximumBytes: 1_000 },
    )

    await expect(asked).rejects.toMatchObject({
      code: 'SOURCE_ANSWER_INVALID',
      message: expect.stringContaining('more than 1000 bytes'),
    })
  })

  it.each([
    ['never answers', { delay: 60_000 }],
    ['never ends its answer', { body: '[', isEndless: true }],
  ])('give up on a server that %s', async (_, answer) => {
    const asked = visit(
      () => answer,
      ({ door }) => door.get('/', one),
      { timeoutMs: 100, tries: 2 },
    )

    await expect(asked).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: expect.stringContaining('no whole answer within 0.1 s'),
    })
  })

  it('say that nothing listens, after some tries', async () => {
    const sleeps: number[] = []
    await using door = openHttpDoor({
      source: 'forge',
      // The port of a service that nobody runs.
      baseUrl: 'http://127.0.0.1:1',
      clock: { now: () => begin },
      sleep: async (milliseconds) => sleeps.push(milliseconds),
    })

    await expect(door.get('/', one)).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    expect(sleeps).toHaveLength(4)
    expect(sleeps.every((slept, place) => slept >= 500 * 2 ** place && slept <= 750 * 2 ** place)).toBe(true)
  })

  it('say that it was stopped, whether it asks or waits', async () => {
    const stop = new AbortController()
    const asking = visit(
      () => ({ delay: 60_000 }),
      ({ door }) => door.get('/', one),
      { signal: stop.signal },
    )
    setTimeout(() => stop.abort(), 50)
    await expect(asking).rejects.toMatchObject({ code: 'SOURCE_CANCELLED' })

    const again = new AbortController()
    await using server = await startScriptedServer(() => ({
      status: 429,
      headers: { 'retry-after': '3000' },
    }))
    await using door = openHttpDoor({
      source: 'forge',
      baseUrl: server.url,
      clock: { now: () => begin },
      signal: again.signal,
    })
    setTimeout(() => again.abort(), 50)
    await expect(door.get('/', one)).rejects.toMatchObject({ code: 'SOURCE_CANCELLED' })
  })

  it('never hold the secret', async () => {
    const echoes: readonly ScriptedAnswer[] = [
      { status: 401, body: { message: secretText } },
      { status: 403, body: { message: `${secretText} may not` } },
      { status: 422, body: { message: secretText } },
      { status: 302, headers: { location: `https://x:${secretText}@other.example/` } },
      { body: `{"id": "${secretText}` },
      { body: { id: secretText } },
      { isCut: true },
    ]
    for (const echo of echoes) {
      const error = await visit(
        () => echo,
        ({ door }) => door.get(`/of/${secretText}`, one),
      ).catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(Error)
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(secretText)
    }
    const page = await visit(
      () => ({ body: [{ id: secretText, at: 'https://ada:hunter2@forge.example' }] }),
      async ({ door }) => (await all(door.pages('/items', one)))[0],
    )
    expect(page?.rejected).toHaveLength(1)
    expect(inspect(page, { depth: 10 })).not.toMatch(new RegExp(`${secretText}|hunter2`))
  })
})

describe('limits of a server', () => {
  it('are waited for when the requests of a period are used up, once for all who ask', async () => {
    const reset = begin + 600_000
    const script = ({ place }: ScriptedRequest): ScriptedAnswer =>
      place <= 4
        ? {
            status: 403,
            body: { message: 'API rate limit exceeded' },
            headers: {
              date: new Date(begin).toUTCString(),
              'x-ratelimit-remaining': '0',
              'x-ratelimit-reset': String(reset / 1_000),
            },
          }
        : { body: { id: place } }

    await visit(
      script,
      async ({ door, waits, requests }) => {
        await Promise.all(Array.from({ length: 4 }, () => door.get('/', one)))

        expect(requests).toHaveLength(8)
        expect(waits).toEqual([
          {
            reason: 'primary-limit',
            until: reset + 1_000,
            message:
              'The requests of this period are used up for The forge; it goes on at 2026-11-22T12:10:01.000Z.',
          },
        ])
      },
      { concurrency: 4 },
    )
  })

  it('are kept to before the server has to refuse anything', async () => {
    await visit(
      ({ place }) => ({
        body: { id: place },
        headers:
          place === 1
            ? { date: new Date(begin).toUTCString(), 'ratelimit-remaining': '0', 'ratelimit-reset': '30' }
            : {},
      }),
      async ({ door, sleeps }) => {
        expect([await door.get('/', one), await door.get('/', one)]).toEqual([{ id: 1 }, { id: 2 }])
        expect(sleeps).toEqual([31_000])
      },
    )
  })

  it('are told by the clock of the server, however wrong this one is', async () => {
    const theirs = begin - 5 * 3_600_000
    const headers = {
      date: new Date(theirs).toUTCString(),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(theirs / 1_000 + 60),
    }

    await visit(
      ({ place }) => (place === 1 ? { status: 429, headers } : { body: { id: 1 } }),
      async ({ door, sleeps }) => {
        await door.get('/', one)
        expect(sleeps).toEqual([61_000])
      },
    )
  })

  it('of its speed are answered with patience that grows, and with fewer requests at once', async () => {
    const message = 'You have exceeded a secondary rate limit.'
    await visit(
      ({ place }) => (place <= 3 ? { status: 403, body: { message } } : { body: { id: 1 } }),
      async ({ door, sleeps, waits }) => {
        await door.get('/', one)

        expect(
          sleeps
            .map((slept, place) => slept / (60_000 * 2 ** place))
            .every((share) => share >= 1 && share < 1.5),
        ).toBe(true)
        expect(waits.map(({ reason }) => reason)).toEqual([
          'secondary-limit',
          'secondary-limit',
          'secondary-limit',
        ])
      },
    )
  })

  it.each([
    ['seconds', '120'],
    ['a date', new Date(begin + 120_000).toUTCString()],
  ])('may ask to come back in %s', async (_, retryAfter) => {
    await visit(
      ({ place }) =>
        place === 1
          ? { status: 429, headers: { 'retry-after': retryAfter, date: new Date(begin).toUTCString() } }
          : { body: { id: 1 } },
      async ({ door, sleeps }) => {
        await door.get('/', one)
        expect(sleeps).toEqual([121_000])
      },
    )
  })

  it('are an error when they ask for more patience than there is, or never end', async () => {
    const tooLong = visit(
      () => ({ status: 429, headers: { 'retry-after': '90000' } }),
      ({ door }) => door.get('/', one),
    )
    await expect(tooLong).rejects.toMatchObject({ code: 'SOURCE_LIMITED' })

    const endless = visit(
      () => ({ status: 429 }),
      async ({ door, requests }) => {
        await door.get('/', one).finally(() => expect(requests.length).toBeLessThan(20))
      },
    )
    await expect(endless).rejects.toMatchObject({ code: 'SOURCE_LIMITED' })
  })

  it('do not cost the answer that tells of them', async () => {
    await visit(
      () => ({ body: { id: 1 }, headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': '90000' } }),
      async ({ door, waits }) => {
        expect(await door.get('/', one)).toEqual({ id: 1 })
        await expect(door.get('/', one)).rejects.toMatchObject({ code: 'SOURCE_LIMITED' })
        expect(waits).toEqual([])
      },
    )
  })

  it('are not read out of a missing right', async () => {
    const asked = visit(
      () => ({ status: 403, body: { message: 'Forbidden' }, headers: { 'x-ratelimit-remaining': '12' } }),
      ({ door, sleeps }) => door.get('/', one).finally(() => expect(sleeps).toEqual([])),
    )

    await expect(asked).rejects.toMatchObject({ code: 'SOURCE_FORBIDDEN' })
  })

  it('give the same pauses for the same seed', async () => {
    const pauses = (seed: number): Promise<readonly number[]> =>
      visit(
        ({ place }) => (place < 4 ? { status: 500 } : { body: { id: 1 } }),
        async ({ door, sleeps }) => {
          await door.get('/', one)
          return sleeps
        },
        { seed },
      )

    expect(await pauses(1)).toEqual(await pauses(1))
    expect(await pauses(1)).not.toEqual(await pauses(2))
  })
})

describe('failures of a server', () => {
  it.each([
    ['status 500', { status: 500 }],
    ['status 503', { status: 503 }],
    ['a cut connection', { isCut: true }],
  ])('are tried again: %s', async (_, failure) => {
    const item = await visit(
      ({ place }) => (place <= 2 ? failure : { body: { id: place } }),
      ({ door }) => door.get('/', one),
    )

    expect(item).toEqual({ id: 3 })
  })

  it('come to an end', async () => {
    const asked = visit(
      () => ({ status: 502 }),
      ({ door, requests }) => door.get('/', one).finally(() => expect(requests).toHaveLength(5)),
    )

    await expect(asked).rejects.toMatchObject({
      code: 'SOURCE_FAILING',
      message: 'The forge failed with status 502 at /, 5 times in a row.',
    })
  })

  it('follow a redirect on the same server, and none to another', async () => {
    const moved = await visit(
      ({ url }) =>
        url.pathname === '/old' ? { status: 301, headers: { location: '/new' } } : { body: { id: 5 } },
      ({ door }) => door.get('/old', one),
    )
    expect(moved).toEqual({ id: 5 })

    const astray = visit(
      () => ({ status: 302, headers: { location: 'https://other.example/new' } }),
      ({ door }) => door.get('/old', one),
    )
    await expect(astray).rejects.toMatchObject({
      code: 'SOURCE_STRAYED',
      message: expect.stringContaining('https://other.example'),
    })

    const around = visit(
      () => ({ status: 302, headers: { location: '/old' } }),
      ({ door }) => door.get('/old', one),
    )
    await expect(around).rejects.toMatchObject({ code: 'SOURCE_ANSWER_INVALID' })
  })
})

describe('pages of a door', () => {
  it.each([
    ['names its last page', true],
    ['does not', false],
  ])('come in order from a server that %s', async (_, linksLast) => {
    const ids = await visit(listOf(30, linksLast), ({ door }) => idsOf(door))

    expect(ids).toEqual(Array.from({ length: 30 }, (_, place) => place + 1))
  })

  it('are asked for ahead only as far as allowed', async () => {
    const asked = await visit(listOf(30), async ({ door, requests }) => {
      for await (const page of door.pages('/items', { ...one, pagesAhead: 0 })) {
        expect(page).toMatchObject({ isLast: false, lastPage: 30 })
        break
      }
      return requests.length
    })

    expect(asked).toBe(1)
  })

  it('tell totals where the server does, and set aside what does not fit', async () => {
    const [page] = await visit(
      () => ({ body: { total_count: 7, runs: [{ id: 1 }, { id: 'two' }, { id: 3 }] } }),
      ({ door }) => all(door.pages('/runs', { ...one, listAt: 'runs' })),
    )

    expect(page).toMatchObject({ items: [{ id: 1 }, { id: 3 }], total: 7, isLast: true })
    expect(page?.rejected).toEqual([
      {
        id: expect.stringMatching(/^forge:rejected:[0-9a-f]{32}$/),
        source: 'forge',
        reason: 'An item of /runs does not fit: id: Invalid input: expected number, received string.',
        excerpt: '{"id":"two"}',
        receivedAt: begin,
      },
    ])
  })

  it.each<[string, (page: number, origin: string) => ScriptedAnswer, RegExp]>([
    [
      'names itself as the next',
      (page, origin) => ({
        body: [{ id: page }],
        headers: { link: `<${origin}/items?page=${Math.min(3, page + 1)}>; rel="next"` },
      }),
      /one that was read already/,
    ],
    [
      'sends a page again',
      (page, origin) => ({
        body: Array.from({ length: 30 }, (_, id) => ({ id: id + 100 * Math.min(3, page) })),
        headers: { link: `<${origin}/items?page=${page + 1}>; rel="next"` },
      }),
      /a page again under another address/,
    ],
    [
      'never ends',
      (page, origin) => ({
        body: [{ id: page, text: 'x'.repeat(300) }],
        headers: { link: `<${origin}/items?page=${page + 1}>; rel="next"` },
      }),
      /after 200 pages there is no end/,
    ],
    [
      'goes on without items',
      (page, origin) => ({ body: [], headers: { link: `<${origin}/items?page=${page + 1}>; rel="next"` } }),
      /50 pages in a row hold nothing/,
    ],
  ])('end in an error when the server %s', async (_, answer, problem) => {
    const asked = visit(
      ({ url }, origin) => answer(Number(url.searchParams.get('page') ?? 1), origin),
      ({ door }) => idsOf(door),
      { maximumPages: 200 },
    )

    await expect(asked).rejects.toMatchObject({
      code: 'SOURCE_PAGES_CIRCULAR',
      message: expect.stringMatching(problem),
    })
  })

  it('stay at their server', async () => {
    const asked = visit(
      () => ({ body: [{ id: 1 }], headers: { link: '<https://other.example/items?page=2>; rel="next"' } }),
      ({ door }) => idsOf(door),
    )

    await expect(asked).rejects.toMatchObject({ code: 'SOURCE_STRAYED' })
  })

  it('are those that the server links to, when it lied about how many there are', async () => {
    const ids = await visit(
      ({ url }, origin) => {
        const page = Number(url.searchParams.get('page') ?? 1)
        const link = `<${origin}/items?page=${page + 1}>; rel="next", <${origin}/items?page=90>; rel="last"`
        return { body: [{ id: page }], headers: page < 3 ? { link } : {} }
      },
      ({ door }) => idsOf(door),
    )

    expect(ids).toEqual([1, 2, 3])
  })

  it('follow keys as well as numbers', async () => {
    const ids = await visit(
      ({ url }, origin) => {
        const after = Number(url.searchParams.get('after') ?? 0)
        return {
          body: [{ id: after }],
          headers: after < 3 ? { link: `<${origin}/items?after=${after + 1}>; rel=next` } : {},
        }
      },
      ({ door }) => idsOf(door),
    )

    expect(ids).toEqual([0, 1, 2, 3])
  })
})

describe('closing a door', () => {
  it('ends what is under way and what waits for another try', async () => {
    await using server = await startScriptedServer(({ place }) =>
      place % 2 === 0 ? { status: 500 } : { delay: 60_000 },
    )
    const door = openHttpDoor({ source: 'forge', baseUrl: server.url, clock: { now: () => begin } })
    const asked = Promise.allSettled([door.get('/a', one), door.get('/b', one)])
    await timer(100)

    await door.close()

    const codes = (await asked).map((one) => (one.status === 'rejected' ? one.reason : undefined))
    expect(codes).toMatchObject([{ code: 'SOURCE_CANCELLED' }, { code: 'SOURCE_CANCELLED' }])
  })
})

describe('asking only if something changed', () => {
  function store(): {
    readonly kept: Map<string, string>
    readonly etags: NonNullable<HttpDoorOptions['etags']>
  } {
    const kept = new Map<string, string>()
    return { kept, etags: { read: (key) => kept.get(key), write: (key, etag) => kept.set(key, etag) } }
  }
  const script = ({ headers }: ScriptedRequest): ScriptedAnswer =>
    headers['if-none-match'] === '"v1"' ? { status: 304 } : { body: [{ id: 1 }], headers: { etag: '"v1"' } }

  it('costs nothing once a page was remembered, and asks in full before that', async () => {
    const { etags } = store()
    await visit(
      script,
      async ({ door }) => {
        const ask = async (remembers: boolean): Promise<readonly unknown[]> => {
          const seen: unknown[] = []
          for await (const { items, isUnchanged, isLast, remember } of door.pages('/items', {
            ...one,
            onlyIfChanged: true,
          })) {
            seen.push({ items: items.length, isUnchanged, isLast })
            if (remembers) remember()
          }
          return seen
        }
        const whole = [{ items: 1, isUnchanged: false, isLast: true }]

        expect([await ask(false), await ask(true), await ask(true)]).toEqual([
          whole,
          whole,
          [{ items: 0, isUnchanged: true, isLast: true }],
        ])
      },
      { etags },
    )
  })

  it('gives nothing for an object that is the same', async () => {
    const { etags, kept } = store()
    const object = (request: ScriptedRequest): ScriptedAnswer => ({ ...script(request), body: { id: 1 } })
    await visit(
      object,
      async ({ door, url }) => {
        const ask = { ...one, onlyIfChanged: true }
        expect([await door.get('/x', ask), await door.get('/x', ask), await door.get('/x', one)]).toEqual([
          { id: 1 },
          undefined,
          { id: 1 },
        ])
        expect([...kept.keys()]).toEqual([`${url}/x`])
      },
      { etags },
    )
  })
})
