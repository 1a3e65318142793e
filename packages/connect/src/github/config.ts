import { repositoryName, type Instant } from '@sluice/model'
import { connectError } from '../errors.ts'
import type { ForgePlace } from '../kit/forge-place.ts'

/** What to read from GitHub, and how to understand it. */
export interface GithubConfig {
  /** `owner/name`. */
  readonly repository: string
  /** Defaults to `https://api.github.com`. For GitHub Enterprise Server it is `https://<host>/api/v3`. */
  readonly apiUrl?: string
  /** Host that people see, which is part of every id. Defaults to what `apiUrl` says. */
  readonly host?: string
  /** Nothing that was last touched before it is read. Defaults to everything. */
  readonly since?: Instant
  /** Streams to read. Defaults to all that are not switched off by the options below. */
  readonly streams?: readonly GithubStream[]
  /**
   * Runs whose jobs are asked for, one request each. `gates`: runs for changes and merge queues, the only ones a
   * change waits for. Defaults to `gates`.
   */
  readonly jobs?: 'gates' | 'all' | 'none'
  /** Reads check runs of other apps on the heads of merged changes, one request each. Defaults to false. */
  readonly checks?: boolean
  /** Takes every release for a deployment to production; for projects that deploy by releasing. Defaults to false. */
  readonly releasesAreDeployments?: boolean
  /** Issues with one of these labels are incidents. Defaults to `incident`. */
  readonly incidentLabels?: readonly string[]
  /** Environments that users meet; see `readEnvironment` for the default and for several services. */
  readonly productionEnvironments?: RegExp
}

/** In the order in which they are read. */
export const githubStreams = ['pulls', 'runs', 'deployments', 'incidents', 'releases', 'checks'] as const
export type GithubStream = (typeof githubStreams)[number]

export const defaultGithubApiUrl = 'https://api.github.com'

/** Host that people see, from the address of the API: `github.com`, `<name>.ghe.com`, or a server of one's own. */
export function githubHost(apiUrl: string = defaultGithubApiUrl): string {
  if (!URL.canParse(apiUrl))
    throw connectError('SOURCE_URL_INVALID', { source: 'GitHub', problem: 'is no URL' })
  const { host } = new URL(apiUrl)
  return /^api\.(?:github\.com|[^.]+\.ghe\.com)$/.test(host) ? host.slice('api.'.length) : host
}

/** The same place for `Acme/Shop` and `acme/shop`, because GitHub does not tell them apart. */
export function githubPlace(host: string, fullName: string): ForgePlace {
  const origin = host.toLowerCase() === 'github.com' ? 'github' : `github@${host.toLowerCase()}`
  return {
    repository: repositoryName(`${host}/${fullName}`.toLowerCase()),
    origin,
    scope: `${origin}:${fullName.toLowerCase()}`,
  }
}
