import { SluiceError } from '@sluice/model'
import { z } from 'zod'
import { ledgerError } from '../errors.ts'
import type { PostgresAddress } from './postgres-url.ts'

const Failure = z.object({ message: z.string(), code: z.string().optional() })

/** Says in our words why PostgreSQL did not do what it was asked. Errors of our own pass as they are. */
export function postgresFailure(error: unknown, address: PostgresAddress): Error {
  if (error instanceof SluiceError) return error

  const { message, code = '' } = Failure.catch({ message: String(error) }).parse(error)
  const where = `${address.host}/${address.database}`
  // SQLSTATE classes: PostgreSQL manual, appendix A.
  if (code.startsWith('28')) return ledgerError('LEDGER_ACCESS_DENIED', { server: where }, error)
  if (code === '3D000') return ledgerError('LEDGER_DATABASE_MISSING', { server: where }, error)
  if (code === '42501') return ledgerError('LEDGER_RIGHT_MISSING', { server: where, reason: message }, error)
  if (
    code === '' ||
    code.startsWith('08') ||
    code.startsWith('57P') ||
    code.startsWith('53') ||
    /^E[A-Z]/.test(code)
  ) {
    return ledgerError(
      'LEDGER_UNREACHABLE',
      { server: where, reason: message === '' ? code : message },
      error,
    )
  }
  return ledgerError('LEDGER_QUERY_FAILED', { server: where, reason: message }, error)
}
