import type { DeliveryEvent, DeploymentId, DeploymentState, Revision } from '@sluice/model'
import { serviceId } from '@sluice/model'
import { findEntry } from '../kit/find-entry.ts'
import { present } from '../kit/present.ts'
import { readEnvironment } from '../kit/production-environment.ts'
import { deploymentIdOf, type ForgePlace } from '../kit/forge-place.ts'
import { eventAt } from './event-factory.ts'
import type { DeploymentStatus, GithubDeployment, Release } from './schema.ts'

/** The deployment and its creation; what became of it is in its statuses. */
export function mapDeployment(
  place: ForgePlace,
  deployment: GithubDeployment,
  production: RegExp | undefined,
): readonly DeliveryEvent[] {
  const id = deploymentIdFor(place, deployment, production)
  const { isProduction, service } = readEnvironment(deployment.environment, production)
  const at = deployment.created_at
  const record = present({
    id,
    service: serviceId(service),
    environment: deployment.environment,
    // A pattern of the user decides alone; otherwise GitHub may know better than the name tells.
    isProduction: isProduction || (production === undefined && deployment.production_environment === true),
    revision: deployment.sha,
    name: isHash(deployment.ref) ? undefined : deployment.ref,
    createdAt: at,
    isRollback: deployment.task === 'rollback' ? true : undefined,
  })
  return [
    eventAt(place, `deployment:${deployment.id}`, at, { kind: 'deployment', deployment: record }),
    eventAt(place, `deployment:${deployment.id}:created`, at, {
      kind: 'deployment-event',
      event: { deployment: id, state: 'created', at },
    }),
  ]
}

export function deploymentIdFor(
  place: ForgePlace,
  { id, environment }: GithubDeployment,
  production: RegExp | undefined,
): DeploymentId {
  return deploymentIdOf(place, readEnvironment(environment, production).service, id)
}

/** One step of a deployment; undefined for a state that is none, such as being replaced by a later deployment. */
export function mapDeploymentStatus(
  place: ForgePlace,
  deployment: DeploymentId,
  status: DeploymentStatus,
): DeliveryEvent | undefined {
  const state = findEntry(deploymentStates, status.state.toLowerCase())
  if (state === undefined) return undefined
  const at = status.created_at
  return eventAt(place, `deployment-status:${status.id}`, at, {
    kind: 'deployment-event',
    event: { deployment, state, at },
  })
}

/** After such a state nothing more is to come. */
export function isFinalState(state: string): boolean {
  return /^(success|failure|error|inactive)$/i.test(state)
}

/** A release as a deployment of what its tag points to: it says released, which such projects mean by deployed. */
export function mapRelease(
  place: ForgePlace,
  release: Release,
  revision: Revision,
): readonly DeliveryEvent[] {
  const at = release.published_at ?? release.created_at
  const id = deploymentIdOf(place, '', `release-${release.id}`)
  const record = present({
    id,
    service: serviceId(''),
    environment: 'release',
    isProduction: release.prerelease !== true,
    revision,
    name: release.tag_name,
    createdAt: at,
    url: release.html_url,
  })
  return [
    eventAt(place, `release:${release.id}`, at, { kind: 'deployment', deployment: record }),
    eventAt(place, `release:${release.id}:published`, at, {
      kind: 'deployment-event',
      event: { deployment: id, state: 'succeeded', at },
    }),
  ]
}

const deploymentStates: Readonly<Record<string, DeploymentState>> = {
  waiting: 'waiting',
  pending: 'queued',
  queued: 'queued',
  in_progress: 'running',
  success: 'succeeded',
  failure: 'failed',
  error: 'failed',
}

function isHash(ref: string | null | undefined): boolean {
  return /^[0-9a-f]{40,64}$/i.test(ref ?? '')
}
