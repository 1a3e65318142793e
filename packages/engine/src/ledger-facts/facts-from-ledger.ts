import type { FlowFacts } from '@sluice/flow'
import type { Deployment } from '@sluice/model'
import { connectedSources } from './connected-sources.ts'
import { changeFromForge, isMerged, type MergedFact } from './forge-changes.ts'
import { forgeFacts } from './forge-facts.ts'
import type { LedgerReading } from './ledger-reading.ts'
import { listedLinks } from './listed-links.ts'
import { mainLineLinks } from './main-line-links.ts'
import { deploymentsOfService, recordedDeployments } from './recorded-deployments.ts'
import { recordedFailures } from './recorded-failures.ts'

/** Facts of a repository without a clone of it, and what could not be told without one. */
export interface LedgerFacts {
  readonly facts: FlowFacts
  readonly mainLine: string
  /** Deployments of a revision that no known change has. */
  readonly unknownDeployments: readonly Deployment[]
  /** Merged into other branches than the main line. */
  readonly mergedElsewhere: number
}

export interface LedgerFactsOptions {
  /** Defaults to the branch that most requests were merged into. */
  readonly mainLine?: string | undefined
  readonly service?: string | undefined
}

/** Makes facts of what the ledger knows alone. The main line is the branch that most requests were merged into. */
export function factsFromLedger(
  reading: LedgerReading,
  { mainLine, service }: LedgerFactsOptions = {},
): LedgerFacts {
  const merged = reading.changes.filter(isMerged)
  const base = mainLine ?? commonestBase(merged)
  const arrived = merged.filter(({ baseBranch }) => baseBranch === base)
  const all = recordedDeployments(reading.deployments, reading.deploymentSteps)
  const deployments = service === undefined ? all : deploymentsOfService(all, service)
  const { links, unknown } = mainLineLinks(deployments, arrived, reading.changeCommits)
  const forge = forgeFacts(reading)
  return {
    facts: {
      changes: arrived.map(changeFromForge),
      deployments,
      deploymentChanges: [...links, ...listedLinks(reading, deployments)],
      failures: recordedFailures(reading, deployments),
      connected: connectedSources(reading),
      ...(forge !== undefined && { forge }),
    },
    mainLine: base,
    unknownDeployments: unknown,
    mergedElsewhere: merged.length - arrived.length,
  }
}

function commonestBase(merged: readonly MergedFact[]): string {
  const counts = new Map<string, number>()
  for (const { baseBranch } of merged) counts.set(baseBranch, (counts.get(baseBranch) ?? 0) + 1)
  let best = 'main'
  let most = 0
  for (const [branch, count] of counts) {
    if (count > most || (count === most && branch < best)) [best, most] = [branch, count]
  }
  return best
}
