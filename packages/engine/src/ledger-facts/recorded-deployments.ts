import type { DeploymentFact, QueryRow } from '@sluice/ledger'
import type { Deployment, DeploymentId, DeploymentStep, Instant } from '@sluice/model'
import { engineError } from '../errors.ts'
import { nearestOf } from '../nearest.ts'

/** A deployment that has come to its end. */
type FinishedFact = DeploymentFact & { readonly finishedAt: Instant }

/**
 * Production deployments that came to an end, oldest first. One that was cancelled never reached anybody and is left
 * out; one that goes on has no end yet. The first success of a service in an environment has no predecessor.
 */
export function recordedDeployments(
  facts: readonly DeploymentFact[],
  steps: readonly QueryRow<'deploymentSteps'>[],
): readonly Deployment[] {
  const stepsOf = stepsByDeployment(steps)
  const met = new Set<string>()
  const isName = namesThatTell(facts)
  return facts
    .filter(hasEnded)
    .toSorted((a, b) => a.finishedAt - b.finishedAt || (a.id < b.id ? -1 : 1))
    .map((fact) => {
      const outcome = fact.state === 'failed' ? 'failed' : 'succeeded'
      const line = `${fact.service}\n${fact.environment}`
      const isBaseline = outcome === 'succeeded' && !met.has(line)
      if (isBaseline) met.add(line)
      return {
        id: fact.id,
        service: fact.service,
        revision: fact.revision,
        name: isName(fact.name) ? fact.name : fact.revision.slice(0, 9),
        finishedAt: fact.finishedAt,
        source: 'recorded',
        timing: 'recorded',
        isBaseline,
        environment: fact.environment,
        outcome,
        steps: [{ state: 'created', at: fact.createdAt }, ...(stepsOf.get(fact.id) ?? [])],
        ...(fact.isPlanned !== undefined && { isPlanned: fact.isPlanned }),
        ...(fact.isRollback !== undefined && { isRollback: fact.isRollback }),
      }
    })
}

/**
 * The deployments of one service.
 *
 * @throws SERVICE_UNKNOWN when others are recorded and none of it
 */
export function deploymentsOfService(
  deployments: readonly Deployment[],
  service: string,
): readonly Deployment[] {
  const found = deployments.filter((deployment) => deployment.service === service)
  if (found.length > 0 || deployments.length === 0) return found
  const services = [...new Set<string>(deployments.map((deployment) => deployment.service))]
  throw engineError('SERVICE_UNKNOWN', { service, nearest: nearestOf(service, services) ?? '' })
}

/** A name that several revisions share, such as that of a branch, names none of them. */
function namesThatTell(facts: readonly DeploymentFact[]): (name: string | undefined) => name is string {
  const revisions = new Map<string, Set<string>>()
  for (const { name, revision } of facts) {
    if (name === undefined) continue
    const known = revisions.get(name)
    if (known === undefined) revisions.set(name, new Set([revision]))
    else known.add(revision)
  }
  return (name): name is string => name !== undefined && revisions.get(name)?.size === 1
}

function hasEnded(fact: DeploymentFact): fact is FinishedFact {
  return fact.finishedAt !== undefined && fact.state !== 'cancelled'
}

function stepsByDeployment(
  steps: readonly QueryRow<'deploymentSteps'>[],
): ReadonlyMap<DeploymentId, readonly DeploymentStep[]> {
  const found = new Map<DeploymentId, DeploymentStep[]>()
  for (const { deployment, state, at } of steps) {
    if (state === 'created') continue
    const known = found.get(deployment)
    if (known === undefined) found.set(deployment, [{ state, at }])
    else known.push({ state, at })
  }
  return found
}
