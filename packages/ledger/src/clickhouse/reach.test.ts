import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { reach } from './reach.ts'

// Not every machine speaks IPv6.
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
)
const hosts = hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']

describe('reach', () => {
  it.each(hosts)('resolves where somebody listens, at %s', async (host) => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, host, resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0

    await expect(
      reach(`http://${host.includes(':') ? `[${host}]` : host}:${port}`, 1000),
    ).resolves.toBeUndefined()
    server.close()
  })

  it('rejects where nobody listens', async () => {
    await expect(reach('http://127.0.0.1:1', 1000)).rejects.toThrow('ECONNREFUSED')
  })

  it('rejects soon where nothing answers at all', async () => {
    // Addresses of RFC 5737 belong to nobody; some networks say so at once.
    await expect(reach('http://192.0.2.1:8123', 50)).rejects.toThrow(
      /within 50 ms|ENETUNREACH|EHOSTUNREACH|ECONNREFUSED/,
    )
  })
})
