import type { Ledger, QueryRow } from '@sluice/ledger'
import type { RepositoryName } from '@sluice/model'

/** Who told the ledger something of a repository. */
export interface SourceReading {
  readonly sources: readonly QueryRow<'sources'>[]
  /** Streams that were read of any source. */
  readonly streams: ReadonlySet<string>
}

/** All that the ledger knows of one repository, as far as the value stream asks. */
export interface LedgerReading extends SourceReading {
  readonly repository: RepositoryName
  readonly changes: readonly QueryRow<'changes'>[]
  readonly changeEvents: readonly QueryRow<'changeEvents'>[]
  readonly changeCommits: readonly QueryRow<'changeCommits'>[]
  readonly changeCiRuns: readonly QueryRow<'changeCiRuns'>[]
  readonly deployments: readonly QueryRow<'deployments'>[]
  readonly deploymentSteps: readonly QueryRow<'deploymentSteps'>[]
  readonly deploymentChanges: readonly QueryRow<'deploymentChanges'>[]
  readonly incidents: readonly QueryRow<'incidents'>[]
  readonly failures: readonly QueryRow<'failures'>[]
}

/** Asks the ledger everything about one repository; undefined when it knows nothing of it. */
export async function readLedger(
  ledger: Pick<Ledger, 'query' | 'control'>,
  repository: RepositoryName,
): Promise<LedgerReading | undefined> {
  const told = await readSources(ledger, repository)
  if (told === undefined) return undefined
  const [
    changes,
    changeEvents,
    changeCommits,
    changeCiRuns,
    deployments,
    deploymentSteps,
    deploymentChanges,
    incidents,
    failures,
  ] = await Promise.all([
    ledger.query('changes', { repository }),
    ledger.query('changeEvents', { repository }),
    ledger.query('changeCommits', { repository }),
    ledger.query('changeCiRuns', { repository }),
    ledger.query('deployments', { repository }),
    ledger.query('deploymentSteps', { repository }),
    ledger.query('deploymentChanges', { repository }),
    ledger.query('incidents', { repository }),
    ledger.query('failures', { repository }),
  ])
  return {
    repository,
    ...told,
    changes,
    changeEvents,
    changeCommits,
    changeCiRuns,
    deployments,
    deploymentSteps,
    deploymentChanges,
    incidents,
    failures,
  }
}

/** Asks the ledger who told it of a repository; undefined when nobody did. */
export async function readSources(
  ledger: Pick<Ledger, 'query' | 'control'>,
  repository: RepositoryName,
): Promise<SourceReading | undefined> {
  const sources = await ledger.query('sources', { repository })
  if (sources.length === 0) return undefined
  const cursors = await ledger.control.listCursors()
  // A stream that is to be read anew has an empty position until then.
  const streams = cursors.flatMap(({ scope, stream, position }) =>
    scope === repository && position !== '' ? [stream] : [],
  )
  return { sources, streams: new Set(streams) }
}
