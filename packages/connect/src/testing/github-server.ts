import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeServer } from './close-server.ts'
import { historyName, historyOwner, type ForgeHistory } from './forge-history.ts'
import {
  wireDeployment,
  wireIncident,
  wireJobs,
  wirePull,
  wirePullCommits,
  wireRun,
  wireStatuses,
  wireTimeline,
} from './github-wire.ts'

export interface GithubServerOptions {
  readonly history: ForgeHistory
  readonly faults?: GithubFaults
  /** Before every answer, in milliseconds. Defaults to 0. */
  readonly delay?: number
  /** Requests without it are answered with 401. Absent lets everybody in. */
  readonly token?: string
  /** Defaults to a free one. */
  readonly port?: number
}

/** What the server does wrong, or unkindly. Numbers count requests from 1. */
export interface GithubFaults {
  /** Requests of one period; the next ones are refused until it is over. */
  readonly limit?: { readonly requests: number; readonly periodMs: number }
  /** Every so many requests one is refused with a secondary limit, and told to come back after so many seconds. */
  readonly secondaryEvery?: { readonly requests: number; readonly retryAfter: number }
  /** Every so many requests one fails with 502. */
  readonly failEvery?: number
  /** The second page of every list names itself as the next. */
  readonly hasCircularPages?: boolean
  /** Paths that the token may not see, with the permission that it lacks. */
  readonly forbidden?: { readonly path: RegExp; readonly permission: string }
  /** Timelines hold no commits, as on older servers. */
  readonly hidesCommits?: boolean
}

export interface GithubServer {
  /** To be given as `apiUrl`. */
  readonly url: string
  /** Paths with queries, in order. */
  readonly requests: readonly string[]
  /** Answers that said "not modified". */
  readonly unchanged: () => number
  /** Time goes on: from now on this is the past. */
  show(history: ForgeHistory): void
  close(): Promise<void>
}

/** A server on this machine that speaks GitHub's REST API about a made-up repository, `acme/shop`. */
export async function startGithubServer(options: GithubServerOptions): Promise<GithubServer> {
  const { faults = {}, delay = 0 } = options
  const requests: string[] = []
  let history = options.history
  let unchanged = 0
  let periodEnd = 0
  let used = 0

  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    if (delay === 0) respond(request, response)
    else setTimeout(respond, delay, request, response)
  })
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  function respond(request: IncomingMessage, response: ServerResponse): void {
    const asked = new URL(request.url ?? '/', url)
    const refusal = refusalOf(request, asked)
    if (refusal !== undefined) {
      response.writeHead(refusal.status, { 'content-type': 'application/json', ...refusal.headers })
      response.end(JSON.stringify({ message: refusal.message }))
      return
    }
    const found = answerOf(history, asked, faults)
    if (found === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' })
      response.end('{"message":"Not Found"}')
      return
    }
    const body = JSON.stringify(found.body)
    const etag = `W/"${createHash('sha1').update(body).digest('hex')}"`
    const headers = { ...limitHeaders(), etag, ...(found.link === '' ? {} : { link: found.link }) }
    if (request.headers['if-none-match'] === etag) {
      unchanged += 1
      response.writeHead(304, headers)
      response.end()
      return
    }
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(body)
  }

  function refusalOf(request: IncomingMessage, asked: URL): Refusal | undefined {
    const place = requests.length
    if (options.token !== undefined && request.headers.authorization !== `Bearer ${options.token}`) {
      return { status: 401, message: 'Bad credentials', headers: {} }
    }
    if (faults.forbidden?.path.test(asked.pathname) === true) {
      const headers = { 'x-accepted-github-permissions': faults.forbidden.permission }
      return { status: 403, message: 'Resource not accessible by personal access token', headers }
    }
    if (faults.failEvery !== undefined && place % faults.failEvery === 0) {
      return { status: 502, message: 'Server Error', headers: {} }
    }
    const { secondaryEvery } = faults
    if (secondaryEvery !== undefined && place % secondaryEvery.requests === 0) {
      const message =
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
      return { status: 403, message, headers: { 'retry-after': String(secondaryEvery.retryAfter) } }
    }
    if (faults.limit === undefined) return undefined
    const now = Date.now()
    if (now >= periodEnd) {
      periodEnd = now + faults.limit.periodMs
      used = 0
    }
    used += 1
    if (used <= faults.limit.requests) return undefined
    return { status: 403, message: 'API rate limit exceeded for user ID 1.', headers: limitHeaders() }
  }

  function limitHeaders(): Readonly<Record<string, string>> {
    const { limit } = faults
    if (limit === undefined) return {}
    return {
      'x-ratelimit-limit': String(limit.requests),
      'x-ratelimit-remaining': String(Math.max(0, limit.requests - used)),
      'x-ratelimit-reset': String(Math.ceil(periodEnd / 1_000)),
    }
  }

  return {
    url,
    requests,
    unchanged: () => unchanged,
    show(later) {
      history = later
    },
    close: () => closeServer(server),
  }
}

interface Refusal {
  readonly status: number
  readonly message: string
  readonly headers: Readonly<Record<string, string>>
}

interface Found {
  readonly body: unknown
  readonly link: string
}

type Route = (
  history: ForgeHistory,
  words: readonly string[],
  asked: URL,
  faults: GithubFaults,
) => Found | undefined

const root = `/repos/${historyOwner}/${historyName}`

const routes: readonly (readonly [RegExp, Route])[] = [
  [
    /^$/,
    (history) =>
      alone({
        full_name: `${historyOwner}/${historyName}`,
        default_branch: 'main',
        created_at: new Date(history.startsAt - 86_400_000).toISOString(),
      }),
  ],
  [/^\/pulls$/, listPulls],
  [
    /^\/pulls\/(\d+)\/commits$/,
    ({ pull }, [number], asked, faults) => {
      const found = pull(Number(number))
      return found === undefined ? undefined : paged(wirePullCommits(found), asked, faults)
    },
  ],
  [
    /^\/issues\/(\d+)\/timeline$/,
    ({ pull }, [number], asked, faults) => {
      const found = pull(Number(number))
      if (found === undefined) return undefined
      const lines = wireTimeline(found)
      return paged(faults.hidesCommits === true ? lines.slice(found.commits.length) : lines, asked, faults)
    },
  ],
  [
    /^\/issues$/,
    ({ incidents }, _, asked, faults) =>
      paged(asked.searchParams.get('labels') === 'incident' ? incidents : [], asked, faults, wireIncident),
  ],
  [/^\/actions\/runs$/, listRuns],
  [
    /^\/actions\/runs\/(\d+)\/jobs$/,
    ({ run, now }, [id], asked, faults) => {
      const found = run(Number(id))
      if (found === undefined) return undefined
      const jobs = wireJobs(found, asked.searchParams.get('filter') === 'all' ? 'all' : 'latest', now)
      return paged(jobs, asked, faults, (job) => job, 'jobs')
    },
  ],
  [
    /^\/actions\/runs\/(\d+)\/attempts\/(\d+)$/,
    ({ run, now }, [id, attempt]) => {
      const found = run(Number(id))
      const shown = found === undefined ? undefined : wireRun(found, Number(attempt), now)
      return shown === undefined ? undefined : alone(shown)
    },
  ],
  [
    /^\/deployments$/,
    ({ deployments }, _, asked, faults) => paged(deployments, asked, faults, wireDeployment),
  ],
  [
    /^\/deployments\/(\d+)\/statuses$/,
    ({ deployments }, [id], asked, faults) => {
      const found = deployments.find((one) => one.id === Number(id))
      return found === undefined ? undefined : paged(wireStatuses(found), asked, faults)
    },
  ],
  [
    /^\/releases$/,
    ({ deployments }, _, asked, faults) =>
      paged(
        deployments.filter(({ environment }) => environment === 'production'),
        asked,
        faults,
        ({ id, createdAt }) => ({
          id,
          tag_name: `v1.${id}.0`,
          name: null,
          draft: false,
          prerelease: false,
          created_at: new Date(createdAt).toISOString(),
          published_at: new Date(createdAt).toISOString(),
        }),
      ),
  ],
  [
    /^\/commits\/tags%2Fv1\.(\d+)\.0$/,
    ({ deployments }, [id]) => {
      const found = deployments.find((one) => one.id === Number(id))
      return found === undefined ? undefined : alone({ sha: found.sha })
    },
  ],
  [
    /^\/commits\/([0-9a-f]{40})\/check-runs$/,
    ({ startsAt }, [sha = ''], asked, faults) =>
      paged(
        ['other-ci', 'github-actions'],
        asked,
        faults,
        (slug) => ({
          // A number of its own for every commit.
          id: Number.parseInt(sha.slice(0, 10), 16) + (slug === 'other-ci' ? 0 : 1),
          name: slug,
          head_sha: sha,
          status: 'completed',
          conclusion: 'success',
          started_at: new Date(startsAt).toISOString(),
          completed_at: new Date(startsAt + 60_000).toISOString(),
          app: { slug },
        }),
        'check_runs',
      ),
  ],
]

function answerOf(history: ForgeHistory, asked: URL, faults: GithubFaults): Found | undefined {
  if (!asked.pathname.startsWith(root)) return undefined
  const path = asked.pathname.slice(root.length)
  for (const [pattern, route] of routes) {
    const match = pattern.exec(path)
    if (match !== null) return route(history, match.slice(1), asked, faults)
  }
  return undefined
}

function listPulls(
  { pullsByUpdate, pull }: ForgeHistory,
  _: readonly string[],
  asked: URL,
  faults: GithubFaults,
): Found {
  const numbers =
    asked.searchParams.get('state') === 'closed'
      ? pullsByUpdate.filter((number) => pull(number)?.closedAt !== undefined)
      : pullsByUpdate
  return paged(numbers, asked, faults, (number) => {
    const found = pull(number)
    return found === undefined ? undefined : wirePull(found)
  })
}

/** At most 1,000 runs for one filter, as on GitHub. */
function listRuns(
  { runs, run, now }: ForgeHistory,
  _: readonly string[],
  asked: URL,
  faults: GithubFaults,
): Found {
  const [from = '', to = ''] = (asked.searchParams.get('created') ?? '').split('..')
  const matching =
    to === ''
      ? runs
      : runs.filter(({ createdAt }) => createdAt >= Date.parse(from) && createdAt <= Date.parse(to))
  const shown = paged(matching.slice(0, to === '' ? undefined : 1_000), asked, faults, ({ id }) => {
    const found = run(id)
    return found === undefined ? undefined : wireRun(found, found.attempts.length, now)
  })
  return { ...shown, body: { total_count: matching.length, workflow_runs: shown.body } }
}

function alone(body: unknown): Found {
  return { body, link: '' }
}

function paged<T>(
  items: readonly T[],
  asked: URL,
  { hasCircularPages }: GithubFaults,
  show: (item: T) => unknown = (item) => item,
  listAt?: string,
): Found {
  const size = Math.min(100, Number(asked.searchParams.get('per_page') ?? 30))
  const page = Number(asked.searchParams.get('page') ?? 1)
  const last = Math.max(1, Math.ceil(items.length / size))
  const at = (number: number, relation: string): string => {
    const target = new URL(asked)
    target.searchParams.set('page', String(number))
    return `<${target.href}>; rel="${relation}"`
  }
  const next = hasCircularPages === true && page === 2 ? 2 : page + 1
  const links = [
    ...(page > 1 ? [at(page - 1, 'prev')] : []),
    ...(page < last ? [at(next, 'next'), at(last, 'last')] : []),
    ...(page > 1 ? [at(1, 'first')] : []),
  ]
  const list = items.slice((page - 1) * size, page * size).map(show)
  return {
    body: listAt === undefined ? list : { total_count: items.length, [listAt]: list },
    link: links.join(', '),
  }
}
