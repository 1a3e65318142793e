import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { findEntry } from './find-entry.ts'

/** What a server answered, whatever its status. */
export interface Answer {
  /** Where it came from, after redirects. */
  readonly url: URL
  readonly status: number
  /** By lower-case name; of repeated headers all values, with commas between them. */
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
}

/** Why there is no answer. */
export interface NoAnswer {
  readonly kind: 'cancelled' | 'too-slow' | 'too-large' | 'network'
  /** For people, without secrets. */
  readonly detail: string
  /** Trying again may help. */
  readonly isPassing: boolean
}

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher
  readonly headers: Readonly<Record<string, string>>
  /** Of the whole exchange, so that a server cannot hold it open by sending a byte now and then. */
  readonly timeoutMs: number
  /** Of the body, after decompression. */
  readonly maximumBytes: number
  readonly signal: AbortSignal | undefined
}

/** One GET request and its answer; never follows a redirect and never throws. */
export async function exchange(url: URL, options: ExchangeOptions): Promise<Answer | NoAnswer> {
  if (hasStopped(options.signal)) return cancelled
  const stop = new AbortController()
  const forward = (): void => stop.abort()
  options.signal?.addEventListener('abort', forward, { once: true })
  const deadline = setTimeout(forward, options.timeoutMs)
  try {
    const response = await options.dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: { 'accept-encoding': 'gzip', ...options.headers },
      signal: stop.signal,
    })
    const headers = new Map(
      Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    )
    const text =
      headers.get('content-encoding') === 'gzip'
        ? await unpacked(await response.body.arrayBuffer(), options.maximumBytes)
        : await response.body.text()
    return { url, status: response.statusCode, headers, text }
  } catch (error) {
    if (hasStopped(options.signal)) return cancelled
    if (stop.signal.aborted) return tooSlow(options.timeoutMs)
    return noAnswerOf(error, options)
  } finally {
    clearTimeout(deadline)
    options.signal?.removeEventListener('abort', forward)
  }
}

function hasStopped(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}

const cancelled: NoAnswer = { kind: 'cancelled', detail: 'cancelled', isPassing: false }

const gunzipAsync = promisify(gunzip)

async function unpacked(packed: ArrayBuffer, maximumBytes: number): Promise<string> {
  return (await gunzipAsync(packed, { maxOutputLength: maximumBytes })).toString('utf8')
}

function tooSlow(timeoutMs: number): NoAnswer {
  return { kind: 'too-slow', detail: `no whole answer within ${timeoutMs / 1_000} s`, isPassing: true }
}

function noAnswerOf(error: unknown, { maximumBytes, timeoutMs }: ExchangeOptions): NoAnswer {
  const code = errorCodeOf(error)
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || code === 'ERR_BUFFER_TOO_LARGE') {
    return { kind: 'too-large', detail: `more than ${maximumBytes} bytes`, isPassing: false }
  }
  if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code)) return tooSlow(timeoutMs)
  // The text of such errors may hold the address of a proxy with its password, so the code stands alone.
  return {
    kind: 'network',
    detail: findEntry(detailsByCode, code) ?? code,
    isPassing: !isAboutCertificates(code),
  }
}

const detailsByCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ECONNRESET: 'the connection was cut (ECONNRESET)',
  ENOTFOUND: 'the name of the host is not known (ENOTFOUND)',
  EAI_AGAIN: 'names cannot be looked up at the moment (EAI_AGAIN)',
  ETIMEDOUT: 'the connection timed out (ETIMEDOUT)',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_SOCKET: 'the connection was cut',
}

function isAboutCertificates(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/.test(code)
}

function errorCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return errorCodeOf(error.errors[0])
  return error.cause === undefined ? error.name : errorCodeOf(error.cause)
}
