import type { FlowFacts, IsAncestor } from '@sluice/flow'
import type { DeploymentChange, FailureLink } from '@sluice/model'
import { isMerged } from './forge-changes.ts'
import { connectedSources } from './connected-sources.ts'
import { forgeFacts } from './forge-facts.ts'
import { joinChanges, type JoinedChanges, type MainLineChange } from './joined-changes.ts'
import type { LedgerReading } from './ledger-reading.ts'
import { listedLinks } from './listed-links.ts'
import { recordedFailures } from './recorded-failures.ts'

/** The facts of a clone together with what the ledger knows of its repository. */
export interface JoinedFacts {
  readonly facts: FlowFacts
  /** Changes of the clone that a forge knows. */
  readonly known: number
}

/**
 * Adds what the ledger knows to the facts of a clone. `mainLine` holds the changes of the facts, oldest first; the
 * deployments of the facts are the recorded ones, where there are any.
 */
export function joinFacts(
  facts: FlowFacts,
  mainLine: readonly MainLineChange[],
  reading: LedgerReading,
  isAncestor?: IsAncestor,
): JoinedFacts {
  const joined = joinChanges(mainLine, reading.changes.filter(isMerged), reading.changeCommits)
  const forge = forgeFacts(reading)
  return {
    facts: {
      changes: joined.changes,
      deployments: facts.deployments,
      deploymentChanges: [
        ...facts.deploymentChanges.flatMap((link) => renamedLink(link, joined)),
        ...listedLinks(reading, facts.deployments),
      ],
      failures: recordedFailures(
        reading,
        facts.deployments,
        facts.failures.map((failure) => renamedFailure(failure, joined)),
        isAncestor,
      ),
      connected: connectedSources(reading),
      ...(forge !== undefined && { forge }),
    },
    known: joined.known,
  }
}

/** A part of a rebased request ships with the request, whose link its last commit has. */
function renamedLink(link: DeploymentChange, { idOf }: JoinedChanges): readonly DeploymentChange[] {
  const change = idOf(link.change)
  return change === undefined ? [] : [{ ...link, change }]
}

function renamedFailure(failure: FailureLink, { idOf }: JoinedChanges): FailureLink {
  const { culprit, repair, ...rest } = failure
  const newCulprit = culprit && idOf(culprit)
  const newRepair = repair && idOf(repair)
  return {
    ...rest,
    ...(newCulprit !== undefined && { culprit: newCulprit }),
    ...(newRepair !== undefined && { repair: newRepair }),
  }
}
