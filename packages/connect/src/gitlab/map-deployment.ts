import {
  instant,
  serviceId,
  type DeliveryEvent,
  type DeploymentRecord,
  type DeploymentState,
  type Instant,
} from '@sluice/model'
import { present } from '../kit/present.ts'
import { readEnvironment } from '../kit/production-environment.ts'
import type { GitlabPlace } from './config.ts'
import { deploymentIdOf } from '../kit/forge-place.ts'
import { eventAt, versionText, wholeSecond } from './event-factory.ts'
import type { GitlabDeployment } from './schema.ts'

/** How environments are understood. */
export interface EnvironmentRules {
  readonly production: RegExp | undefined
  /** Tier of an environment by its name, as GitLab tells it. */
  readonly tierOf: (environment: string) => string | null | undefined
}

/** A deployment as the API and webhooks tell it alike. */
export interface ToldDeployment {
  readonly id: number
  readonly environment: string
  readonly tier: string | null | undefined
  readonly sha: DeploymentRecord['revision']
  readonly ref: string | null | undefined
  readonly createdAt: Instant
  readonly updatedAt: Instant
  readonly status: string
  readonly url: string | null | undefined
  /** It comes from a webhook, which does not say when it was asked for. */
  readonly isPartial: boolean
}

/** A deployment with every step that GitLab still knows of. */
export function mapDeployment(
  place: GitlabPlace,
  deployment: GitlabDeployment,
  { production, tierOf }: EnvironmentRules,
): readonly DeliveryEvent[] {
  const { environment, deployable } = deployment
  const told: ToldDeployment = {
    id: deployment.id,
    environment: environment.name,
    tier: environment.tier ?? tierOf(environment.name),
    sha: deployment.sha,
    ref: deployment.ref,
    createdAt: deployment.created_at,
    updatedAt: deployment.updated_at,
    status: deployment.status,
    url: deployable?.web_url,
    isPartial: false,
  }
  return [
    deploymentEvent(place, told, production),
    ...stepsOf(deployment).map(([state, at]) => stepEvent(place, told, production, state, at)),
  ]
}

export function deploymentEvent(
  place: GitlabPlace,
  told: ToldDeployment,
  production: RegExp | undefined,
): DeliveryEvent {
  const { service, isProduction } = meaningOf(told, production)
  const deployment: DeploymentRecord = present({
    id: deploymentIdOf(place, service, told.id),
    service: serviceId(service),
    environment: told.environment,
    isProduction,
    revision: told.sha,
    name: told.ref,
    createdAt: told.createdAt,
    url: told.url,
  })
  const rank = finalStates.has(findState(told.status) ?? 'created') ? 1 : 0
  const version = versionText({ at: told.updatedAt, rank, isPartial: told.isPartial })
  return eventAt(place, `deployment:${told.id}@${version}`, wholeSecond(told.updatedAt), {
    kind: 'deployment',
    deployment,
  })
}

/** A deployment enters each state once: another try is another deployment. */
export function stepEvent(
  place: GitlabPlace,
  told: ToldDeployment,
  production: RegExp | undefined,
  state: DeploymentState,
  at: Instant,
): DeliveryEvent {
  const deployment = deploymentIdOf(place, meaningOf(told, production).service, told.id)
  return eventAt(place, `deployment:${told.id}:${state}`, at, {
    kind: 'deployment-event',
    event: { deployment, state, at },
  })
}

/** Users meet what is deployed there. */
export function isProductionDeployment(
  told: Pick<ToldDeployment, 'environment' | 'tier'>,
  production: RegExp | undefined,
): boolean {
  return meaningOf(told, production).isProduction
}

export function findState(status: string): DeploymentState | undefined {
  return states.get(status)
}

const states: ReadonlyMap<string, DeploymentState> = new Map([
  ['created', 'created'],
  ['blocked', 'waiting'],
  ['running', 'running'],
  ['success', 'succeeded'],
  ['failed', 'failed'],
  ['canceled', 'cancelled'],
  // A newer deployment went before it.
  ['skipped', 'cancelled'],
])

const finalStates: ReadonlySet<DeploymentState> = new Set(['succeeded', 'failed', 'cancelled'])

/** A pattern of the user decides alone; otherwise the tier, and without one the name. */
function meaningOf(
  { environment, tier }: Pick<ToldDeployment, 'environment' | 'tier'>,
  production: RegExp | undefined,
): { readonly service: string; readonly isProduction: boolean } {
  const byName = readEnvironment(environment, production)
  if (production !== undefined || tier === null || tier === undefined) return byName
  return { service: byName.service, isProduction: tier === 'production' }
}

/**
 * The steps in order. GitLab keeps no list of them: the times of the job tell when it waited for a runner and ran,
 * and those of approvals until when it waited for people.
 */
function stepsOf(deployment: GitlabDeployment): readonly (readonly [DeploymentState, Instant])[] {
  const { created_at: createdAt, deployable, approvals } = deployment
  const state = findState(deployment.status)
  const startedAt = deployable?.started_at ?? undefined
  const approved = (approvals ?? []).flatMap(({ status, created_at: at }) =>
    status === 'approved' && at !== null && at !== undefined ? [at] : [],
  )
  const steps: (readonly [DeploymentState, Instant])[] = [['created', createdAt]]
  if (approved.length > 0 || state === 'waiting') steps.push(['waiting', createdAt])
  const asked = startedAt === undefined ? undefined : queuedAt(startedAt, deployable?.queued_duration)
  const released = approved.length > 0 ? instant(Math.max(...approved)) : asked
  if (released !== undefined && released >= createdAt) steps.push(['queued', released])
  if (startedAt !== undefined) steps.push(['running', startedAt])
  if (state !== undefined && finalStates.has(state)) {
    steps.push([state, deployable?.finished_at ?? deployment.finished_at ?? deployment.updated_at])
  }
  return steps
}

function queuedAt(startedAt: Instant, seconds: number | null | undefined): Instant | undefined {
  return seconds === null || seconds === undefined
    ? undefined
    : instant(Math.round(startedAt - Math.max(0, seconds) * 1_000))
}
