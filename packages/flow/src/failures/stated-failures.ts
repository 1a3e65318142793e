import type { FailureEvidence, FailureLink } from '@sluice/model'

/**
 * All failures that are left when what sources and people state is heard: their statements are added, and evidence
 * that a person has withdrawn is taken away, whoever found it. A withdrawal that names an incident is of that incident
 * alone; another takes away all evidence of its rung against the deployment.
 */
export function withStatedFailures(
  found: readonly FailureLink[],
  stated: readonly FailureEvidence[],
): readonly FailureLink[] {
  const withdrawn = stated.filter(({ isWithdrawn }) => isWithdrawn === true)
  const added = stated
    .filter(({ isWithdrawn }) => isWithdrawn !== true)
    .map(({ deployment, rung, knownAt, incident, remediation }): FailureLink => ({
      deployment,
      rung,
      knownAt,
      ...(incident !== undefined && { incident }),
      ...(remediation !== undefined && { remediation }),
    }))
  if (withdrawn.length === 0) return [...found, ...added]
  return [...found, ...added].filter((link) => !withdrawn.some((evidence) => takesAway(evidence, link)))
}

function takesAway(evidence: FailureEvidence, link: FailureLink): boolean {
  return (
    evidence.deployment === link.deployment &&
    evidence.rung === link.rung &&
    (evidence.incident === undefined || evidence.incident === link.incident)
  )
}
