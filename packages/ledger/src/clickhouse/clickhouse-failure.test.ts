import { ClickHouseError } from '@clickhouse/client'
import { describe, expect, it } from 'vitest'
import { ledgerError } from '../errors.ts'
import { clickHouseFailure, isPassing } from './clickhouse-failure.ts'

describe('clickHouseFailure', () => {
  it.each([
    ['516', 'LEDGER_ACCESS_DENIED'],
    ['497', 'LEDGER_RIGHT_MISSING'],
    ['164', 'LEDGER_RIGHT_MISSING'],
    ['279', 'LEDGER_UNREACHABLE'],
    ['252', 'LEDGER_UNREACHABLE'],
    ['62', 'LEDGER_QUERY_FAILED'],
  ])('names error %s of the server %s', (code, expected) => {
    const error = new ClickHouseError({ message: 'What happened.\nMore of it.', code, type: 'SOME_NAME' })

    expect(clickHouseFailure(error, 'host:8123')).toMatchObject({ code: expected, cause: error })
  })

  it('takes a server that does not answer for one that may come back', () => {
    const error = clickHouseFailure(new Error('connect ECONNREFUSED'), 'host:8123')

    expect(error.message).toBe(
      'The server host:8123 of the ledger did not do what it was asked: connect ECONNREFUSED',
    )
    expect(isPassing(error)).toBe(true)
  })

  it('leaves errors of our own as they are', () => {
    const error = ledgerError('LEDGER_CLOSED', {})

    expect(clickHouseFailure(error, 'host:8123')).toBe(error)
    expect(isPassing(error)).toBe(false)
  })
})
