import { access } from 'node:fs/promises'
import type { Instant } from '@sluice/model'
import { keptEvent } from '../derive/kept-event.ts'
import { checkedEvent } from '../derive/checked-event.ts'
import { ledgerError } from '../errors.ts'
import type { ExportedFile } from '../ledger.ts'
import { forgetAll } from './commit-batches.ts'
import { exportedPath, exportedTables } from './export-tables.ts'
import type { LedgerFile } from './ledger-file.ts'
import { loadTable, quotedText } from './load-table.ts'
import { prepareEvents } from './prepared-events.ts'
import { columnsOfRows } from './row-columns.ts'
import type { Writer } from './writer.ts'

export interface Importing {
  readonly file: LedgerFile
  readonly writer: Writer
  readonly now: Instant
  readonly signal: AbortSignal
}

/**
 * Reads a folder that `exportTables` wrote. What is known is left alone, so an import that was given up goes on when
 * it is started again. Events are checked one by one, and those that are none are set aside.
 *
 * @throws LEDGER_FILE_UNREADABLE, LEDGER_CANCELLED
 */
export async function importTables(importing: Importing, folder: string): Promise<readonly ExportedFile[]> {
  const present: (typeof exportedTables)[number][] = []
  for (const table of exportedTables) if (await exists(exportedPath(folder, table))) present.push(table)
  if (present.length === 0) {
    throw ledgerError('LEDGER_FILE_UNREADABLE', { path: folder, reason: 'it holds no file of an export.' })
  }

  const files: ExportedFile[] = []
  for (const table of present) {
    if (importing.signal.aborted) throw ledgerError('LEDGER_CANCELLED', {})
    const path = exportedPath(folder, table)
    const rows =
      table === 'events' ? await importEvents(importing, path) : await importRows(importing, table, path)
    files.push({ table, rows })
  }
  return files
}

async function importRows(
  { writer }: Importing,
  table: (typeof exportedTables)[number],
  path: string,
): Promise<number> {
  const { rows } = await writer.run((connection, known) => {
    forgetAll(known)
    return loadTable(connection, table, path)
  })
  return rows
}

async function importEvents({ file, writer, now, signal }: Importing, path: string): Promise<number> {
  let recorded = 0
  await file.read(async (reader) => {
    const rows = await reader
      .stream(`select payload::varchar as payload from read_parquet(${quotedText(path)})`)
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        throw ledgerError('LEDGER_FILE_UNREADABLE', { path, reason }, error)
      })
    for await (const page of rows.yieldRows()) {
      if (signal.aborted) throw ledgerError('LEDGER_CANCELLED', {})
      const checked = page.map(([payload]) => checkedEvent(String(payload), now))
      const rejected = checked.filter((row) => typeof row !== 'string')
      const result = await writer.append({
        events: prepareEvents(checked.filter((row) => typeof row === 'string').map(keptEvent), now),
        rejected: columnsOfRows('quarantine', rejected, { received_at: (row) => row.receivedAt }),
      })
      recorded += result.recorded
    }
  })
  return recorded
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
