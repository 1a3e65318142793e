import { ClickHouseError } from '@clickhouse/client'
import { SluiceError } from '@sluice/model'
import { ledgerError } from '../errors.ts'

/** Says in our words why ClickHouse did not do what it was asked. Errors of our own pass as they are. */
export function clickHouseFailure(error: unknown, server: string): Error {
  if (error instanceof SluiceError) return error
  const reason = firstLine(error)
  if (!(error instanceof ClickHouseError)) return ledgerError('LEDGER_UNREACHABLE', { server, reason }, error)

  const code = Number(error.code)
  if (accessCodes.has(code)) return ledgerError('LEDGER_ACCESS_DENIED', { server }, error)
  if (rightCodes.has(code)) return ledgerError('LEDGER_RIGHT_MISSING', { server, reason }, error)
  if (passingCodes.has(code)) return ledgerError('LEDGER_UNREACHABLE', { server, reason }, error)
  return ledgerError('LEDGER_QUERY_FAILED', { server, reason }, error)
}

/** The same request may succeed later, or through another node. */
export function isPassing(error: unknown): boolean {
  return error instanceof SluiceError && error.code === 'LEDGER_UNREACHABLE'
}

// Numbers of ClickHouse's error codes, which are permanent: src/Common/ErrorCodes.cpp.
/** UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, AUTHENTICATION_FAILED. */
const accessCodes = new Set([192, 193, 194, 516])
/** READONLY, ACCESS_DENIED. */
const rightCodes = new Set([164, 497])
/**
 * ATTEMPT_TO_READ_AFTER_EOF, TIMEOUT_EXCEEDED, TOO_MANY_SIMULTANEOUS_QUERIES, SOCKET_TIMEOUT, NETWORK_ERROR,
 * ABORTED, MEMORY_LIMIT_EXCEEDED, TABLE_IS_READ_ONLY, NOT_ENOUGH_SPACE, TOO_MANY_PARTS,
 * ALL_CONNECTION_TRIES_FAILED, QUERY_WAS_CANCELLED, CANNOT_SCHEDULE_TASK.
 */
const passingCodes = new Set([32, 159, 202, 209, 210, 236, 241, 242, 243, 252, 279, 394, 439])

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n', 1)[0]?.trim() ?? ''
}
