import { defaultGitlabApiUrl, gitlab, gitlabAuthorization, gitlabHost, gitlabStreams } from '@sluice/connect'
import { readingOf, type Forge } from './forge.ts'
import { syncFrom } from './sync-from.ts'

/** GitLab, in the cloud and on servers of one's own. */
export const gitlabForge: Forge = {
  title: gitlab.title,
  host: gitlabHost(),
  hostOf: gitlabHost,
  streams: gitlabStreams,
  tokenVariables: gitlab.secretVariables,
  sync(task) {
    const { reference, since, incidentLabels, production, only } = task
    const apiUrl =
      task.apiUrl ??
      (reference.host === gitlabHost() ? defaultGitlabApiUrl : `https://${reference.host}/api/v4`)
    const config = {
      project: reference.path,
      apiUrl,
      since,
      ...(only !== undefined && { streams: gitlabStreams.filter((stream) => only.includes(stream)) }),
      ...(incidentLabels !== undefined && { incidentLabels }),
      ...(production !== undefined && { productionEnvironments: production }),
    }
    return syncFrom(gitlab, config, readingOf(task, { baseUrl: apiUrl, authorize: gitlabAuthorization }))
  },
}
