import { createConnection } from 'node:net'

/**
 * Resolves when somebody accepts connections at an HTTP address. A host that has lost its power answers nothing at
 * all, and without this a request to it would wait for minutes before another node is asked.
 */
export function reach(address: string, timeoutMs: number): Promise<void> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    // In a URL, but not for a socket, an IPv6 address stands in brackets.
    const host = hostname.replace(/^\[|\]$/g, '')
    const socket = createConnection({ host, port: Number(port), timeout: timeoutMs })
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
    socket.once('timeout', () => {
      socket.destroy()
      reject(new Error(`no connection within ${timeoutMs} ms`))
    })
    socket.once('error', reject)
  })
}
