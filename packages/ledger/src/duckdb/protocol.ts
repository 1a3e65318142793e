import type { ErrorKind, Instant } from '@sluice/model'
import type { CursorKey, CursorUpdate, NewDocument } from '../control-store.ts'
import type { AppendResult, ExportedFile, LedgerStatus } from '../ledger.ts'
import type { SqlQuery } from '../queries/named-query.ts'
import type { TableName } from '../tables/tables.ts'
import type { PreparedEvents } from './prepared-events.ts'
import type { RowColumns } from './row-columns.ts'
import type { ResultBlocks } from './result-blocks.ts'

/** What the worker can be asked, with what it needs and what it answers. Everything can cross to another thread. */
export interface Requests {
  readonly open: Request<{ readonly path: string; readonly now: Instant }, void>
  readonly append: Request<WireBatch, AppendResult>
  readonly query: Request<SqlQuery & { readonly isCareful: boolean }, ResultBlocks>
  readonly rebuild: Request<{ readonly refines: boolean }, { readonly events: number }>
  readonly export: Request<{ readonly folder: string }, readonly ExportedFile[]>
  readonly import: Request<{ readonly folder: string; readonly now: Instant }, readonly ExportedFile[]>
  readonly loadFile: Request<{ readonly table: TableName; readonly path: string }, { readonly rows: number }>
  readonly status: Request<object, Omit<LedgerStatus, 'engine' | 'location' | 'waiting'>>
  readonly settle: Request<object, void>
  readonly readCursors: Request<Partial<CursorKey>, readonly CursorUpdate[]>
  readonly readDocuments: Request<
    { readonly collection?: string | undefined; readonly id?: string },
    readonly (NewDocument & { readonly version: number })[]
  >
  readonly writeDocument: Request<
    { readonly document: NewDocument; readonly expected: number },
    number | undefined
  >
  readonly deleteDocument: Request<{ readonly collection: string; readonly id: string }, void>
  readonly takeLease: Request<
    { readonly name: string; readonly holder: string; readonly now: Instant; readonly expiresAt: Instant },
    boolean
  >
  readonly releaseLease: Request<{ readonly name: string; readonly holder: string }, void>
  readonly close: Request<object, void>
}
export type RequestKind = keyof Requests

interface Request<TDetails, TAnswer> {
  readonly details: TDetails
  readonly answer: TAnswer
}

/** A batch as it crosses to the worker. */
export interface WireBatch {
  readonly events?: PreparedEvents
  readonly testResults?: RowColumns
  readonly exposures?: RowColumns
  readonly metricSamples?: RowColumns
  readonly stageSpans?: RowColumns
  /** Changes whose recorded stages go, whether or not they have new ones. */
  readonly restagedChanges?: readonly { readonly repository: string; readonly change: string }[]
  readonly rejected?: RowColumns
  readonly cursor?: CursorUpdate
}

export type RequestMessage<TKind extends RequestKind = RequestKind> = {
  readonly [TEach in TKind]: {
    readonly id: number
    readonly kind: TEach
    readonly details: Requests[TEach]['details']
  }
}[TKind]

export type ToWorker =
  | RequestMessage
  | { readonly kind: 'cancel'; readonly id: number }
  /** The answer to `refine`. */
  | { readonly kind: 'refined'; readonly id: number; readonly events: readonly string[] }

export type FromWorker =
  | { readonly kind: 'done'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: WireError }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  /** Asks to bring these events up to date; `refined` answers. */
  | { readonly kind: 'refine'; readonly id: number; readonly events: readonly string[] }

/** An error on its way between threads, where classes are lost. */
export interface WireError {
  readonly code: string
  readonly kind: ErrorKind
  readonly message: string
  readonly hint: string
}
