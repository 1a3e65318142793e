import type { Deployment, DeploymentChange } from '@sluice/model'
import type { LedgerReading } from './ledger-reading.ts'

/** What sources list as the content of deployments that are known. */
export function listedLinks(
  { deploymentChanges }: Pick<LedgerReading, 'deploymentChanges'>,
  deployments: readonly Deployment[],
): readonly DeploymentChange[] {
  const known = new Set(deployments.map(({ id }) => id))
  return deploymentChanges.flatMap(({ deployment, change, how }) =>
    change === undefined || !known.has(deployment) ? [] : [{ deployment, change, how }],
  )
}
