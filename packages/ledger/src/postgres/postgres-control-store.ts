import { instant } from '@sluice/model'
import { Pool } from 'pg'
import { z } from 'zod'
import type { ControlStore, Cursor, CursorKey, CursorUpdate, StoredDocument } from '../control-store.ts'
import { postgresFailure } from './postgres-failure.ts'
import { migratePostgres } from './postgres-migrations.ts'
import { parsePostgresUrl } from './postgres-url.ts'

/** Control data in PostgreSQL, shared by any number of servers. */
export interface PostgresControlStore extends ControlStore {
  /** Says how far a stream was read. It is moved after the data are durable, never before. */
  moveCursor(update: CursorUpdate): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the control data at `postgres://user:password@host:port/database` and brings their tables up to date. They
 * live in a schema `sluice` of their own.
 *
 * @throws LEDGER_ADDRESS_INVALID, LEDGER_UNREACHABLE, LEDGER_ACCESS_DENIED, LEDGER_RIGHT_MISSING, LEDGER_TOO_NEW
 */
export async function openPostgresControlStore(url: string): Promise<PostgresControlStore> {
  const address = parsePostgresUrl(url)
  const pool = new Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 10_000,
    application_name: 'sluice',
  })
  // A connection that breaks while it is idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})

  try {
    await migratePostgres(pool)
  } catch (error) {
    await pool.end()
    throw postgresFailure(error, address)
  }
  return storeOn(pool, async (text, values) => {
    try {
      return (await pool.query<Row>(text, [...values])).rows
    } catch (error) {
      throw postgresFailure(error, address)
    }
  })
}

type Run = (text: string, values: readonly unknown[]) => Promise<readonly Row[]>
type Row = Record<string, unknown>

function storeOn(pool: Pool, run: Run): PostgresControlStore {
  return {
    async readCursor({ source, scope, stream }) {
      const [row] = await run(
        'SELECT position, updated_at FROM sluice.cursor WHERE source = $1 AND scope = $2 AND stream = $3',
        [source, scope, stream],
      )
      return row === undefined ? undefined : cursorOf(row)
    },
    async listCursors() {
      const rows = await run('SELECT * FROM sluice.cursor ORDER BY source, scope, stream', [])
      return rows.map((row) => ({ ...CursorKeyRow.parse(row), ...cursorOf(row) }))
    },
    async moveCursor({ source, scope, stream, position, updatedAt }) {
      await run(
        `INSERT INTO sluice.cursor (source, scope, stream, position, updated_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (source, scope, stream)
         DO UPDATE SET position = excluded.position, updated_at = excluded.updated_at`,
        [source, scope, stream, position, updatedAt],
      )
    },

    async readDocument(collection, id) {
      const [row] = await run(
        'SELECT collection, id, body, version FROM sluice.document WHERE collection = $1 AND id = $2',
        [collection, id],
      )
      return row === undefined ? undefined : DocumentRow.parse(row)
    },
    async listDocuments(collection) {
      const rows = await run(
        `SELECT collection, id, body, version FROM sluice.document
         WHERE $1::text IS NULL OR collection = $1 ORDER BY collection, id`,
        [collection],
      )
      return rows.map((row) => DocumentRow.parse(row))
    },
    async writeDocument({ collection, id, body }, expected) {
      // One statement decides, so that of two writers at the same moment exactly one has its way.
      const [row] =
        expected === 0
          ? await run(
              `INSERT INTO sluice.document (collection, id, body) VALUES ($1, $2, $3)
               ON CONFLICT DO NOTHING RETURNING version`,
              [collection, id, body],
            )
          : await run(
              `UPDATE sluice.document SET body = $3, version = DEFAULT
               WHERE collection = $1 AND id = $2 AND version = $4 RETURNING version`,
              [collection, id, body, expected],
            )
      return row === undefined ? undefined : Version.parse(row).version
    },
    async deleteDocument(collection, id) {
      await run('DELETE FROM sluice.document WHERE collection = $1 AND id = $2', [collection, id])
    },

    async takeLease(name, holder, now, length) {
      const rows = await run(
        `INSERT INTO sluice.lease AS held (name, holder, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
         WHERE held.holder = excluded.holder OR held.expires_at <= $4 RETURNING name`,
        [name, holder, now + length, now],
      )
      return rows.length === 1
    },
    async releaseLease(name, holder) {
      await run('DELETE FROM sluice.lease WHERE name = $1 AND holder = $2', [name, holder])
    },

    close: () => pool.end(),
  }
}

// The driver gives 64-bit integers as text; instants and versions fit into a number.
const Version = z.object({ version: z.coerce.number() })
const DocumentRow = z.object({
  collection: z.string(),
  id: z.string(),
  body: z.string(),
  version: z.coerce.number(),
}) satisfies z.ZodType<StoredDocument>
const CursorKeyRow = z.object({
  source: z.string(),
  scope: z.string(),
  stream: z.string(),
}) satisfies z.ZodType<CursorKey>
const CursorRow = z.object({ position: z.string(), updated_at: z.coerce.number() })

function cursorOf(row: Row): Cursor {
  const { position, updated_at } = CursorRow.parse(row)
  return { position, updatedAt: instant(updated_at) }
}
