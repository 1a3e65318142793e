/** The thread that owns the file of an embedded ledger. It answers the requests of `protocol.ts`. */
import { parentPort } from 'node:worker_threads'
import type { DuckDBConnection } from '@duckdb/node-api'
import { SluiceError } from '@sluice/model'
import { ledgerError } from '../errors.ts'
import { forgetAll } from './commit-batches.ts'
import {
  deleteDocument,
  readCursors,
  readDocuments,
  releaseLease,
  takeLease,
  writeDocument,
} from './control-statements.ts'
import { duckdbFailure } from './duckdb-failure.ts'
import { exportTables } from './export-tables.ts'
import type { LedgerFile } from './ledger-file.ts'
import { loadTable } from './load-table.ts'
import { openLedgerFile } from './open-ledger-file.ts'
import type { FromWorker, RequestKind, RequestMessage, Requests, ToWorker, WireError } from './protocol.ts'
import { rebuildFacts } from './rebuild.ts'
import { readBlocks } from './result-blocks.ts'
import { readStatus } from './status.ts'
import { Writer } from './writer.ts'

interface OpenFile {
  readonly file: LedgerFile
  readonly writer: Writer
}

/** One request while it is worked on. */
interface Task {
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
  readonly refine: (events: readonly string[]) => Promise<readonly string[]>
}

type Answering = {
  readonly [TKind in RequestKind]: (
    details: Requests[TKind]['details'],
    task: Task,
  ) => Promise<Requests[TKind]['answer']>
}

let open: OpenFile | undefined

const answering: Answering = {
  async open({ path, now }) {
    const file = await openLedgerFile(path, now)
    open = { file, writer: await Writer.open(file) }
  },
  append: (batch) => opened().writer.append(batch),
  query: (query) => readSettled((reader) => readBlocks(reader, query)),
  rebuild: ({ refines }, { signal, onProgress, refine }) =>
    opened().writer.run((writer) =>
      rebuildFacts(writer, { signal, onProgress, ...(refines ? { refine } : {}) }),
    ),
  export: ({ folder }, { signal }) =>
    opened().file.read((reader) => interruptible(signal, reader, () => exportTables(reader, folder, signal))),
  async import({ folder, now }, { signal }) {
    // It brings the schema of events along, which takes longer to load than all the rest.
    const { importTables } = await import('./import-tables.ts')
    return importTables({ ...opened(), now, signal }, folder)
  },
  loadFile: ({ table, path }, { signal }) =>
    opened().writer.run((writer, known) => {
      forgetAll(known)
      return interruptible(signal, writer, () => loadTable(writer, table, path))
    }),
  status: () => readSettled((reader) => readStatus(reader, opened().file.path)),
  settle: () => opened().writer.settle(),
  readCursors: (key) => opened().file.read((reader) => readCursors(reader, key)),
  readDocuments: (key) => opened().file.read((reader) => readDocuments(reader, key)),
  writeDocument: ({ document, expected }) =>
    opened().writer.run((writer) => writeDocument(writer, document, expected)),
  deleteDocument: (key) => opened().writer.run((writer) => deleteDocument(writer, key)),
  takeLease: (lease) => opened().writer.run((writer) => takeLease(writer, lease)),
  releaseLease: (lease) => opened().writer.run((writer) => releaseLease(writer, lease)),
  async close() {
    const { file, writer } = opened()
    open = undefined
    await writer.close()
    file.close()
  },
}

const running = new Map<number, Running>()

interface Running {
  readonly cancel: AbortController
  refined?: (events: readonly string[]) => void
}

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'cancel':
      running.get(message.id)?.cancel.abort()
      return
    case 'refined':
      running.get(message.id)?.refined?.(message.events)
      return
    default:
      void answer(message)
  }
})

async function answer<TKind extends RequestKind>({
  id,
  kind,
  details,
}: RequestMessage<TKind>): Promise<void> {
  const task: Running = { cancel: new AbortController() }
  running.set(id, task)
  try {
    const given = await answering[kind](details, {
      signal: task.cancel.signal,
      onProgress: (done, total) => post({ kind: 'progress', id, done, total }),
      refine: (events) =>
        new Promise((resolve) => {
          task.refined = resolve
          task.cancel.signal.addEventListener('abort', () => resolve(events))
          post({ kind: 'refine', id, events })
        }),
    })
    post({ kind: 'done', id, answer: given })
  } catch (error) {
    post({ kind: 'failed', id, error: wireError(error) })
  } finally {
    running.delete(id)
  }
}

function post(message: FromWorker): void {
  parentPort?.postMessage(message, [])
}

function wireError(error: unknown): WireError {
  const { code, kind, message, hint } = duckdbFailure(error, open?.file.path ?? 'of this directory')
  return { code, kind, message, hint }
}

function opened(): OpenFile {
  if (open === undefined) throw ledgerError('LEDGER_CLOSED', {})
  return open
}

/** Reads when the facts of all that was recorded are in their tables. */
async function readSettled<T>(work: (reader: DuckDBConnection) => Promise<T>): Promise<T> {
  const { file, writer } = opened()
  try {
    await writer.settle()
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'LEDGER_DISK_FULL') return writer.peek(work)
    throw error
  }
  return file.read(work)
}

/** Lets a cancelled request stop in the middle of a statement. */
async function interruptible<T>(
  signal: AbortSignal,
  connection: DuckDBConnection,
  work: () => Promise<T>,
): Promise<T> {
  function interrupt(): void {
    connection.interrupt()
  }
  signal.addEventListener('abort', interrupt)
  try {
    return await work()
  } finally {
    signal.removeEventListener('abort', interrupt)
  }
}
