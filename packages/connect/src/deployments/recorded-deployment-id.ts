import { deploymentId, type DeploymentId, type RepositoryName } from '@sluice/model'

/** What names a deployment that was recorded. */
export interface DeploymentName {
  readonly repository: RepositoryName
  /** Empty for the whole repository. */
  readonly service: string
  /** Defaults to `production`. */
  readonly environment?: string | undefined
  /** As the system that deployed calls it. One pipeline may deploy to several environments under one id. */
  readonly id: string
}

/** The id of a deployment from a file, a hook or `sluice record`. */
export function recordedDeploymentId(name: DeploymentName): DeploymentId {
  const { repository, service, environment = 'production', id } = name
  const own = [service, environment.toLowerCase(), id].map((part) => encodeURIComponent(part))
  return deploymentId(`deployments:${repository}:${own.join(':')}`)
}
