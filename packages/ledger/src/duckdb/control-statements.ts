import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { instant, type Instant } from '@sluice/model'
import type { CursorKey, CursorUpdate, NewDocument, StoredDocument } from '../control-store.ts'
import { rowsOf } from './ledger-file.ts'

/** Statements on control data. Those that write run inside a transaction of the only writer, so none races another. */
export async function writeCursor(writer: DuckDBConnection, cursor: CursorUpdate): Promise<void> {
  const { source, scope, stream, position, updatedAt } = cursor
  await writer.run('delete from cursors where source = $1 and scope = $2 and stream = $3', [
    source,
    scope,
    stream,
  ])
  await writer.run(
    'insert into cursors (source, scope, stream, position, updated_at) values ($1, $2, $3, $4, $5)',
    [source, scope, stream, position, BigInt(updatedAt)],
  )
}

/** All cursors, or those of a source, a scope and a stream. */
export async function readCursors(
  reader: DuckDBConnection,
  { source, scope, stream }: Partial<CursorKey>,
): Promise<readonly CursorUpdate[]> {
  const rows = await rowsOf(
    reader,
    `select source, scope, stream, position, updated_at::double as updated_at from cursors
     where ($1 is null or source = $1) and ($2 is null or scope = $2) and ($3 is null or stream = $3)
     order by source, scope, stream`,
    [source ?? null, scope ?? null, stream ?? null],
  )
  return rows.map((row) => ({
    source: String(row['source']),
    scope: String(row['scope']),
    stream: String(row['stream']),
    position: String(row['position']),
    updatedAt: instant(Number(row['updated_at'])),
  }))
}

/** All documents, those of a collection, or one of them. */
export async function readDocuments(
  reader: DuckDBConnection,
  { collection, id }: { readonly collection?: string | undefined; readonly id?: string },
): Promise<readonly StoredDocument[]> {
  const rows = await rowsOf(
    reader,
    `select collection, id, body, version::double as version from documents
     where ($1 is null or collection = $1) and ($2 is null or id = $2) order by collection, id`,
    [collection ?? null, id ?? null],
  )
  return rows.map((row) => ({
    collection: String(row['collection']),
    id: String(row['id']),
    body: String(row['body']),
    version: Number(row['version']),
  }))
}

/** The new version, or nothing when the stored one is not the expected one. */
export async function writeDocument(
  writer: DuckDBConnection,
  { collection, id, body }: NewDocument,
  expected: number,
): Promise<number | undefined> {
  const [stored] = await readDocuments(writer, { collection, id })
  if ((stored?.version ?? 0) !== expected) return undefined
  // Versions come from one sequence: a document that is deleted and made again never has a version it had before.
  const [next] = await rowsOf(writer, `select nextval('document_version')::double as version`)
  const version = Number(next?.['version'])
  await deleteDocument(writer, { collection, id })
  await writer.run('insert into documents (collection, id, body, version) values ($1, $2, $3, $4)', [
    collection,
    id,
    body,
    BigInt(version),
  ])
  return version
}

export async function deleteDocument(
  writer: DuckDBConnection,
  { collection, id }: { readonly collection: string; readonly id: string },
): Promise<void> {
  await writer.run('delete from documents where collection = $1 and id = $2', [collection, id])
}

export async function takeLease(
  writer: DuckDBConnection,
  lease: {
    readonly name: string
    readonly holder: string
    readonly now: Instant
    readonly expiresAt: Instant
  },
): Promise<boolean> {
  const values: DuckDBValue[] = [lease.name, lease.holder, BigInt(lease.now)]
  const others = await rowsOf(
    writer,
    'select holder from leases where name = $1 and holder <> $2 and expires_at > $3',
    values,
  )
  if (others.length > 0) return false
  await writer.run('delete from leases where name = $1', [lease.name])
  await writer.run('insert into leases (name, holder, expires_at) values ($1, $2, $3)', [
    lease.name,
    lease.holder,
    BigInt(lease.expiresAt),
  ])
  return true
}

export async function releaseLease(
  writer: DuckDBConnection,
  { name, holder }: { readonly name: string; readonly holder: string },
): Promise<void> {
  await writer.run('delete from leases where name = $1 and holder = $2', [name, holder])
}
