import {
  wholeRepository,
  type Deployment,
  type DeploymentId,
  type FailureLink,
  type Incident,
  type Instant,
} from '@sluice/model'
import { deploymentLines, type DeploymentLine } from './deployment-lines.ts'

/**
 * Failures of the ladder's `incident` rung: an incident that names the deployment at fault, or the revision. A
 * revision stands for the newest deployment of it to the service of the incident that had begun when the incident
 * was opened; an incident of the whole repository may be of any service. An incident that names neither, or something
 * that no deployment is known of, blames nobody: that it came after a deployment is no evidence.
 *
 * The remediation is the next successful deployment of another revision to that service and environment, if it
 * finished before the incident was resolved; else the trouble ended without one, and `resolvedAt` alone says when.
 *
 * @param deployments - of all services and environments that users meet, in any order, failed ones too
 */
export function failuresFromIncidents(
  incidents: readonly Incident[],
  deployments: readonly Deployment[],
): readonly FailureLink[] {
  const lines = deploymentLines(deployments)
  const byId = new Map(
    lines.flatMap((line) => line.map((deployment) => [deployment.id, { deployment, line }])),
  )
  return incidents.flatMap((incident): readonly FailureLink[] => {
    const blamed = findBlamed(incident, byId, lines)
    if (blamed === undefined) return []
    const remediation = findRemediation(incident, blamed)
    return [
      {
        deployment: blamed.deployment.id,
        rung: 'incident',
        knownAt: incident.openedAt,
        incident: incident.id,
        openedAt: incident.openedAt,
        ...(incident.resolvedAt !== undefined && { resolvedAt: incident.resolvedAt }),
        ...(remediation !== undefined && { remediation: remediation.id }),
      },
    ]
  })
}

interface Blamed {
  readonly deployment: Deployment
  readonly line: DeploymentLine
}

function findBlamed(
  incident: Incident,
  byId: ReadonlyMap<DeploymentId, Blamed>,
  lines: readonly DeploymentLine[],
): Blamed | undefined {
  const named = incident.deployment && byId.get(incident.deployment)
  if (named !== undefined) return named
  if (incident.revision === undefined) return undefined
  let newest: Blamed | undefined
  for (const line of lines) {
    const deployment = line.findLast(
      (candidate) =>
        candidate.revision === incident.revision &&
        isOfService(candidate, incident) &&
        beginOf(candidate) <= incident.openedAt,
    )
    if (deployment === undefined) continue
    if (newest === undefined || deployment.finishedAt > newest.deployment.finishedAt)
      newest = { deployment, line }
  }
  return newest
}

function isOfService({ service }: Deployment, incident: Incident): boolean {
  return incident.service === wholeRepository || incident.service === service
}

/** Users may feel a deployment from its first step on. */
function beginOf({ steps = [], finishedAt }: Deployment): Instant {
  return steps.reduce((first, { at }) => (at < first ? at : first), finishedAt)
}

function findRemediation(
  { openedAt, resolvedAt }: Incident,
  { deployment, line }: Blamed,
): Deployment | undefined {
  const since = Math.max(openedAt, deployment.finishedAt)
  const next = line.find(
    ({ finishedAt, outcome, revision }) =>
      finishedAt > since && outcome !== 'failed' && revision !== deployment.revision,
  )
  return next === undefined || (resolvedAt !== undefined && next.finishedAt > resolvedAt) ? undefined : next
}
