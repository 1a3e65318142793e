import { join } from 'node:path'
import type { Clock } from '@sluice/model'
import type { ControlStore, CursorUpdate } from './control-store.ts'

/** Control data that are kept apart from a ledger. */
export interface ControlOfLedger {
  readonly store: ControlStore
  /** Says how far a stream was read, once what was read is durable. */
  moveCursor(update: CursorUpdate): Promise<void>
  close(): Promise<void>
}

/**
 * Opens control data in PostgreSQL, or else in a DuckDB file in the directory. That file is not the one of an embedded
 * ledger: its cursors would tell sources that this ledger has what only that one has.
 */
export async function openControl(options: {
  readonly directory: string
  readonly controlUrl: string | undefined
  readonly clock: Clock
}): Promise<ControlOfLedger> {
  if (options.controlUrl !== undefined) {
    const { openPostgresControlStore } = await import('./postgres/postgres-control-store.ts')
    const store = await openPostgresControlStore(options.controlUrl)
    return { store, moveCursor: (update) => store.moveCursor(update), close: () => store.close() }
  }
  const { openLedger } = await import('./duckdb/open-ledger.ts')
  const file = await openLedger({ directory: join(options.directory, 'control'), clock: options.clock })
  return {
    store: file.control,
    async moveCursor(cursor) {
      await file.append({ cursor })
    },
    close: () => file.close(),
  }
}
