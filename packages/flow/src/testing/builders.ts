import {
  changeId,
  deploymentId,
  instant,
  revision,
  wholeRepository,
  type Change,
  type Deployment,
  type DeploymentChange,
  type FailureLink,
  type Instant,
} from '@sluice/model'
import type { FlowFacts, FlowOptions } from '../analysis.ts'

/** Collects facts one by one; every call returns what it added. */
export interface FactsBuilder {
  readonly facts: () => FlowFacts
  readonly change: (change: Partial<Change> & { readonly mergedAt: Instant }) => Change
  readonly deployment: (
    deployment: Partial<Deployment> & { readonly finishedAt: Instant },
    ships?: readonly Change[],
  ) => Deployment
  readonly failure: (failure: Omit<FailureLink, 'rung'> & Partial<FailureLink>) => FailureLink
}

/** An empty collection of facts. Ids count up, so the same calls give the same facts. */
export function factsOf(): FactsBuilder {
  const changes: Change[] = []
  const deployments: Deployment[] = []
  const deploymentChanges: DeploymentChange[] = []
  const failures: FailureLink[] = []
  return {
    facts: () => ({ changes, deployments, deploymentChanges, failures }),
    change: (partial) => {
      const change = aChange(changes.length, partial)
      changes.push(change)
      return change
    },
    deployment: (partial, ships = []) => {
      const deployment = aDeployment(deployments.length, partial)
      deployments.push(deployment)
      for (const { id } of ships)
        deploymentChanges.push({ deployment: deployment.id, change: id, how: 'reachable' })
      return deployment
    },
    failure: (partial) => {
      const failure = { rung: 'revert', ...partial } as const
      failures.push(failure)
      return failure
    },
  }
}

/** A change with everything filled in: one commit, nothing known before its merge, no mark. */
export function aChange(serial: number, partial: Partial<Change> & { readonly mergedAt: Instant }): Change {
  const sha = hash('a', serial)
  return {
    id: changeId(`git:${sha}`),
    revision: revision(sha),
    title: `Change ${serial}`,
    startedAt: partial.mergedAt,
    start: 'merged',
    shape: 'single',
    commits: 1,
    type: 'other',
    authorClass: 'unmarked',
    marks: [],
    ...partial,
  }
}

/** A deployment of the whole repository, by an annotated tag, on a revision of its own. */
export function aDeployment(
  serial: number,
  partial: Partial<Deployment> & { readonly finishedAt: Instant },
): Deployment {
  return {
    id: deploymentId(`git::v${serial}`),
    service: wholeRepository,
    revision: revision(hash('d', serial)),
    name: `v${serial}`,
    source: 'tag',
    timing: 'tagged',
    isBaseline: false,
    ...partial,
  }
}

/** Options for a window, with every default. */
export function optionsFor(since: string, until: string, partial: Partial<FlowOptions> = {}): FlowOptions {
  return {
    window: { since: instant(Date.parse(since)), until: instant(Date.parse(until)) },
    seed: 1,
    confidence: 0.95,
    clusters: false,
    calendar: 'elapsed',
    ...partial,
  }
}

/** The instant of an ISO date or date and time in UTC. */
export function at(iso: string): Instant {
  return instant(Date.parse(iso.includes('T') ? iso : `${iso}T00:00:00Z`))
}

function hash(prefix: string, serial: number): string {
  return prefix + serial.toString(16).padStart(39, '0')
}
