import type { FactTableName, LedgerDatabase } from '../tables/tables.ts'

/** A row for a fact table. Which of two rows with the same key stands is decided by `event_at`, then `event_id`. */
export type FactRow = {
  [TName in FactTableName]: { readonly table: TName; readonly row: Readonly<LedgerDatabase[TName]> }
}[FactTableName]
