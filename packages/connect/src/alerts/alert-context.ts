import type { Instant, RepositoryName } from '@sluice/model'

/** How alerts become incidents. */
export interface AlertContext {
  /** Where the services live that the alerts are about. */
  readonly repository: RepositoryName
  readonly receivedAt: Instant
  readonly labels?: AlertLabels
  /** Of alerts that name none. Defaults to the repository as a whole. */
  readonly service?: string
}

/**
 * Names under which an alert tells what it is about: labels of Prometheus, custom fields of PagerDuty, details of
 * Opsgenie. The first that an alert has counts.
 */
export interface AlertLabels {
  /** Defaults to `service`, `app`. */
  readonly service?: readonly string[]
  /** The id of the deployment at fault, as it was recorded. Defaults to `deployment_id`, `deployment`. */
  readonly deployment?: readonly string[]
  /** The full commit hash at fault. Defaults to `sha`, `commit`, `revision`. */
  readonly sha?: readonly string[]
  /** Where that deployment ran. Defaults to `environment`, `env`. */
  readonly environment?: readonly string[]
  /** Defaults to `severity`, `priority`. */
  readonly severity?: readonly string[]
}
