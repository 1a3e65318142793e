import { setMaxListeners } from 'node:events'
import { setTimeout as timer } from 'node:timers/promises'
import { instant, seededRng, type Clock, type Instant, type RejectedRecord, type Rng } from '@sluice/model'
import { EnvHttpProxyAgent } from 'undici'
import type { z } from 'zod'
import { connectError } from '../errors.ts'
import type { EtagStore, GetOptions, HttpDoor, HttpPage, PagesOptions } from './http-door.ts'
import { exchange, type Answer, type NoAnswer } from './http-exchange.ts'
import { walkPages, type WalkedPage } from './page-walk.ts'
import { refusalOf } from './refusal.ts'
import { rejectedRecord } from './rejected-record.ts'
import { withoutSecrets, type Secret } from './secret.ts'
import { findServerLimit, readRetryAfter, type ServerLimit } from './server-limit.ts'
import { Turnstile } from './turnstile.ts'

export interface HttpDoorOptions {
  /** Id of the source, such as `github`; rejected records carry it. */
  readonly source: string
  /** For people; defaults to `source`. */
  readonly title?: string
  /** Paths are appended to it, so it may end in one, such as `https://github.example.com/api/v3`. */
  readonly baseUrl: string
  readonly secret?: Secret
  /** The headers that carry the secret. Defaults to `authorization: Bearer …`. */
  readonly authorize?: (secret: string) => Readonly<Record<string, string>>
  /** Of every request. */
  readonly headers?: Readonly<Record<string, string>>
  /** Requests under way at once, at most. Defaults to 16. */
  readonly concurrency?: number
  readonly clock: Clock
  /** Resolves after so many milliseconds, or rejects when the signal says so. Defaults to a timer. */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>
  readonly signal?: AbortSignal
  /** Defaults to `sluice`. */
  readonly userAgent?: string
  /** Without one, nothing is asked conditionally. */
  readonly etags?: EtagStore
  /** Told once for every wait that the server asks for, so that nobody has to guess why nothing moves. */
  readonly onWait?: (wait: HttpWait) => void
  /** Of the jitter between retries. Defaults to 1. */
  readonly seed?: number
  /** Tries in all when the server fails or cannot be reached. Defaults to 5. */
  readonly tries?: number
  /** Waits longer than that are not waited: SOURCE_LIMITED. Defaults to 65 minutes, the period of GitHub and a bit. */
  readonly longestWaitMs?: number
  /** Of one whole answer. Defaults to 60 seconds. */
  readonly timeoutMs?: number
  /** Of one answer, after decompression. Defaults to 64 MiB. */
  readonly maximumBytes?: number
  /** Of one list. Defaults to 20,000. */
  readonly maximumPages?: number
}

/** Why and until when nothing is asked. */
export interface HttpWait {
  readonly reason: 'primary-limit' | 'secondary-limit'
  readonly until: Instant
  /** For people: what happened and when it goes on. */
  readonly message: string
}

/** A door that holds connections until it is closed. */
export interface OpenHttpDoor extends HttpDoor, AsyncDisposable {
  /** Requests sent so far, retries included. */
  readonly requestCount: number
  close(): Promise<void>
}

/**
 * Opens the way to one API. Connections are kept and shared; HTTPS_PROXY, HTTP_PROXY and NO_PROXY are respected.
 *
 * @throws SOURCE_URL_INVALID
 */
export function openHttpDoor(options: HttpDoorOptions): OpenHttpDoor {
  return new Door(options)
}

class Door implements OpenHttpDoor {
  readonly #options: HttpDoorOptions
  readonly #title: string
  readonly #base: URL
  readonly #headers: Readonly<Record<string, string>>
  readonly #dispatcher: EnvHttpProxyAgent
  readonly #turnstile: Turnstile
  readonly #rng: Rng
  readonly #maximumBytes: number
  readonly #concurrency: number
  readonly #longestWaitMs: number
  readonly #closing = new AbortController()
  /** Of the caller, and of the closing of the door. */
  readonly #signal: AbortSignal
  #closedUntil = Number.NEGATIVE_INFINITY
  #secondaryInARow = 0
  #answersSinceLimit = 0
  #requestCount = 0

  constructor(options: HttpDoorOptions) {
    this.#options = options
    this.#title = options.title ?? options.source
    this.#base = baseOf(options.baseUrl, this.#title)
    this.#headers = {
      accept: 'application/json',
      'user-agent': options.userAgent ?? 'sluice',
      ...options.headers,
      ...(options.secret === undefined ? {} : (options.authorize ?? bearer)(options.secret.reveal())),
    }
    this.#concurrency = options.concurrency ?? 16
    this.#longestWaitMs = options.longestWaitMs ?? 65 * 60_000
    this.#signal = AbortSignal.any([
      this.#closing.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ])
    // Every request under way listens, and their number is bounded by other means.
    setMaxListeners(0, this.#signal)
    this.#maximumBytes = options.maximumBytes ?? 64 * 1024 * 1024
    this.#dispatcher = new EnvHttpProxyAgent({
      connections: this.#concurrency,
      connect: { timeout: 10_000 },
      headersTimeout: options.timeoutMs ?? defaultTimeoutMs,
      bodyTimeout: options.timeoutMs ?? defaultTimeoutMs,
      maxResponseSize: this.#maximumBytes,
    })
    this.#turnstile = new Turnstile(this.#concurrency)
    this.#rng = seededRng(options.seed ?? 1)
  }

  get requestCount(): number {
    return this.#requestCount
  }

  async get<T>(path: string, options: GetOptions<T>): Promise<T | undefined> {
    const url = this.#urlOf(path, options.query)
    const answer = await this.#ask(url, this.#requestHeaders(url, options))
    if (answer.status === 304 || answer.text === '') return undefined
    const parsed = options.schema.safeParse(this.#json(answer))
    if (!parsed.success) throw this.#invalid(answer.url, problemOf(parsed.error))
    if (options.onlyIfChanged === true) this.#keepEtag(url, answer)
    return parsed.data
  }

  async *pages<T>(path: string, options: PagesOptions<T>): AsyncGenerator<HttpPage<T>, void, void> {
    const first = this.#urlOf(path, options.query)
    const walk = walkPages(first, {
      source: this.#title,
      path: this.#pathOf(first),
      pagesAhead: options.pagesAhead ?? 4,
      maximumPages: this.#options.maximumPages ?? 20_000,
      ask: (url) =>
        this.#ask(url, url === first ? this.#requestHeaders(url, options) : { ...options.headers }),
    })
    let url: URL | undefined = first
    for await (const page of walk) {
      yield this.#pageOf(page, options, url ?? page.answer.url)
      url = undefined
    }
  }

  async close(): Promise<void> {
    // Pages that were asked for ahead may be under way or wait for another try, and nobody wants them any more.
    this.#closing.abort()
    await this.#dispatcher.destroy()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #pageOf<T>(
    { answer, isLast, lastPage }: WalkedPage,
    { schema, listAt }: PagesOptions<T>,
    url: URL,
  ): HttpPage<T> {
    const isUnchanged = answer.status === 304
    const remember = (): void => this.#keepEtag(url, answer)
    if (isUnchanged || answer.text === '') return { items: [], rejected: [], isLast, isUnchanged, remember }
    const body = this.#json(answer)
    const list = listAt === undefined ? body : propertyOf(body, listAt)
    if (!Array.isArray(list)) {
      const place = listAt === undefined ? 'the answer' : `"${listAt}"`
      throw this.#invalid(answer.url, `${place} is not a list`)
    }
    const items: T[] = []
    const rejected: RejectedRecord[] = []
    for (const item of list) {
      const parsed = schema.safeParse(item)
      if (parsed.success) items.push(parsed.data)
      else rejected.push(this.#reject(answer.url, item, problemOf(parsed.error)))
    }
    const total = Number(propertyOf(body, 'total_count') ?? answer.headers.get('x-total') ?? Number.NaN)
    return {
      items,
      rejected,
      isLast,
      isUnchanged,
      remember,
      ...(Number.isSafeInteger(total) ? { total } : {}),
      ...(lastPage === undefined ? {} : { lastPage }),
    }
  }

  /** Asks until there is an answer that can be used, or it is clear that there will be none. */
  async #ask(url: URL, headers: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#turnstile.pass(async () => {
      const tries = this.#options.tries ?? 5
      let target = url
      let limits = 0
      let redirects = 0
      for (let tried = 1; ;) {
        await this.#untilOpen()
        const answer = await this.#send(target, headers)
        if ('kind' in answer) {
          if (!answer.isPassing || tried >= tries) throw this.#errorOf(answer, target)
          await this.#rest(backoff(tried, 500, this.#rng))
          tried += 1
          continue
        }
        const limit = findServerLimit(answer, this.#options.clock.now())
        if (limit !== undefined) this.#stayAway(limit)
        if (limit?.isRefusal === true) {
          limits += 1
          if (limits >= mostLimits) throw this.#limited(this.#closedUntil)
          continue
        }
        if (answer.status >= 500) {
          if (tried >= tries) throw this.#failing(answer, tried)
          await this.#rest(this.#pauseAfter(answer, tried))
          tried += 1
          continue
        }
        if (redirectStatuses.has(answer.status)) {
          redirects += 1
          if (redirects > mostRedirects) throw this.#invalid(url, 'redirects without end')
          target = this.#redirected(target, answer)
          continue
        }
        if (answer.status >= 400) {
          throw refusalOf({ source: this.#title, answer, secret: this.#options.secret })
        }
        this.#recover()
        return answer
      }
    })
  }

  async #send(url: URL, headers: Readonly<Record<string, string>>): Promise<Answer | NoAnswer> {
    this.#requestCount += 1
    return exchange(url, {
      dispatcher: this.#dispatcher,
      headers: { ...this.#headers, ...headers },
      timeoutMs: this.#options.timeoutMs ?? defaultTimeoutMs,
      maximumBytes: this.#maximumBytes,
      signal: this.#signal,
    })
  }

  /** Waits while the server wants to be left alone; another answer may lengthen that meanwhile. */
  async #untilOpen(): Promise<void> {
    for (let waitedUntil = Number.NEGATIVE_INFINITY; this.#closedUntil > waitedUntil;) {
      waitedUntil = this.#closedUntil
      const remaining = waitedUntil - this.#options.clock.now()
      if (remaining > this.#longestWaitMs) throw this.#limited(waitedUntil)
      if (remaining > 0) await this.#rest(remaining)
    }
  }

  async #rest(milliseconds: number): Promise<void> {
    const { sleep = defaultSleep } = this.#options
    try {
      await sleep(milliseconds, this.#signal)
    } catch (error) {
      if (this.#signal.aborted) throw connectError('SOURCE_CANCELLED', { source: this.#title })
      throw error
    }
  }

  /** Closes the door for all requests, for as long as the server asks or as is wise. */
  #stayAway(limit: ServerLimit): void {
    const now = this.#options.clock.now()
    // Requests that were under way when the limit was met tell the same again.
    const isKnown = this.#closedUntil > now
    if (limit.kind === 'secondary' && !isKnown) {
      this.#secondaryInARow += 1
      this.#answersSinceLimit = 0
      this.#turnstile.bound = this.#turnstile.bound / 2
    }
    const patience =
      limit.kind === 'secondary'
        ? backoff(this.#secondaryInARow, 60_000, this.#rng)
        : 60_000 * (1 + this.#rng())
    // A second more than asked, because servers round to seconds.
    const until = now + (limit.waitMs === undefined ? patience : Math.max(limit.waitMs, 0) + 1_000)
    if (isKnown && until <= this.#closedUntil + 5_000) return

    this.#closedUntil = until
    if (until - now > this.#longestWaitMs) return
    const what =
      limit.kind === 'primary' ? 'The requests of this period are used up' : 'Requests came too fast'
    this.#options.onWait?.({
      reason: `${limit.kind}-limit`,
      until: instant(until),
      message: `${what} for ${this.#title}; it goes on at ${new Date(until).toISOString()}.`,
    })
  }

  /** After a secondary limit the old speed comes back step by step. */
  #recover(): void {
    if (this.#secondaryInARow === 0 && this.#turnstile.bound >= this.#concurrency) return
    this.#answersSinceLimit += 1
    if (this.#answersSinceLimit % 50 !== 0) return
    this.#secondaryInARow = 0
    this.#turnstile.bound = Math.min(this.#concurrency, this.#turnstile.bound + 1)
  }

  #pauseAfter(answer: Answer, tried: number): number {
    const asked = readRetryAfter(answer, this.#options.clock.now())
    return Math.min(asked ?? backoff(tried, 500, this.#rng), this.#longestWaitMs)
  }

  #redirected(from: URL, answer: Answer): URL {
    const location = answer.headers.get('location') ?? ''
    if (!URL.canParse(location, from.href)) throw this.#invalid(from, 'a redirect to nowhere')
    const target = new URL(location, from)
    if (target.origin === from.origin) return target
    throw connectError('SOURCE_STRAYED', {
      source: this.#title,
      path: this.#pathOf(from),
      origin: target.origin,
    })
  }

  #urlOf(path: string, query: GetOptions<unknown>['query'] = {}): URL {
    const url = new URL(this.#base.href + path.replace(/^\//, ''))
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    return url
  }

  #requestHeaders(url: URL, options: GetOptions<unknown>): Readonly<Record<string, string>> {
    const etag = options.onlyIfChanged === true ? this.#options.etags?.read(url.href) : undefined
    return { ...options.headers, ...(etag === undefined ? {} : { 'if-none-match': etag }) }
  }

  /** Under the address that was asked, which is not that of the answer when the server redirects. */
  #keepEtag(url: URL, answer: Answer): void {
    const etag = answer.headers.get('etag')
    if (answer.status !== 304 && etag !== undefined) this.#options.etags?.write(url.href, etag)
  }

  #json(answer: Answer): unknown {
    const text = answer.text.trimStart()
    if (text.startsWith('<'))
      throw this.#invalid(answer.url, 'a page for people instead of data, such as a login page')
    try {
      return JSON.parse(text)
    } catch {
      // The error of the parser quotes what it read, which may be a secret; where it stopped helps nobody here.
      throw this.#invalid(answer.url, 'no valid JSON')
    }
  }

  #reject(url: URL, input: unknown, problem: string): RejectedRecord {
    return rejectedRecord({
      source: this.#options.source,
      reason: `An item of ${url.pathname} does not fit: ${problem}.`,
      input,
      receivedAt: this.#options.clock.now(),
      secrets: [this.#options.secret],
    })
  }

  #invalid(url: URL, problem: string): Error {
    return connectError('SOURCE_ANSWER_INVALID', {
      source: this.#title,
      path: this.#pathOf(url),
      problem: withoutSecrets(problem, [this.#options.secret]),
    })
  }

  #pathOf(url: URL): string {
    return withoutSecrets(url.pathname, [this.#options.secret])
  }

  #failing({ url, status }: Answer, tries: number): Error {
    return connectError('SOURCE_FAILING', { source: this.#title, path: this.#pathOf(url), status, tries })
  }

  #limited(until: number): Error {
    return connectError('SOURCE_LIMITED', { source: this.#title, until: new Date(until).toISOString() })
  }

  #errorOf({ kind, detail }: NoAnswer, url: URL): Error {
    if (kind === 'cancelled') return connectError('SOURCE_CANCELLED', { source: this.#title })
    if (kind === 'too-large') return this.#invalid(url, detail)
    return connectError('SOURCE_UNREACHABLE', { source: this.#title, host: url.host, detail })
  }
}

const defaultTimeoutMs = 60_000
const mostLimits = 12
const mostRedirects = 5
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

async function defaultSleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await timer(milliseconds, undefined, signal === undefined ? {} : { signal })
}

function bearer(secret: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${secret}` }
}

function baseOf(address: string, source: string): URL {
  const invalid = (problem: string): Error => connectError('SOURCE_URL_INVALID', { source, problem })
  if (!URL.canParse(address)) throw invalid('is no URL')
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw invalid('is neither http nor https')
  if (url.username !== '' || url.password !== '') throw invalid('holds a name or a password')
  if (url.search !== '' || url.hash !== '') throw invalid('holds a query')
  return new URL(url.href.replace(/\/*$/, '/'))
}

/** Twice as long after every try, up to ten minutes, and up to half as long again by chance so that nobody marches in step. */
function backoff(tried: number, firstMs: number, rng: Rng): number {
  return Math.min(600_000, firstMs * 2 ** (tried - 1)) * (1 + rng() / 2)
}

function propertyOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.entries(value).find(([name]) => name === key)?.[1]
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'it has another form'
  const place = issue.path.map(String).join('.')
  return place === '' ? issue.message : `${place}: ${issue.message}`
}
