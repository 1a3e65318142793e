import type {
  DeliveryEvent,
  Exposure,
  Instant,
  MetricSample,
  RejectedRecord,
  RepositoryName,
  Stage,
  ChangeId,
  TestResult,
} from '@sluice/model'
import type { ControlStore, CursorUpdate } from './control-store.ts'
import type { QueryName, QueryParameters, QueryRow } from './queries/registry.ts'

/** Where all that is known is kept: events that never change, and the facts derived from them. */
export interface Ledger {
  readonly engine: 'duckdb' | 'clickhouse'
  /** Where it is, without credentials. */
  readonly location: string
  /** Cursors, documents and leases: what is changed in place. */
  readonly control: ControlStore

  /**
   * Records a batch and derives its facts in one transaction. Resolves when it is durable, rejects when nothing of
   * it was kept. What is already known by its id is counted and not recorded again.
   */
  append(batch: LedgerBatch): Promise<AppendResult>

  /** The rows of a named query. */
  query<TName extends QueryName>(
    name: TName,
    parameters: QueryParameters<TName>,
  ): Promise<readonly QueryRow<TName>[]>

  /**
   * Throws all facts away and derives them again from the events. `refine` may bring an event up to date first,
   * as when the signatures of AI tools have grown.
   */
  rebuild(options?: RebuildOptions): Promise<RebuildResult>

  /** Writes everything to a folder of Parquet files. */
  export(folder: string, options?: { readonly signal?: AbortSignal }): Promise<readonly ExportedFile[]>
  /** Reads such a folder; what is already known is left alone. */
  import(folder: string, options?: { readonly signal?: AbortSignal }): Promise<readonly ExportedFile[]>

  status(): Promise<LedgerStatus>
  /** Waits for what was accepted, then lets go of the data directory. */
  close(): Promise<void>
}

/** What is recorded together. Every part may be absent. */
export interface LedgerBatch {
  readonly events?: readonly DeliveryEvent[]
  readonly testResults?: readonly Recorded<TestResult>[]
  readonly exposures?: readonly Exposure[]
  readonly metricSamples?: readonly MetricSample[]
  /** Spans of stages as an analysis found them; the spans of a change replace those recorded before. */
  readonly stageSpans?: readonly RecordedStages[]
  readonly rejected?: readonly RejectedRecord[]
  /** Moves with the data, so that a source never skips what was not kept. */
  readonly cursor?: CursorUpdate
}

/** An observation together with where it was made. */
export type Recorded<TObservation> = TObservation & { readonly repository: RepositoryName }

/** The way of one change. */
export interface RecordedStages {
  readonly repository: RepositoryName
  readonly change: ChangeId
  readonly spans: readonly { readonly stage: Stage; readonly from: Instant; readonly to: Instant }[]
}

export interface AppendResult {
  /** Events and observations that were new. */
  readonly recorded: number
  /** Those that were known already. */
  readonly repeated: number
  /** Those that could not be understood and were set aside. */
  readonly quarantined: number
}

export interface RebuildOptions {
  readonly refine?: (event: DeliveryEvent) => DeliveryEvent
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
  readonly signal?: AbortSignal
}
export interface RebuildResult {
  readonly events: number
}

export interface ExportedFile {
  readonly table: string
  readonly rows: number
}

export interface LedgerStatus {
  readonly engine: Ledger['engine']
  readonly location: string
  readonly bytes?: number
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>
  readonly quarantined: readonly {
    readonly source: string
    readonly reason: string
    readonly count: number
  }[]
  /** Batches that wait until a node is back; always 0 for DuckDB. */
  readonly waiting: number
  /** Why they wait, as the last attempt to write the oldest of them told. */
  readonly waitingBecause?: string
  readonly lastEventAt?: Instant
}
