import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeServer } from './close-server.ts'
import type { GitlabHistory, WireObject } from './gitlab-history.ts'

export interface GitlabServerOptions {
  readonly history: GitlabHistory
  /** Requests without it are answered with 401. Absent lets everybody in. */
  readonly token?: string
  readonly faults?: GitlabFaults
}

/** What the server does wrong, or as only some servers do. */
export interface GitlabFaults {
  /** The lists do not tell how long they are, as those of more than 10,000 items. */
  readonly hidesTotals?: boolean
  /** Lists are not filtered by time, as on servers that do not know the parameter. */
  readonly ignoresFilters?: boolean
  /** Parts that are switched off in the project: 403 with GitLab's words. */
  readonly forbidden?: RegExp
}

export interface GitlabServer {
  /** To be given as `apiUrl`. */
  readonly url: string
  /** Paths with queries, in order. */
  readonly requests: readonly string[]
  /** Time goes on: from now on this is the past. */
  show(history: GitlabHistory): void
  close(): Promise<void>
}

/** A server on this machine that speaks GitLab's REST API about one project, `acme/shop`. */
export async function startGitlabServer(options: GitlabServerOptions): Promise<GitlabServer> {
  const { faults = {} } = options
  const requests: string[] = []
  let history = options.history
  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    respond(request, response)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  function respond(request: IncomingMessage, response: ServerResponse): void {
    const asked = new URL(request.url ?? '/', url)
    if (options.token !== undefined && request.headers['private-token'] !== options.token) {
      return send(response, 401, { message: '401 Unauthorized' })
    }
    if (faults.forbidden?.test(asked.pathname) === true) {
      return send(response, 403, { message: '403 Forbidden' })
    }
    const found = answerOf(history, asked.pathname)
    if (found === undefined) return send(response, 404, { message: '404 Not found' })
    if (!Array.isArray(found)) return send(response, 200, found)
    const page = pageOf(found, asked, faults)
    send(response, 200, page.items, page.headers)
  }

  return {
    url,
    requests,
    show(later) {
      history = later
    },
    close: () => closeServer(server),
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

function answerOf(history: GitlabHistory, path: string): WireObject | readonly WireObject[] | undefined {
  const [, rest] = /^\/projects\/acme%2Fshop(\/.*)?$/.exec(path) ?? [undefined, undefined]
  if (!path.startsWith('/projects/acme%2Fshop')) return undefined
  const [kind, number, part] = (rest ?? '').split('/').slice(1)
  switch (kind) {
    case undefined:
      return history.project
    case 'environments':
      return history.environments
    case 'issues':
      return history.issues
    case 'merge_requests': {
      if (number === undefined) return [...history.mergeRequests.values()].map(({ request }) => request)
      const found = history.mergeRequests.get(Number(number))
      return found === undefined || part === undefined
        ? found?.request
        : new Map<string, WireObject | readonly WireObject[]>(Object.entries(found)).get(part)
    }
    case 'pipelines': {
      if (number === undefined) return [...history.pipelines.values()].map(({ pipeline }) => pipeline)
      const found = history.pipelines.get(Number(number))
      return part === 'jobs' ? found?.jobs : found?.pipeline
    }
    case 'deployments':
      if (number !== undefined) return history.deployments.get(Number(number))
      return [...history.deployments.values()].map((deployment) => ({ ...deployment, approvals: undefined }))
    default:
      return undefined
  }
}

function pageOf(
  list: readonly WireObject[],
  asked: URL,
  faults: GitlabFaults,
): { readonly items: readonly WireObject[]; readonly headers: Readonly<Record<string, string>> } {
  const query = asked.searchParams
  const after = faults.ignoresFilters === true ? null : query.get('updated_after')
  const wanted =
    after === null ? list : list.filter((item) => Date.parse(String(item['updated_at'])) >= Date.parse(after))
  const key = query.get('order_by')
  const sorted =
    key === null
      ? wanted
      : wanted.toSorted((left, right) => (String(left[key]) < String(right[key]) ? -1 : 1))
  const size = Number(query.get('per_page') ?? 20)
  const page = Number(query.get('page') ?? 1)
  const last = Math.max(1, Math.ceil(sorted.length / size))
  const linkTo = (number: number, relation: string): string => {
    const target = new URL(asked)
    target.searchParams.set('page', String(number))
    return `<${target.href}>; rel="${relation}"`
  }
  const links = [
    ...(page < last ? [linkTo(page + 1, 'next')] : []),
    linkTo(1, 'first'),
    ...(faults.hidesTotals === true ? [] : [linkTo(last, 'last')]),
  ]
  return {
    items: sorted.slice((page - 1) * size, page * size),
    headers: {
      link: links.join(', '),
      'x-page': String(page),
      'x-per-page': String(size),
      ...(faults.hidesTotals === true
        ? {}
        : { 'x-total': String(sorted.length), 'x-total-pages': String(last) }),
    },
  }
}
