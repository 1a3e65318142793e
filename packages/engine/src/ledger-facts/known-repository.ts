import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, RepositoryName } from '@sluice/model'
import { ledgerFolder, type LedgerPlaceOptions } from './ledger-folder.ts'
import type { LedgerReading } from './ledger-reading.ts'

/** What the ledger knows of a repository, and where it is kept. */
export interface KnownRepository {
  readonly location: string
  readonly reading: LedgerReading
}

/**
 * Asks the ledger about a repository; undefined when there is no ledger yet or when it knows nothing of it. Nothing is
 * created, and the database is loaded only where there is one.
 *
 * @throws the errors of `@sluice/ledger`
 */
export async function findKnownRepository(
  repository: RepositoryName,
  place: LedgerPlaceOptions & { readonly clock: Clock },
): Promise<KnownRepository | undefined> {
  if (!hasLedger(place)) return undefined
  const [{ withLedger }, { readLedger }] = await Promise.all([
    import('../with-ledger.ts'),
    import('./ledger-reading.ts'),
  ])
  return withLedger(place, async (ledger) => {
    const reading = await readLedger(ledger, repository)
    return reading && { location: ledger.location, reading }
  })
}

/** Whether there is a ledger to ask: one at scale is named, one on this machine has its file. */
export function hasLedger(place: LedgerPlaceOptions): boolean {
  const isRemote = (place.environment['SLUICE_LEDGER'] ?? '') !== ''
  return isRemote || existsSync(join(ledgerFolder(place), ledgerFile))
}

/** The file in which an embedded ledger is kept. */
const ledgerFile = 'ledger.duckdb'
