import {
  failuresFromIncidents,
  failuresFromRollbacks,
  withStatedFailures,
  type IsAncestor,
} from '@sluice/flow'
import type { Deployment, FailureLink } from '@sluice/model'
import type { LedgerReading } from './ledger-reading.ts'

/**
 * All failures of recorded deployments that the ledger has evidence for, together with those that were `found`
 * elsewhere, such as reverts in a clone. What a person has withdrawn is left out, whoever found it.
 *
 * @param isAncestor Of revisions, where a clone can tell.
 */
export function recordedFailures(
  { incidents, failures }: Pick<LedgerReading, 'incidents' | 'failures'>,
  deployments: readonly Deployment[],
  found: readonly FailureLink[] = [],
  isAncestor?: IsAncestor,
): readonly FailureLink[] {
  const known = new Set(deployments.map(({ id }) => id))
  return withStatedFailures(
    [
      ...found,
      ...failuresFromIncidents(incidents, deployments),
      ...failuresFromRollbacks(deployments, isAncestor),
    ],
    failures.filter(({ deployment }) => known.has(deployment)),
  )
}
