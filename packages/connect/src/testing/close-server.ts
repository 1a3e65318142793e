import type { Server } from 'node:http'

/** Closes a server at once, whoever is still connected to it. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.closeAllConnections()
    server.close(() => resolve())
  })
}
