import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeServer } from './close-server.ts'

export interface ScriptedRequest {
  readonly url: URL
  /** 1 for the first that came. */
  readonly place: number
  readonly headers: IncomingHttpHeaders
}

export interface ScriptedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is when it is text or bytes, and as JSON otherwise. */
  readonly body?: unknown
  /** Before it answers, in milliseconds. */
  readonly delay?: number
  /** Closes the connection instead of answering. */
  readonly isCut?: boolean
  /** Sends the beginning and never the end. */
  readonly isEndless?: boolean
}

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string
  readonly requests: readonly ScriptedRequest[]
  /** Requests that were under way at once, at most. */
  readonly peak: () => number
}

/** A server that answers every request as the script says. */
export async function startScriptedServer(
  script: (request: ScriptedRequest) => ScriptedAnswer,
): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = []
  let underWay = 0
  let peak = 0
  const server = createServer((incoming, outgoing) => {
    const request = {
      url: new URL(incoming.url ?? '/', url),
      place: requests.length + 1,
      headers: incoming.headers,
    }
    requests.push(request)
    underWay += 1
    peak = Math.max(peak, underWay)
    const { status = 200, headers = {}, body = [], delay = 0, isCut, isEndless } = script(request)
    setTimeout(() => {
      underWay -= 1
      if (isCut === true) {
        outgoing.destroy()
        return
      }
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers })
      const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
      if (isEndless === true) outgoing.write(text)
      else outgoing.end(status === 304 ? undefined : text)
    }, delay)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    requests,
    peak: () => peak,
    [Symbol.asyncDispose]: () => closeServer(server),
  }
}
