import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { ledgerError } from '../errors.ts'
import { migrationsToRun, type Migration } from '../migration.ts'

/** The oldest PostgreSQL that its makers still repair. */
const oldestServer = { number: 140_000, name: '14' }

/** Any number, as long as nobody else takes the same lock in this database: the bytes of "sluice". */
const lockKey = '126943972581221'

const migrations: readonly Migration[] = [
  {
    id: 'control/1',
    statements: [
      `CREATE TABLE sluice.cursor (
         source text NOT NULL, scope text NOT NULL, stream text NOT NULL,
         position text NOT NULL, updated_at bigint NOT NULL,
         PRIMARY KEY (source, scope, stream))`,
      // Versions come from one sequence: a document that is deleted and made again never has a version it had before.
      'CREATE SEQUENCE sluice.document_version',
      `CREATE TABLE sluice.document (
         collection text NOT NULL, id text NOT NULL, body text NOT NULL,
         version bigint NOT NULL DEFAULT nextval('sluice.document_version'),
         PRIMARY KEY (collection, id))`,
      `CREATE TABLE sluice.lease (
         name text PRIMARY KEY, holder text NOT NULL, expires_at bigint NOT NULL)`,
    ],
  },
]

/** Brings the tables up to date; of several servers that start at once one does it and the others wait. */
export async function migratePostgres(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await refuseOldServer(client)
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [lockKey])
    // Asked first, because CREATE needs a right that a server of every day may lack once the tables are there.
    if (!(await hasMigrations(client))) {
      await client.query('CREATE SCHEMA IF NOT EXISTS sluice')
      await client.query(
        'CREATE TABLE sluice.migration (id text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
      )
    }
    const { rows } = await client.query('SELECT id FROM sluice.migration')
    const applied = z.array(z.object({ id: z.string() })).parse(rows)
    for (const { id, statements } of migrationsToRun(
      migrations,
      applied.map((row) => row.id),
    )) {
      for (const statement of statements) await client.query(statement)
      await client.query('INSERT INTO sluice.migration (id) VALUES ($1)', [id])
    }
    await client.query('COMMIT')
    client.release()
  } catch (error) {
    // Closes the connection, and with it the transaction and its lock.
    client.release(true)
    throw error
  }
}

async function hasMigrations(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query(`SELECT to_regclass('sluice.migration') IS NOT NULL AS found`)
  return z.tuple([z.object({ found: z.boolean() })]).parse(rows)[0].found
}

async function refuseOldServer(client: PoolClient): Promise<void> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name`,
  )
  const [server] = z.tuple([z.object({ number: z.number(), name: z.string() })]).parse(rows)
  if (server.number < oldestServer.number) {
    throw ledgerError('LEDGER_SERVER_TOO_OLD', {
      server: 'PostgreSQL',
      found: server.name,
      needed: oldestServer.name,
    })
  }
}
