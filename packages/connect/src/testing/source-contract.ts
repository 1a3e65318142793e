import { inspect } from 'node:util'
import { instant, SluiceError, type Clock, type DeliveryEvent, type Instant } from '@sluice/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHttpDoor, type HttpDoorOptions } from '../kit/open-http-door.ts'
import { Secret } from '../kit/secret.ts'
import type { Source, SourcePage } from '../kit/source.ts'
import { startFaultProxy, type Fault, type FaultProxy, type ProxiedAnswer } from './fault-proxy.ts'

export interface SourceContract<TConfig> {
  /** Starts a server with a small history that spans several pages in at least one list. */
  readonly start: () => Promise<{ readonly url: string; close(): Promise<void> }>
  /** What to read there. Everything that can be switched on should be. */
  readonly configOf: (url: string) => TConfig
  /** How the door is opened besides what the contract decides, such as `authorize`. */
  readonly door?: (url: string) => Partial<HttpDoorOptions>
  /** Time at which reading begins. */
  readonly now: Instant
  /** Names of fields whose values come from a closed list today, such as `state`. */
  readonly enumFields: readonly string[]
}

/** What every source has to hold, whatever it reads. A test file calls it once, at its top level. */
export function sourceContract<TConfig>(source: Source<TConfig>, contract: SourceContract<TConfig>): void {
  describe(`${source.id} as a source`, () => {
    let server: { readonly url: string; close(): Promise<void> }
    let whole: Reading

    beforeAll(async () => {
      server = await contract.start()
      whole = await read({})
    })
    afterAll(() => server.close())

    /** Reads to the end, or loses the page after `stopAfter`, through a server that does wrong what `fault` says. */
    async function read(fault: Fault, options: ReadOptions = {}): Promise<Reading> {
      const proxy = await startFaultProxy(server.url, fault)
      try {
        return await readThrough(source, contract, proxy, options)
      } finally {
        await proxy.close()
      }
    }

    it('reads something of every stream, and follows pages', () => {
      expect(whole.error).toBeUndefined()
      expect(whole.events.size).toBeGreaterThan(0)
      expect(whole.pages.filter(({ rejected }) => rejected.length > 0)).toEqual([])
      expect(whole.paths.some((path) => /[?&](page|after|cursor)=(?!1\b)/.test(path))).toBe(true)
      const told = whole.pages.filter(({ events }) => events.length > 0).map(({ stream }) => stream)
      expect([...new Set(told)].toSorted()).toEqual([...source.streams].toSorted())
    })

    it('tells the same under an id every time', async () => {
      const again = await read({})

      expect(whole.contradictions).toEqual([])
      expect(again.events).toEqual(whole.events)
    })

    it('misses nothing when it is cut off after any page and goes on from its cursors', async () => {
      const step = Math.max(1, Math.ceil(whole.pages.length / 25))
      for (let cut = 1; cut < whole.pages.length; cut += step) {
        const begun = await read({}, { stopAfter: cut })
        const resumed = await read({}, { cursors: begun.cursors, etags: begun.etags })

        const all = new Map([...begun.recorded, ...resumed.events])
        expect(missingFrom(all, whole.events), `cut after page ${cut}`).toEqual([])
      }
    })

    it('asks for less when nothing has happened since', async () => {
      const again = await read({}, { cursors: whole.cursors, etags: whole.etags })

      expect(again.error).toBeUndefined()
      expect(again.paths.length).toBeLessThan(whole.paths.length)
      expect([...again.events].filter(([id, event]) => !sameEvent(whole.events.get(id), event))).toEqual([])
    })

    it.each([
      [401, 'SOURCE_UNAUTHORIZED'],
      [403, 'SOURCE_FORBIDDEN'],
      [404, 'SOURCE_NOT_FOUND'],
      [429, 'SOURCE_LIMITED'],
      [500, 'SOURCE_FAILING'],
      [503, 'SOURCE_FAILING'],
    ])('says what status %i means', async (status, code) => {
      const reading = await read({ instead: () => answer(status, { message: `no, ${secretText}` }) })

      expect(codesOf(reading)).toContain(code)
      expect(reading.events).toEqual(new Map())
    })

    it.each([500, 502, 503, 429])(
      'gets over a single answer with status %i, whichever it is',
      async (status) => {
        for (const place of placesIn(whole.paths.length)) {
          const reading = await read({
            instead: (request) =>
              request.place === place ? answer(status, { message: 'not now' }) : undefined,
          })

          expect(reading.error, `request ${place}`).toBeUndefined()
          expect(reading.events, `request ${place}`).toEqual(whole.events)
        }
      },
    )

    it('waits as long as the server asks', async () => {
      const reading = await read({
        instead: ({ place }) => (place === 2 ? answer(429, {}, { 'retry-after': '77' }) : undefined),
      })

      expect(reading.events).toEqual(whole.events)
      expect(Math.max(...reading.sleeps)).toBeGreaterThanOrEqual(77_000)
      expect(reading.waits.length).toBeGreaterThan(0)
    })

    it('leaves unknown fields alone', async () => {
      const reading = await read({
        change: (said) => mapJson(said, (value) => withUnknownFields(value)),
      })

      expect(reading.error).toBeUndefined()
      expect(reading.events).toEqual(whole.events)
    })

    it.each(contract.enumFields)('is not stopped by a new value of %s', async (field) => {
      const reading = await read({
        change: (said) => mapJson(said, (value) => withNewValue(value, field)),
      })

      expect(reading.error).toBeUndefined()
      expect(reading.pages.some(({ stream }) => stream === source.streams.at(0))).toBe(true)
    })

    it('sets aside an item that does not fit, and goes on', async () => {
      const reading = await read({
        change: (said) => mapJson(said, (value) => withStrangeItem(value)),
      })

      expect(reading.error).toBeUndefined()
      expect(missingFrom(reading.events, whole.events)).toEqual([])
      const rejected = reading.pages.flatMap((page) => page.rejected)
      expect(rejected.length).toBeGreaterThan(0)
      expect(rejected.every(({ source: told }) => told === source.id)).toBe(true)
    })

    it.each([
      ['a page for people', '<!doctype html><title>Sign in</title>'],
      ['half an answer', '[{"id": 1, "na'],
    ])('says so when the server sends %s', async (_, text) => {
      const reading = await read({ instead: () => ({ status: 200, headers: {}, text }) })

      expect(codesOf(reading)).toContain('SOURCE_ANSWER_INVALID')
    })

    it('never shows the secret', async () => {
      const readings = [
        whole,
        await read({ change: (said) => mapJson(said, (value) => withStrangeItem(value)) }),
        await read({ instead: () => answer(403, { message: `${secretText} may not do that` }) }),
        await read({ instead: () => answer(422, { message: `${secretText} is odd` }) }),
        await read({ instead: () => answer(401, {}) }),
        await read({ instead: () => ({ status: 200, headers: {}, text: `{"token": "${secretText}"` }) }),
        await read({
          instead: () => answer(302, {}, { location: `https://${secretText}@elsewhere.example/` }),
        }),
      ]

      for (const { pages, error, waits } of readings) {
        const shown = inspect({ pages, error, waits }, { depth: 20, showHidden: true, maxArrayLength: 1_000 })
        expect(shown.includes(secretText)).toBe(false)
        expect(JSON.stringify({ pages, waits }).includes(secretText)).toBe(false)
      }
    })
  })
}

const secretText = 'kept-to-ourselves-4711'

interface ReadOptions {
  readonly cursors?: ReadonlyMap<string, string>
  readonly etags?: ReadonlyMap<string, string>
  readonly stopAfter?: number
}

interface Reading {
  readonly pages: readonly SourcePage[]
  readonly events: ReadonlyMap<string, DeliveryEvent>
  /** Events of pages that came with or before a cursor: what a ledger keeps when it is cut off. */
  readonly recorded: ReadonlyMap<string, DeliveryEvent>
  readonly cursors: ReadonlyMap<string, string>
  /** By path, because every reading goes through a server with another address. */
  readonly etags: ReadonlyMap<string, string>
  /** Ids under which one reading told two different things. */
  readonly contradictions: readonly string[]
  readonly paths: readonly string[]
  readonly sleeps: readonly number[]
  readonly waits: readonly unknown[]
  readonly error: unknown
}

async function readThrough<TConfig>(
  source: Source<TConfig>,
  contract: SourceContract<TConfig>,
  proxy: FaultProxy,
  { cursors: given, etags: kept, stopAfter = Number.POSITIVE_INFINITY }: ReadOptions,
): Promise<Reading> {
  const pages: SourcePage[] = []
  const events = new Map<string, DeliveryEvent>()
  const cursors = new Map(given)
  const etags = new Map(kept)
  const contradictions: string[] = []
  const sleeps: number[] = []
  const waits: unknown[] = []
  let now: number = contract.now
  let error: unknown
  const clock: Clock = { now: () => instant(now) }
  await using door = openHttpDoor({
    source: source.id,
    title: source.title,
    baseUrl: proxy.url,
    secret: new Secret(secretText),
    clock,
    concurrency: 4,
    etags: {
      read: (key) => etags.get(key.slice(proxy.url.length)),
      write: (key, etag) => etags.set(key.slice(proxy.url.length), etag),
    },
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds)
      now += milliseconds
    },
    onWait: (wait) => waits.push(wait),
    ...contract.door?.(proxy.url),
  })
  try {
    const reading = source.read(contract.configOf(proxy.url), {
      http: door,
      clock,
      cursorOf: (stream) => cursors.get(stream),
    })
    for await (const page of reading) {
      // The process ends while this page is being recorded.
      if (pages.length >= stopAfter) break
      pages.push(page)
      for (const event of page.events) {
        const before = events.get(event.id)
        if (before !== undefined && !sameEvent(before, event)) contradictions.push(event.id)
        events.set(event.id, event)
      }
      if (page.cursor !== undefined) cursors.set(page.stream, page.cursor)
    }
  } catch (caught) {
    error = caught
  }
  const paths = proxy.requests.map(({ path }) => path)
  return {
    pages,
    events,
    recorded: recordedOf(pages),
    cursors,
    etags,
    contradictions,
    paths,
    sleeps,
    waits,
    error,
  }
}

/** Pages without a cursor are read together with the next, so a cut in between loses them. */
function recordedOf(pages: readonly SourcePage[]): ReadonlyMap<string, DeliveryEvent> {
  const recorded = new Map<string, DeliveryEvent>()
  const waiting = new Map<string, DeliveryEvent[]>()
  for (const { stream, events, cursor } of pages) {
    const together = [...(waiting.get(stream) ?? []), ...events]
    if (cursor === undefined) {
      waiting.set(stream, together)
      continue
    }
    waiting.delete(stream)
    for (const event of together) recorded.set(event.id, event)
  }
  return recorded
}

function sameEvent(left: DeliveryEvent | undefined, right: DeliveryEvent): boolean {
  return left !== undefined && JSON.stringify(left) === JSON.stringify(right)
}

function missingFrom(
  found: ReadonlyMap<string, DeliveryEvent>,
  wanted: ReadonlyMap<string, DeliveryEvent>,
): readonly string[] {
  return [...wanted.keys()].filter((id) => !found.has(id))
}

function codesOf({ pages, error }: Reading): readonly string[] {
  const gaps = pages.flatMap(({ gap }) => (gap === undefined ? [] : [gap.code]))
  return error instanceof SluiceError ? [...gaps, error.code] : gaps
}

/** Some places of a row of requests, the first and the last among them. */
function placesIn(count: number): readonly number[] {
  return [...new Set([0, 1, Math.floor(count / 3), Math.floor(count / 2), count - 2, count - 1])].filter(
    (place) => place >= 0,
  )
}

function answer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ProxiedAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, text: JSON.stringify(body) }
}

function mapJson(said: ProxiedAnswer, change: (value: unknown) => unknown): ProxiedAnswer | undefined {
  if (said.status !== 200) return undefined
  return { ...said, text: JSON.stringify(change(JSON.parse(said.text))) }
}

function withUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownFields)
  if (typeof value !== 'object' || value === null) return value
  const known = Object.entries(value).map(([key, inner]) => [key, withUnknownFields(inner)])
  return { ...Object.fromEntries(known), zz_new_field: { since: 'tomorrow' } }
}

function withNewValue(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return value.map((inner) => withNewValue(inner, field))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === field && typeof inner === 'string' ? 'something-new' : withNewValue(inner, field),
    ]),
  )
}

/** Puts an item into every list of an answer that no schema can want; lists inside of items stay as they are. */
function withStrangeItem(value: unknown): unknown {
  const strange = { strange: true, token: secretText }
  if (Array.isArray(value)) return [strange, ...value]
  if (typeof value !== 'object' || value === null || !('total_count' in value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, Array.isArray(inner) ? [strange, ...inner] : inner]),
  )
}
