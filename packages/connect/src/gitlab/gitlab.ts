import { connectError } from '../errors.ts'
import { readStreams } from '../kit/read-streams.ts'
import type { ReadContext, Source, SourcePage } from '../kit/source.ts'
import { gitlabPlace, gitlabStreams, type GitlabConfig, type GitlabStream } from './config.ts'
import { readDeployments } from './read-deployments.ts'
import { readIncidents } from './read-incidents.ts'
import { readMergeRequests } from './read-merge-requests.ts'
import { readPipelines } from './read-pipelines.ts'
import type { GitlabReading } from './reading.ts'
import { Project } from './schema.ts'

/**
 * GitLab, gitlab.com or a server of one's own, by its REST API. A stream that may not be read, or is switched off
 * in the project, is a gap, and the others are read.
 */
export const gitlab = {
  id: 'gitlab',
  title: 'GitLab',
  streams: gitlabStreams,
  secretVariables: ['GITLAB_TOKEN', 'CI_JOB_TOKEN'],
  read: readGitlab,
} satisfies Source<GitlabConfig>

async function* readGitlab(
  config: GitlabConfig,
  context: ReadContext,
): AsyncGenerator<SourcePage, void, void> {
  const root = rootOf(config.project)
  const project = await context.http.get(root, { schema: Project })
  if (project === undefined) {
    throw connectError('SOURCE_ANSWER_INVALID', {
      source: gitlab.title,
      path: root,
      problem: 'an empty answer',
    })
  }
  const place = gitlabPlace(project.web_url, project.default_branch ?? undefined)
  const reading: GitlabReading = { http: context.http, context, config, place, root }
  const wanted = config.streams ?? gitlabStreams
  yield* readStreams(
    gitlabStreams.filter((one) => wanted.includes(one)),
    (stream) => readers[stream](reading),
  )
}

const readers: Readonly<Record<GitlabStream, (reading: GitlabReading) => AsyncIterable<SourcePage>>> = {
  'merge-requests': readMergeRequests,
  pipelines: readPipelines,
  deployments: readDeployments,
  incidents: readIncidents,
}

function rootOf(project: string): string {
  const path = project.trim()
  if (!/^(?:\d+|\w[\w.-]*(?:\/\w[\w.-]*)+)$/.test(path)) {
    throw connectError('SOURCE_REPOSITORY_INVALID', {
      source: gitlab.title,
      repository: project,
      form: 'group/name',
    })
  }
  return `/projects/${encodeURIComponent(path)}`
}
