import { ledgerError } from '../errors.ts'

/** What `SLUICE_LEDGER=clickhouse://…` says. */
export interface ClickHouseAddress {
  /** Base addresses of the nodes' HTTP doors, without credentials; at least one. */
  readonly nodes: readonly string[]
  readonly user: string
  readonly password: string
  readonly database: string
  /** Name in `remote_servers` of the nodes; absent for a single server. */
  readonly cluster?: string
}

/**
 * Reads `clickhouse://user:password@host:8123,host2:8123/database?cluster=name&secure=true`. The user defaults to
 * `default`, the port to 8123, and to 8443 with `secure=true`, which means TLS.
 *
 * @throws LEDGER_ADDRESS_INVALID, which never shows the address: it holds a password.
 */
export function parseClickHouseUrl(text: string): ClickHouseAddress {
  const rest = text.startsWith(scheme)
    ? text.slice(scheme.length)
    : refuse(`it does not begin with "${scheme}"`)
  const [beforeQuery, query = ''] = splitOnce(rest, rest.indexOf('?'))
  // The last one: a password may hold the character too.
  const at = beforeQuery.lastIndexOf('@')
  const [user, password] = credentialsOf(beforeQuery.slice(0, Math.max(0, at)))
  const [hosts, path = ''] = splitOnce(beforeQuery.slice(at + 1), beforeQuery.slice(at + 1).indexOf('/'))
  const { cluster, isSecure } = parametersOf(query)

  return {
    nodes: hosts.split(',').map((host) => nodeOf(host, isSecure)),
    user,
    password,
    database: nameOf('database', path),
    ...(cluster !== undefined && { cluster: nameOf('cluster', cluster) }),
  }
}

const scheme = 'clickhouse://'

function refuse(reason: string): never {
  throw ledgerError('LEDGER_ADDRESS_INVALID', { setting: 'SLUICE_LEDGER', reason })
}

function credentialsOf(text: string): readonly [user: string, password: string] {
  const [user, password = ''] = splitOnce(text, text.indexOf(':'))
  try {
    return [user === '' ? 'default' : decodeURIComponent(user), decodeURIComponent(password)]
  } catch {
    return refuse('its user or password has a "%" that is not part of an escape; write it as %25')
  }
}

function nodeOf(host: string, isSecure: boolean): string {
  const origin = `${isSecure ? 'https' : 'http'}://${host}`
  if (host === '' || !URL.canParse(origin))
    return refuse('it has a host that is none; hosts are parted by commas')
  const url = new URL(origin)
  const hasMore = url.username !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== ''
  if (hasMore) return refuse('it has a host that is none; hosts are parted by commas')
  // A URL leaves the usual port of its scheme out, which is not the usual one here.
  const port = /:(\d+)$/.exec(host)?.[1] ?? (isSecure ? '8443' : '8123')
  return `${url.protocol}//${url.hostname}:${port}`
}

function parametersOf(query: string): { readonly cluster: string | undefined; readonly isSecure: boolean } {
  const parameters = new URLSearchParams(query)
  for (const name of parameters.keys()) {
    if (name !== 'cluster' && name !== 'secure')
      refuse(`it has a parameter "${name}"; only "cluster" and "secure" are known`)
  }
  const secure = parameters.get('secure') ?? 'false'
  if (secure !== 'true' && secure !== 'false') refuse('"secure" is neither "true" nor "false"')
  return { cluster: parameters.get('cluster') ?? undefined, isSecure: secure === 'true' }
}

/** Names are written into statements, so only plain ones are taken. */
function nameOf(what: 'database' | 'cluster', text: string): string {
  if (text === '') return refuse(`it names no ${what}`)
  if (!/^[a-z_]\w*$/i.test(text)) return refuse(`its ${what} is not made of letters, digits and "_" alone`)
  return text
}

/** The text before and after a place; all of it and nothing where there is no such place. */
function splitOnce(text: string, place: number): readonly [string, string?] {
  return place === -1 ? [text] : [text.slice(0, place), text.slice(place + 1)]
}
