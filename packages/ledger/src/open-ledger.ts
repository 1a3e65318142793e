import { join } from 'node:path'
import type { Clock } from '@sluice/model'
import { openControl } from './control-of-ledger.ts'
import type { EmbeddedLedger } from './duckdb/open-ledger.ts'
import { ledgerError } from './errors.ts'
import type { Ledger } from './ledger.ts'

export interface LedgerOptions {
  /**
   * A directory of this machine, made when it is not there. It holds the whole ledger, or what a ledger elsewhere
   * needs here: batches that wait for it, and control data unless they are in PostgreSQL.
   */
  readonly directory: string
  /**
   * What `SLUICE_LEDGER` says: `clickhouse://user:password@host:8123,host2:8123/database?cluster=name`. Defaults to a
   * DuckDB file in the directory.
   */
  readonly ledgerUrl?: string | undefined
  /**
   * What `SLUICE_CONTROL` says: `postgres://user:password@host:5432/database`, beside a ledger in ClickHouse. Defaults
   * to a DuckDB file in the directory.
   */
  readonly controlUrl?: string | undefined
  readonly clock: Clock
}

/**
 * Opens the ledger that the options name and brings its tables up to date. Only the engine that is used is loaded.
 *
 * @throws LEDGER_ADDRESS_INVALID, LEDGER_UNREACHABLE, LEDGER_ACCESS_DENIED, LEDGER_RIGHT_MISSING,
 * LEDGER_DATABASE_MISSING, LEDGER_SERVER_TOO_OLD, LEDGER_CLUSTER_UNKNOWN, LEDGER_CLUSTER_UNSUITABLE, LEDGER_TOO_NEW,
 * LEDGER_MIGRATION_CHANGED, LEDGER_IN_USE, LEDGER_DIRECTORY_UNUSABLE, LEDGER_DAMAGED, LEDGER_FOREIGN_FILE,
 * LEDGER_DISK_FULL
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { directory, clock } = options
  const [ledgerUrl, controlUrl] = [given(options.ledgerUrl), given(options.controlUrl)]
  if (ledgerUrl !== undefined) return openAtScale({ directory, ledgerUrl, controlUrl, clock })

  if (controlUrl !== undefined) {
    const reason = 'it is only used beside SLUICE_LEDGER=clickhouse://…, which is not set'
    throw ledgerError('LEDGER_ADDRESS_INVALID', { setting: 'SLUICE_CONTROL', reason })
  }
  return openEmbeddedLedger({ directory, clock })
}

/**
 * Opens the ledger in a directory, whatever the environment says, and makes it when there is none.
 *
 * @throws LEDGER_IN_USE, LEDGER_DIRECTORY_UNUSABLE, LEDGER_DAMAGED, LEDGER_FOREIGN_FILE, LEDGER_TOO_NEW,
 * LEDGER_MIGRATION_CHANGED, LEDGER_DISK_FULL
 */
export async function openEmbeddedLedger(
  options: Pick<LedgerOptions, 'directory' | 'clock'>,
): Promise<EmbeddedLedger> {
  const { openLedger: open } = await import('./duckdb/open-ledger.ts')
  return open(options)
}

/** An empty variable means none. */
function given(url: string | undefined): string | undefined {
  return url === '' ? undefined : url
}

async function openAtScale({
  directory,
  ledgerUrl,
  controlUrl,
  clock,
}: Required<LedgerOptions> & { readonly ledgerUrl: string }): Promise<Ledger> {
  const { openClickHouseLedger } = await import('./clickhouse/clickhouse-ledger.ts')
  const control = await openControl({ directory, controlUrl, clock })
  try {
    return await openClickHouseLedger({
      url: ledgerUrl,
      outboxFolder: join(directory, 'outbox'),
      control,
      clock,
    })
  } catch (error) {
    await control.close()
    throw error
  }
}
