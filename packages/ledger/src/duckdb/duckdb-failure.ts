import { SluiceError } from '@sluice/model'
import { ledgerError } from '../errors.ts'

/** Says in our words why DuckDB did not do what it was asked. Errors of our own pass as they are. */
export function duckdbFailure(error: unknown, path: string): SluiceError {
  if (error instanceof SluiceError) return error

  const reason = error instanceof Error ? error.message : String(error)
  if (/could not set lock on file/i.test(reason)) {
    const [, program, pid] = /held in (.+?) \(PID (\d+)\)/.exec(reason) ?? []
    const holder = pid === undefined ? 'another process' : `process ${pid} (${program ?? 'unknown'})`
    return ledgerError('LEDGER_IN_USE', { path, holder }, error)
  }
  if (/no space left on device|not enough space|disk quota|file too large|out of disk/i.test(reason)) {
    return ledgerError('LEDGER_DISK_FULL', { path }, error)
  }
  if (damage.test(reason)) return ledgerError('LEDGER_DAMAGED', { path, reason }, error)
  if (/^interrupt error/i.test(reason)) return ledgerError('LEDGER_CANCELLED', {}, error)
  if (/permission denied|read-only file system|not a directory|cannot open file/i.test(reason)) {
    return ledgerError('LEDGER_DIRECTORY_UNUSABLE', { directory: path, reason }, error)
  }
  return ledgerError('LEDGER_FAILED', { path, reason }, error)
}

/** DuckDB refuses everything after such an error until the file is opened anew. */
export function needsReopening(error: unknown): boolean {
  return error instanceof Error && /database has been invalidated|^fatal error/i.test(error.message)
}

const damage =
  /not a valid duckdb database|corrupt|could not read (enough|all) bytes|checksum|failure while replaying wal|serialization error/i
