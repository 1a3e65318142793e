import type {
  Change,
  ChangeId,
  Deployment,
  DeploymentChange,
  DeploymentId,
  EvidenceRung,
  FailureLink,
  Instant,
} from '@sluice/model'
import type { Calendar, FlowFacts, FlowOptions, SourceId, Window } from '../analysis.ts'
import { groupBy } from '../group-by.ts'
import { spanLengthOf, type SpanLength } from './calendar.ts'
import { indexForge, type ForgeIndex } from './forge-index.ts'

/** The facts as they were known at the end of the window, in one order, looked up in constant time. */
export interface FlowIndex {
  readonly window: Window
  readonly calendar: Calendar
  readonly confidence: number
  readonly spanLength: SpanLength
  /** Merged before the end of the window, oldest first; older ones may still be waiting in the window. */
  readonly changes: readonly Change[]
  /** Succeeded before the end of the window, oldest first, baselines included. */
  readonly deployments: readonly Deployment[]
  /** Ended before it without success, oldest first: they carried nothing to users, but may have hurt them. */
  readonly failedDeployments: readonly Deployment[]
  /** Of both kinds. */
  readonly deploymentsById: ReadonlyMap<DeploymentId, Deployment>
  readonly shipments: ReadonlyMap<ChangeId, Shipment>
  /** Finish of the first baseline that carried a change, which is when it first ran at the latest. */
  readonly baselines: ReadonlyMap<ChangeId, Instant>
  /** Known before the end of the window, by the deployment that failed; time-only proximity is left out. */
  readonly failures: ReadonlyMap<DeploymentId, readonly FailureLink[]>
  /** Kinds of evidence that the sources at hand have given at all, in or before the window. */
  readonly rungs: ReadonlySet<EvidenceRung>
  /** Finish of the first known deployment, if there is one. */
  readonly firstDeploymentAt?: Instant
  /** Absent when no forge was asked. */
  readonly forge?: ForgeIndex
  readonly connected: ReadonlySet<SourceId>
}

/** How a change first reached users. */
export interface Shipment {
  readonly deployment: Deployment
  readonly how: DeploymentChange['how']
}

/**
 * Reads the facts once. Whatever happened at or after the end of the window is dropped here and nowhere else,
 * so no later step can look into the future.
 */
export function indexFacts(facts: FlowFacts, options: FlowOptions): FlowIndex {
  const { window } = options
  const ended = facts.deployments
    .filter((deployment) => deployment.finishedAt < window.until)
    .toSorted((a, b) => a.finishedAt - b.finishedAt || compareText(a.id, b.id))
  const deployments = ended.every(isSuccess) ? ended : ended.filter(isSuccess)
  const deploymentsById = new Map(ended.map((deployment) => [deployment.id, deployment]))
  const first = deployments[0]
  const failures = failuresByDeployment(facts.failures, deploymentsById, window)
  const changes = facts.changes
    .filter((change) => change.mergedAt < window.until)
    .toSorted((a, b) => a.mergedAt - b.mergedAt || compareText(a.id, b.id))
  const forge = facts.forge && indexForge(facts.forge, facts.changes, window)
  return {
    window,
    calendar: options.calendar,
    confidence: options.confidence,
    spanLength: spanLengthOf(options.calendar),
    changes: forge === undefined ? changes : changes.map((change) => withOpening(change, forge)),
    deployments,
    failedDeployments: ended.filter((deployment) => !isSuccess(deployment)),
    deploymentsById,
    ...firstShipments(facts.deploymentChanges, deploymentsById),
    failures,
    rungs: new Set([...failures.values()].flatMap((links) => links.map(({ rung }) => rung))),
    ...(first !== undefined && { firstDeploymentAt: first.finishedAt }),
    ...(forge !== undefined && { forge }),
    connected: new Set(facts.connected),
  }
}

/** Whether a deployment reached its users as it was meant to. */
function isSuccess({ outcome }: Deployment): boolean {
  return outcome !== 'failed'
}

/** The commits of a branch may be rewritten after its request was opened; the request is then older than they are. */
function withOpening(change: Change, forge: ForgeIndex): Change {
  const openedAt = forge.histories.get(change.id)?.openedAt
  if (openedAt === undefined || openedAt >= change.startedAt) return change
  return { ...change, startedAt: openedAt, start: 'opened' }
}

/** Order of ids by code unit: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** The earliest deployment of each change. A baseline has no predecessor, so what it ships first nobody can count. */
function firstShipments(
  links: readonly DeploymentChange[],
  deployments: ReadonlyMap<DeploymentId, Deployment>,
): Pick<FlowIndex, 'shipments' | 'baselines'> {
  const shipments = new Map<ChangeId, Shipment>()
  const baselines = new Map<ChangeId, Instant>()
  for (const link of links) {
    const deployment = deployments.get(link.deployment)
    if (deployment === undefined || !isSuccess(deployment)) continue
    if (deployment.isBaseline) {
      const known = baselines.get(link.change)
      if (known === undefined || deployment.finishedAt < known) {
        baselines.set(link.change, deployment.finishedAt)
      }
      continue
    }
    const known = shipments.get(link.change)
    if (known === undefined || isEarlier(deployment, known.deployment)) {
      shipments.set(link.change, { deployment, how: link.how })
    }
  }
  return { shipments, baselines }
}

function isEarlier(a: Deployment, b: Deployment): boolean {
  return a.finishedAt < b.finishedAt || (a.finishedAt === b.finishedAt && a.id < b.id)
}

function failuresByDeployment(
  links: readonly FailureLink[],
  deployments: ReadonlyMap<DeploymentId, Deployment>,
  window: Window,
): ReadonlyMap<DeploymentId, readonly FailureLink[]> {
  const known = links
    .filter(
      ({ rung, knownAt, deployment }) =>
        rung !== 'proximity' && knownAt < window.until && deployments.has(deployment),
    )
    .map((link) => asKnownAt(link, deployments, window.until))
    .toSorted((a, b) => a.knownAt - b.knownAt || compareText(failureKey(a), failureKey(b)))
  return groupBy(known, (link) => link.deployment)
}

/** A failure that was repaired or over only after the window was still open at its end. */
function asKnownAt(
  link: FailureLink,
  deployments: ReadonlyMap<DeploymentId, Deployment>,
  until: Instant,
): FailureLink {
  const { remediation, resolvedAt, ...known } = link
  const isRepairKnown = remediation === undefined || deployments.has(remediation)
  const isEndKnown = resolvedAt === undefined || resolvedAt < until
  if (isRepairKnown && isEndKnown) return link
  return {
    ...known,
    ...(isRepairKnown && remediation !== undefined && { remediation }),
    ...(isEndKnown && resolvedAt !== undefined && { resolvedAt }),
  }
}

function failureKey(link: FailureLink): string {
  return [link.deployment, link.rung, link.culprit ?? '', link.repair ?? '', link.remediation ?? ''].join(
    '\n',
  )
}
