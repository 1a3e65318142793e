import { defaultGithubApiUrl, github, githubHost, githubStreams } from '@sluice/connect'
import { readingOf, type Forge } from './forge.ts'
import { syncFrom } from './sync-from.ts'

/** GitHub, in the cloud and on servers of one's own. */
export const githubForge: Forge = {
  title: github.title,
  host: githubHost(),
  hostOf: githubHost,
  streams: githubStreams,
  tokenVariables: github.secretVariables,
  sync(task) {
    const { reference, since, incidentLabels, production, only } = task
    const apiUrl = task.apiUrl ?? apiUrlOf(reference.host)
    const config = {
      repository: reference.path,
      apiUrl,
      host: reference.host,
      since,
      ...(only !== undefined && { streams: githubStreams.filter((stream) => only.includes(stream)) }),
      ...(incidentLabels !== undefined && { incidentLabels }),
      ...(production !== undefined && { productionEnvironments: production }),
    }
    return syncFrom(github, config, readingOf(task, { baseUrl: apiUrl }))
  },
}

/** A server of one's own answers below its own address. */
function apiUrlOf(host: string): string {
  if (host === githubHost()) return defaultGithubApiUrl
  return host.endsWith('.ghe.com') ? `https://api.${host}` : `https://${host}/api/v3`
}
