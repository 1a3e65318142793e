import { fork } from 'node:child_process'
import { appendFileSync, openSync, readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** A server in a child process that dies with this one. */
export interface ServerProcess {
  /** Ends it at once, as a loss of power would, and waits until it is gone. */
  kill(): Promise<void>
  /** Closes the channel to it, as the end of this process would, and waits until it is gone. */
  stop(): Promise<void>
}

export interface ServerProcessOptions {
  readonly program: URL
  readonly words: readonly string[]
  readonly logFile: string
  /** It is up when all of these accept connections. */
  readonly ports: readonly number[]
}

/** Starts a server and waits until its ports are open; what it printed is in the error otherwise. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const log = openSync(options.logFile, 'a')
  const child = fork(options.program, options.words, { stdio: ['ignore', log, log, 'ipc'], execArgv: [] })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      appendFileSync(options.logFile, `The process ended: ${signal ?? code}\n`)
      resolve()
    })
  })

  for (const deadline = Date.now() + 30_000; ;) {
    const open = await Promise.all(options.ports.map(isOpen))
    if (open.every(Boolean)) break
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`A server did not start:\n${readFileSync(options.logFile, 'utf8').slice(-4000)}`)
    }
    await delay(25)
  }
  return {
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    const answer = (isUp: boolean): void => {
      socket.destroy()
      resolve(isUp)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}
