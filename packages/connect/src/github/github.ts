import { connectError } from '../errors.ts'
import { readStreams } from '../kit/read-streams.ts'
import type { ReadContext, Source, SourcePage } from '../kit/source.ts'
import { githubHost, githubPlace, githubStreams, type GithubConfig, type GithubStream } from './config.ts'
import { readChecks } from './read-checks.ts'
import { readDeployments } from './read-deployments.ts'
import { readIncidents } from './read-incidents.ts'
import { readPulls } from './read-pulls.ts'
import { readReleases } from './read-releases.ts'
import { readRuns } from './read-runs.ts'
import type { GithubReading } from './reading.ts'
import { RepositoryAnswer } from './schema.ts'

/**
 * GitHub, github.com or a server of one's own, by its REST API. A stream that may not be read, or is switched off
 * in the repository, is a gap, and the others are read.
 */
export const github = {
  id: 'github',
  title: 'GitHub',
  streams: githubStreams,
  secretVariables: ['GITHUB_TOKEN', 'GH_TOKEN'],
  read: readGithub,
} satisfies Source<GithubConfig>

async function* readGithub(
  config: GithubConfig,
  context: ReadContext,
): AsyncGenerator<SourcePage, void, void> {
  const root = rootOf(config.repository)
  const repository = await context.http.get(root, { schema: RepositoryAnswer })
  if (repository === undefined) {
    throw connectError('SOURCE_ANSWER_INVALID', {
      source: github.title,
      path: root,
      problem: 'an empty answer',
    })
  }
  const place = githubPlace(config.host ?? githubHost(config.apiUrl), repository.full_name)
  const reading: GithubReading = { http: context.http, context, config, place, root, repository }
  yield* readStreams(streamsOf(config), (stream) => readers[stream](reading))
}

const readers: Readonly<Record<GithubStream, (reading: GithubReading) => AsyncIterable<SourcePage>>> = {
  pulls: readPulls,
  runs: readRuns,
  deployments: readDeployments,
  incidents: readIncidents,
  releases: readReleases,
  checks: readChecks,
}

function streamsOf(config: GithubConfig): readonly GithubStream[] {
  if (config.streams !== undefined) return githubStreams.filter((stream) => config.streams?.includes(stream))
  return githubStreams.filter(
    (stream) =>
      (stream !== 'checks' || config.checks === true) &&
      (stream !== 'releases' || config.releasesAreDeployments === true),
  )
}

function rootOf(repository: string): string {
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository.trim()) ?? []
  if (owner === undefined || name === undefined) {
    throw connectError('SOURCE_REPOSITORY_INVALID', { source: github.title, repository, form: 'owner/name' })
  }
  return `/repos/${owner}/${name}`
}
