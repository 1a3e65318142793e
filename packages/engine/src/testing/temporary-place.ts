import { temporaryFolder, type TemporaryFolder } from '@sluice/git/testing'
import type { Ledger } from '@sluice/ledger'
import type { Clock, RepositoryName } from '@sluice/model'
import type { LedgerPlaceOptions } from '../ledger-facts/ledger-folder.ts'
import { readLedger, type LedgerReading } from '../ledger-facts/ledger-reading.ts'
import { withLedger } from '../with-ledger.ts'

/** A place for a ledger that goes away with its scope; the settings of whoever runs the tests do not reach it. */
export interface TemporaryPlace extends TemporaryFolder {
  readonly place: LedgerPlaceOptions
  /** Opens the ledger there for a moment. */
  use<T>(work: (ledger: Ledger) => Promise<T>): Promise<T>
  /** All that it knows of a repository. */
  read(repository: RepositoryName): Promise<LedgerReading | undefined>
}

/** A folder in which a ledger is made when one is asked for. */
export async function temporaryPlace(clock: Clock): Promise<TemporaryPlace> {
  const folder = await temporaryFolder()
  const place = { data: folder.path, environment: {}, platform: 'linux' } as const
  const use: TemporaryPlace['use'] = (work) => withLedger({ ...place, clock }, work)
  return { ...folder, place, use, read: (repository) => use((ledger) => readLedger(ledger, repository)) }
}
