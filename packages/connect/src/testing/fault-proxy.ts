import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { closeServer } from './close-server.ts'

/** What a server said, or shall seem to have said. */
export interface ProxiedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface ProxiedRequest {
  /** 0 for the first that came. */
  readonly place: number
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** Stands in for the server or changes what it said; undefined leaves the answer as it is. */
export interface Fault {
  readonly instead?: (request: ProxiedRequest) => ProxiedAnswer | undefined
  readonly change?: (answer: ProxiedAnswer, request: ProxiedRequest) => ProxiedAnswer | undefined
}

export interface FaultProxy {
  readonly url: string
  readonly requests: readonly ProxiedRequest[]
  close(): Promise<void>
}

/** A server that passes everything on to another one and does wrong what a test wants done wrong. */
export async function startFaultProxy(target: string, fault: Fault = {}): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = []
  const server = createServer((incoming, outgoing) => {
    const asked = { place: requests.length, path: incoming.url ?? '/', headers: incoming.headers }
    requests.push(asked)
    void answerOf(asked).then(({ status, headers, text }) => {
      outgoing.writeHead(status, headers)
      outgoing.end(text)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function answerOf(asked: ProxiedRequest): Promise<ProxiedAnswer> {
    const instead = fault.instead?.(asked)
    if (instead !== undefined) return instead
    const { host: _, 'accept-encoding': __, connection: ___, ...headers } = asked.headers
    const response = await request(target + asked.path, { headers })
    const answer: ProxiedAnswer = {
      status: response.statusCode,
      headers: Object.fromEntries(
        Object.entries(response.headers)
          .filter(([name]) => !/^(content-length|transfer-encoding|connection|keep-alive)$/.test(name))
          .map(([name, value]) => [name, String(value).replaceAll(target, url)]),
      ),
      text: (await response.body.text()).replaceAll(target, url),
    }
    return fault.change?.(answer, asked) ?? answer
  }

  return {
    url,
    requests,
    close: () => closeServer(server),
  }
}
