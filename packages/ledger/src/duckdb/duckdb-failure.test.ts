import { describe, expect, it } from 'vitest'
import { ledgerError } from '../errors.ts'
import { duckdbFailure, needsReopening } from './duckdb-failure.ts'

describe('duckdbFailure', () => {
  it.each([
    [
      'IO Error: Could not set lock on file "/d/ledger.duckdb": Conflicting lock is held in /usr/bin/node (PID 1234). See also …',
      'LEDGER_IN_USE',
      'in use by process 1234 (/usr/bin/node)',
    ],
    [
      'IO Error: Could not set lock on file "/d/ledger.duckdb": Resource unavailable',
      'LEDGER_IN_USE',
      'another process',
    ],
    [
      'TransactionContext Error: Failed to commit: Could not write file "x": No space left on device',
      'LEDGER_DISK_FULL',
      '',
    ],
    ['IO Error: Could not write file "x": File too large', 'LEDGER_DISK_FULL', ''],
    [
      'IO Error: The file "x" exists, but it is not a valid DuckDB database file!',
      'LEDGER_DAMAGED',
      'not a valid',
    ],
    [
      'IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2',
      'LEDGER_DAMAGED',
      '',
    ],
    ['IO Error: Could not read enough bytes from file "x": attempted to read 9 bytes', 'LEDGER_DAMAGED', ''],
    ['IO Error: Failure while replaying WAL file "x.wal": Corrupt WAL file', 'LEDGER_DAMAGED', ''],
    ['IO Error: Cannot open file "x": Permission denied', 'LEDGER_DIRECTORY_UNUSABLE', 'Permission denied'],
    ['INTERRUPT Error: Interrupted!', 'LEDGER_CANCELLED', 'cancelled'],
    ['Binder Error: Referenced column "x" not found', 'LEDGER_FAILED', 'Referenced column'],
  ])('tells from "%s" that it is %s', (reason, code, part) => {
    const cause = new Error(reason)

    expect(duckdbFailure(cause, '/d/ledger.duckdb')).toMatchObject({
      code,
      cause,
      message: expect.stringContaining(part) as string,
    })
  })

  it('lets errors of the ledger pass as they are', () => {
    const error = ledgerError('LEDGER_CLOSED', {})

    expect(duckdbFailure(error, 'x')).toBe(error)
  })
})

describe('needsReopening', () => {
  it('tells the errors after which DuckDB refuses everything', () => {
    expect(needsReopening(new Error('FATAL Error: Failed to write'))).toBe(true)
    expect(
      needsReopening(
        new Error('Invalid Error: the database has been invalidated because of a previous fatal error.'),
      ),
    ).toBe(true)
    expect(needsReopening(new Error('IO Error: No space left on device'))).toBe(false)
    expect(needsReopening(undefined)).toBe(false)
  })
})
