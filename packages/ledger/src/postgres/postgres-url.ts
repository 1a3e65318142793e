import { ledgerError } from '../errors.ts'

/** What errors may say of a PostgreSQL server: no user and no password. */
export interface PostgresAddress {
  readonly host: string
  readonly database: string
}

/**
 * Reads `postgres://user:password@host:port/database`.
 *
 * @throws LEDGER_ADDRESS_INVALID, which never shows the address: it holds a password.
 */
export function parsePostgresUrl(text: string): PostgresAddress {
  const wrong = (reason: string): Error =>
    ledgerError('LEDGER_ADDRESS_INVALID', { setting: 'SLUICE_CONTROL', reason })
  if (!/^postgres(ql)?:\/\//.test(text)) throw wrong('it does not begin with "postgres://"')

  if (!URL.canParse(text)) throw wrong('it is no URL; special characters in a password are written as %XX')
  const url = new URL(text)
  const database = url.pathname.slice(1)
  if (url.hostname === '') throw wrong('it names no host')
  if (database === '') throw wrong('it names no database')
  return { host: `${url.hostname}:${url.port === '' ? '5432' : url.port}`, database }
}
