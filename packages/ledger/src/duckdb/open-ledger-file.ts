import { existsSync } from 'node:fs'
import { link, rename, rm } from 'node:fs/promises'
import { SluiceError, type Instant } from '@sluice/model'
import { LedgerFile } from './ledger-file.ts'
import { migrateLedger } from './migrate.ts'

/**
 * Opens the ledger at a path and brings its tables up to date. A new one is made beside it and gets its name only
 * when it is complete: a process that dies while it makes one leaves nothing that looks damaged.
 *
 * @throws LEDGER_IN_USE, LEDGER_DAMAGED, LEDGER_FOREIGN_FILE, LEDGER_TOO_NEW, LEDGER_MIGRATION_CHANGED,
 * LEDGER_DISK_FULL, LEDGER_DIRECTORY_UNUSABLE
 */
export async function openLedgerFile(path: string, now: Instant): Promise<LedgerFile> {
  if (!existsSync(path)) await makeLedgerFile(path, now)
  return openMigrated(path, now)
}

async function makeLedgerFile(path: string, now: Instant): Promise<void> {
  const unfinished = `${path}.new`
  const file = await openMigrated(unfinished, now).catch(async (error: unknown) => {
    if (!(error instanceof SluiceError) || error.code !== 'LEDGER_DAMAGED') throw error
    // What an earlier process left unfinished never held anything.
    await rm(unfinished, { force: true })
    await rm(`${unfinished}.wal`, { force: true })
    return openMigrated(unfinished, now)
  })
  file.close()
  // A link, unlike a rename, never takes the place of what another process put there.
  await link(unfinished, path).then(
    () => rm(unfinished),
    // Some file systems have no links.
    () => (existsSync(path) ? rm(unfinished) : rename(unfinished, path)),
  )
}

async function openMigrated(path: string, now: Instant): Promise<LedgerFile> {
  const file = await LedgerFile.open(path)
  try {
    await migrateLedger(file, now)
    return file
  } catch (error) {
    file.close()
    throw error
  }
}
