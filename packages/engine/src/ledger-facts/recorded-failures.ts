import type { Deployment, FailureLink } from '@sluice/model'
import type { LedgerReading } from './ledger-reading.ts'

/** Failures that sources or people state, without those that a person has withdrawn. */
export function recordedFailures(
  { failures }: Pick<LedgerReading, 'failures'>,
  deployments: readonly Deployment[],
): readonly FailureLink[] {
  const known = new Set(deployments.map(({ id }) => id))
  return failures.flatMap(({ deployment, rung, remediation, knownAt, isWithdrawn }) =>
    isWithdrawn || !known.has(deployment)
      ? []
      : [{ deployment, rung, knownAt, ...(remediation !== undefined && { remediation }) }],
  )
}
