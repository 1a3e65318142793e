import type { Ledger } from '@sluice/ledger'
import type { Clock } from '@sluice/model'
import { ledgerFolder, type LedgerPlaceOptions } from './ledger-facts/ledger-folder.ts'

export interface WithLedgerOptions extends LedgerPlaceOptions {
  readonly clock: Clock
}

/**
 * Opens the ledger that the options and the environment name, hands it to `use`, and closes it whatever happens.
 *
 * @throws the errors of `@sluice/ledger`
 */
export async function withLedger<T>(
  options: WithLedgerOptions,
  use: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  // Loaded here, because the engine of the ledger takes longer to load than a small clone takes to analyze.
  const { openLedger } = await import('@sluice/ledger')
  const ledger = await openLedger({
    directory: ledgerFolder(options),
    ledgerUrl: options.environment['SLUICE_LEDGER'],
    controlUrl: options.environment['SLUICE_CONTROL'],
    clock: options.clock,
  })
  try {
    return await use(ledger)
  } finally {
    await ledger.close()
  }
}
