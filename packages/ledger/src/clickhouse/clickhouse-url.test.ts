import { fc, it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { parseClickHouseUrl } from './clickhouse-url.ts'

describe('parseClickHouseUrl', () => {
  it('reads the nodes of a cluster', () => {
    expect(parseClickHouseUrl('clickhouse://writer:pass@ch1:8124,ch2,[::1]:9/sluice?cluster=main')).toEqual({
      nodes: ['http://ch1:8124', 'http://ch2:8123', 'http://[::1]:9'],
      user: 'writer',
      password: 'pass',
      database: 'sluice',
      cluster: 'main',
    })
  })

  it('reads a single server, whose user and port go without saying', () => {
    expect(parseClickHouseUrl('clickhouse://localhost/sluice')).toEqual({
      nodes: ['http://localhost:8123'],
      user: 'default',
      password: '',
      database: 'sluice',
    })
  })

  it('speaks TLS when it is told to', () => {
    const { nodes } = parseClickHouseUrl('clickhouse://u:p@ch1,ch2:443/sluice?secure=true')

    expect(nodes).toEqual(['https://ch1:8443', 'https://ch2:443'])
  })

  property.prop({ user: fc.string({ minLength: 1 }), password: fc.string() })(
    'takes any user and password that are escaped',
    ({ user, password }) => {
      const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`

      expect(parseClickHouseUrl(`clickhouse://${credentials}@host/sluice`)).toMatchObject({ user, password })
    },
  )

  it('takes an @ and a colon in a password as they are', () => {
    expect(parseClickHouseUrl('clickhouse://u:p@s:s@host/sluice').password).toBe('p@s:s')
  })

  it.each([
    ['http://u:hidden@host/sluice', 'it does not begin with "clickhouse://"'],
    ['clickhouse://u:hidden@host', 'it names no database'],
    ['clickhouse://u:hidden@host/a-b', 'its database is not made of letters, digits and "_" alone'],
    ['clickhouse://u:hidden@host/a?cluster=x;y', 'its cluster is not made of letters, digits and "_" alone'],
    ['clickhouse://u:hidden@host/a?cluster=', 'it names no cluster'],
    [
      'clickhouse://u:hidden@host/a?shards=2',
      'it has a parameter "shards"; only "cluster" and "secure" are known',
    ],
    ['clickhouse://u:hidden@host/a?secure=1', '"secure" is neither "true" nor "false"'],
    ['clickhouse://u:hidden@host,/a', 'it has a host that is none; hosts are parted by commas'],
    ['clickhouse://u:hidden@host:x/a', 'it has a host that is none; hosts are parted by commas'],
    [
      'clickhouse://u:hidden%@host/a',
      'its user or password has a "%" that is not part of an escape; write it as %25',
    ],
  ])('refuses %s without showing it', (url, reason) => {
    expect(() => parseClickHouseUrl(url)).toThrow(
      expect.objectContaining({
        code: 'LEDGER_ADDRESS_INVALID',
        message: `SLUICE_LEDGER is no address of a ledger: ${reason}.`,
      }),
    )
  })
})
