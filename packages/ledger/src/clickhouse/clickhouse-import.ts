import { instant, SluiceError, type Clock } from '@sluice/model'
import { randomUUID } from 'node:crypto'
import { access } from 'node:fs/promises'
import { z } from 'zod'
import { keptEvent } from '../derive/kept-event.ts'
import type { ControlOfLedger } from '../control-of-ledger.ts'
import { checkedEvent } from '../derive/checked-event.ts'
import { ledgerError } from '../errors.ts'
import type { AppendResult, ExportedFile, LedgerBatch } from '../ledger.ts'
import type { EngineRecord } from '../queries/named-query.ts'
import { tableOf, type TableName } from '../tables/tables.ts'
import { carriedTables, exportedPath, recordTables, structure } from './clickhouse-export.ts'
import type { ClickHouseNodes } from './clickhouse-nodes.ts'
import {
  columnDefinitions,
  columnList,
  insertTable,
  versionColumn,
  type ClickHouseLayout,
} from './clickhouse-tables.ts'
import { earlierWins, stampOf, type BatchStamp } from './kept-batch.ts'

export interface ImportParts {
  readonly nodes: ClickHouseNodes
  readonly layout: ClickHouseLayout
  readonly control: ControlOfLedger
  readonly clock: Clock
  readonly stamp: () => BatchStamp
  readonly append: (batch: LedgerBatch) => Promise<AppendResult>
}

interface ImportOptions {
  readonly signal?: AbortSignal
}

/**
 * Reads a folder of Parquet files that this or an embedded ledger wrote. What is known is left alone, so an import
 * that was given up goes on when it is started again. Events are checked one by one, and those that are none are set
 * aside. Gives the rows that were new.
 *
 * @throws LEDGER_FILE_UNREADABLE, LEDGER_CANCELLED, LEDGER_UNREACHABLE
 */
export async function importClickHouse(
  parts: ImportParts,
  folder: string,
  options: ImportOptions,
): Promise<readonly ExportedFile[]> {
  const present: { readonly table: TableName; readonly path: string }[] = []
  for (const table of [...recordTables, ...carriedTables]) {
    const path = exportedPath(folder, table)
    if (await isThere(path)) present.push({ table, path })
  }
  if (present.length === 0) {
    throw ledgerError('LEDGER_FILE_UNREADABLE', { path: folder, reason: 'it holds no file of an export.' })
  }

  const files: ExportedFile[] = []
  for (const { table, path } of present) {
    const rows = await readingOf(table)(parts, { table, path, options }).catch((error: unknown) => {
      throw unreadable(error, path)
    })
    files.push({ table, rows })
  }
  return files
}

interface Reading {
  readonly table: TableName
  readonly path: string
  readonly options: ImportOptions
}

function readingOf(table: TableName): (parts: ImportParts, reading: Reading) => Promise<number> {
  if (table === 'events') return importEvents
  if (table === 'cursors') return importCursors
  return table === 'documents' ? importDocuments : importRows
}

/** Straight from the file into the tables of all shards. */
async function importRows(
  { nodes, layout, stamp }: ImportParts,
  { table, path, options }: Reading,
): Promise<number> {
  const columns = columnList(table)
  // Less than the version of any list that was recorded here: such a list stands. Of two imports the later list does.
  const replaced = 'toUInt64(recorded_at)'
  const version =
    tableOf(table).policy === 'replaced' ? replaced : `toUInt64('${earlierWins(stampOf(stamp()))}')`
  const statement =
    `INSERT INTO ${insertTable(layout, table)} (${columns}, ${versionColumn}) ` +
    `SELECT ${columns}, ${version} FROM input(${structure(table)}) FORMAT Parquet`
  const before = await countOf(table)
  await nodes.onAny((node) => node.load(statement, path, options))
  return (await countOf(table)) - before

  async function countOf(name: TableName): Promise<number> {
    const [counted] = await nodes.onAny((node) =>
      node.rows(`SELECT count() AS rows FROM ${layout.database}.${name}`, z.object({ rows: z.number() })),
    )
    return counted?.rows ?? 0
  }
}

async function importEvents(parts: ImportParts, reading: Reading): Promise<number> {
  let recorded = 0
  await eachPage(parts, reading, async (page) => {
    const receivedAt = parts.clock.now()
    const checked = z
      .array(z.object({ payload: z.string() }))
      .parse(page)
      .map(({ payload }) => checkedEvent(payload, receivedAt))
    const result = await parts.append({
      events: checked.flatMap((row) => (typeof row === 'string' ? [keptEvent(row)] : [])),
      rejected: checked.filter((row) => typeof row !== 'string'),
    })
    recorded += result.recorded
  })
  return recorded
}

async function importCursors(parts: ImportParts, reading: Reading): Promise<number> {
  let moved = 0
  await eachPage(parts, reading, async (page) => {
    for (const { updated_at, ...cursor } of z.array(CursorRow).parse(page)) {
      if ((await parts.control.store.readCursor(cursor)) !== undefined) continue
      await parts.control.moveCursor({ ...cursor, updatedAt: instant(updated_at) })
      moved += 1
    }
  })
  return moved
}

async function importDocuments(parts: ImportParts, reading: Reading): Promise<number> {
  let written = 0
  await eachPage(parts, reading, async (page) => {
    for (const document of z.array(DocumentRow).parse(page)) {
      if ((await parts.control.store.writeDocument(document, 0)) !== undefined) written += 1
    }
  })
  return written
}

const CursorRow = z.object({
  source: z.string(),
  scope: z.string(),
  stream: z.string(),
  position: z.string(),
  updated_at: z.number(),
})
const DocumentRow = z.object({ collection: z.string(), id: z.string(), body: z.string() })

const rowsOfPage = 2_000

/** Passes the rows of a file through a table of one node: the way from Parquet to JavaScript. */
async function eachPage(
  { nodes, layout }: ImportParts,
  { table, path, options }: Reading,
  work: (page: readonly EngineRecord[]) => Promise<void>,
): Promise<void> {
  const passage = `${layout.database}.passage_${randomUUID().replaceAll('-', '')}`
  await nodes.onAny(async (node) => {
    await node.run(
      `CREATE TABLE ${passage} (${columnDefinitions(table).join(', ')}) ENGINE = MergeTree ORDER BY tuple()`,
    )
    try {
      await node.load(
        `INSERT INTO ${passage} SELECT * FROM input(${structure(table)}) FORMAT Parquet`,
        path,
        options,
      )
      for await (const page of node.pages(`SELECT * FROM ${passage}`, rowsOfPage, options)) await work(page)
    } finally {
      await node.run(`DROP TABLE IF EXISTS ${passage} SYNC`).catch(() => {})
    }
  })
}

/** A file that the server cannot make sense of is a fault of the file. */
function unreadable(error: unknown, path: string): unknown {
  if (!(error instanceof SluiceError) || error.code !== 'LEDGER_QUERY_FAILED') return error
  return ledgerError('LEDGER_FILE_UNREADABLE', { path, reason: error.message }, error)
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
