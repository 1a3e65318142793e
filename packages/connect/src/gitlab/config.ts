import { repositoryName, type Instant } from '@sluice/model'
import { connectError } from '../errors.ts'
import type { ForgePlace } from '../kit/forge-place.ts'

/** What to read from GitLab, and how to understand it. */
export interface GitlabConfig {
  /** Path of the project with its groups, such as `acme/web/shop`, or its number. */
  readonly project: string
  /** Defaults to `https://gitlab.com/api/v4`. On a server of one's own it ends in `/api/v4` too. */
  readonly apiUrl?: string
  /** Nothing that was last touched before it is read. Defaults to everything. */
  readonly since?: Instant
  /** Streams to read. Defaults to all. */
  readonly streams?: readonly GitlabStream[]
  /**
   * Pipelines whose jobs are asked for, one request each. `gates`: those for changes and merge trains, the only ones
   * a change waits for. Only jobs tell when a pipeline ran, and how often. Defaults to `gates`.
   */
  readonly jobs?: 'gates' | 'all' | 'none'
  /** Issues with one of these labels are incidents too; those of the type incident are it anyway. Defaults to none. */
  readonly incidentLabels?: readonly string[]
  /**
   * Environments that users meet; see `readEnvironment` for several services. Without it GitLab's tier decides, and
   * the name where a server is too old to tell tiers.
   */
  readonly productionEnvironments?: RegExp
}

/** In the order in which they are read. */
export const gitlabStreams = ['merge-requests', 'pipelines', 'deployments', 'incidents'] as const
export type GitlabStream = (typeof gitlabStreams)[number]

export const defaultGitlabApiUrl = 'https://gitlab.com/api/v4'

/** Host that people see, from the address of the API. */
export function gitlabHost(apiUrl: string = defaultGitlabApiUrl): string {
  if (!URL.canParse(apiUrl))
    throw connectError('SOURCE_URL_INVALID', { source: 'GitLab', problem: 'is no URL' })
  return new URL(apiUrl).host
}

/** The kinds of token: of a person, group or project; of OAuth; of a job. Job tokens may read little. */
export type GitlabTokenKind = 'private' | 'oauth' | 'job'

/** The headers that carry a token. Without a kind, job tokens are known by their prefix and all others are private. */
export function gitlabAuthorization(
  token: string,
  kind: GitlabTokenKind = token.startsWith('glcbt-') ? 'job' : 'private',
): Readonly<Record<string, string>> {
  switch (kind) {
    case 'private':
      return { 'private-token': token }
    case 'oauth':
      return { authorization: `Bearer ${token}` }
    case 'job':
      return { 'job-token': token }
  }
}

/** Where a project stands in every id that is made of it. */
export interface GitlabPlace extends ForgePlace {
  readonly defaultBranch: string | undefined
}

/** By the address at which people see the project, which the API and webhooks tell alike. */
export function gitlabPlace(webUrl: string, defaultBranch: string | undefined): GitlabPlace {
  if (!URL.canParse(webUrl))
    throw connectError('SOURCE_URL_INVALID', { source: 'GitLab', problem: 'is no URL' })
  const { host, pathname } = new URL(webUrl.toLowerCase())
  const path = pathname.replaceAll(/^\/+|\/+$/g, '')
  const origin = host === 'gitlab.com' ? 'gitlab' : `gitlab@${host}`
  return { repository: repositoryName(`${host}/${path}`), origin, scope: `${origin}:${path}`, defaultBranch }
}
