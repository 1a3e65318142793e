import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixedClock, instant, type Clock } from '@sluice/model'
import { openLedger, type EmbeddedLedger } from '../duckdb/open-ledger.ts'

export interface TemporaryLedger {
  readonly ledger: EmbeddedLedger
  readonly directory: string
  /** Closes the ledger and removes its directory. */
  readonly remove: () => Promise<void>
}

/** An embedded ledger in a directory of its own. The clock stands at 2026-01-01 unless one is given. */
export async function temporaryLedger(clock: Clock = fixedClock(newYear)): Promise<TemporaryLedger> {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-ledger-'))
  const ledger = await openLedger({ directory, clock })
  return {
    ledger,
    directory,
    async remove() {
      await ledger.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

const newYear = instant(Date.UTC(2026, 0, 1))
