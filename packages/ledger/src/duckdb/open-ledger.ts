import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Exposure, MetricSample, RejectedRecord, TestResult } from '@sluice/model'
import { resultKeys } from '../derive/result-key.ts'
import { ledgerError } from '../errors.ts'
import type { Ledger, LedgerBatch, Recorded, RecordedStages } from '../ledger.ts'
import { queries } from '../queries/queries.ts'
import type { QueryName, QueryParameters, QueryRow } from '../queries/registry.ts'
import type { TableName } from '../tables/tables.ts'
import { duckdbControlStore } from './duckdb-control-store.ts'
import { duckdbDialect } from './duckdb-dialect.ts'
import { LedgerClient } from './ledger-client.ts'
import type { WireBatch } from './protocol.ts'
import { prepareEvents } from './prepared-events.ts'
import { recordsOf } from './result-blocks.ts'
import { columnsOfRows, transferable, type RowColumns } from './row-columns.ts'
import { startWorkerThread } from './worker-thread.ts'

export interface LedgerOptions {
  /** Holds the ledger's file; made when it is not there. */
  readonly directory: string
  readonly clock: Clock
}

/** A ledger in a file of this machine. One process at a time may open it. */
export interface EmbeddedLedger extends Ledger {
  /**
   * Adds the rows of a CSV, Parquet or NDJSON file to a table of observations, at the speed of the engine. Columns go
   * by the names in `tables.ts`; rows that are known are left alone.
   *
   * @throws LEDGER_FILE_UNREADABLE
   */
  loadFile(
    table: LoadableTable,
    path: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<{ readonly rows: number }>
}
export type LoadableTable = Extract<
  TableName,
  'test_results' | 'exposures' | 'metric_samples' | 'change_stages'
>

/**
 * Opens the ledger in a directory, and makes it when there is none.
 *
 * @throws LEDGER_IN_USE, LEDGER_DIRECTORY_UNUSABLE, LEDGER_DAMAGED, LEDGER_FOREIGN_FILE, LEDGER_TOO_NEW,
 * LEDGER_MIGRATION_CHANGED, LEDGER_DISK_FULL
 */
export async function openLedger({ directory, clock }: LedgerOptions): Promise<EmbeddedLedger> {
  const path = join(usableDirectory(directory), 'ledger.duckdb')
  const release = holdPath(path)
  const client = new LedgerClient(startWorkerThread(), path)
  try {
    await client.ask('open', { path, now: clock.now() })
  } catch (error) {
    await client.abandon()
    release()
    throw error
  }

  return {
    engine: 'duckdb',
    location: path,
    control: duckdbControlStore(client),
    async append(batch) {
      const wire = wireBatch(batch, clock)
      return client.ask('append', wire, { transfer: transferredWith(wire) })
    },
    query: (name, parameters) => runQuery(client, name, parameters),
    async rebuild(options = {}) {
      return client.ask('rebuild', { refines: options.refine !== undefined }, options)
    },
    export: (folder, options) => client.ask('export', { folder }, options),
    import: (folder, options) => client.ask('import', { folder, now: clock.now() }, options),
    loadFile: (table, file, options) => client.ask('loadFile', { table, path: file }, options),
    async status() {
      return { engine: 'duckdb', location: path, waiting: 0, ...(await client.ask('status', {})) }
    },
    async close() {
      await client.close().finally(release)
    },
  }
}

/**
 * Files that this process has open. The lock of the operating system keeps other processes away, but lets the one
 * that holds it open the file again.
 */
const heldPaths = new Set<string>()

function holdPath(path: string): () => void {
  if (heldPaths.has(path)) throw ledgerError('LEDGER_IN_USE', { path, holder: 'this process itself' })
  heldPaths.add(path)
  return () => heldPaths.delete(path)
}

/** The real path of the directory, so that two names of it are one. */
function usableDirectory(directory: string): string {
  try {
    mkdirSync(directory, { recursive: true })
    return realpathSync(directory)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw ledgerError('LEDGER_DIRECTORY_UNUSABLE', { directory, reason }, error)
  }
}

async function runQuery<TName extends QueryName>(
  client: LedgerClient,
  name: TName,
  parameters: QueryParameters<TName>,
): Promise<readonly QueryRow<TName>[]> {
  const query = queries[name]
  const compiled = query.compile(duckdbDialect, parameters)
  const records =
    recordsOf(await client.ask('query', { ...compiled, isCareful: false })) ??
    recordsOf(await client.ask('query', { ...compiled, isCareful: true }))
  if (records === undefined) throw new TypeError(`The answer to ${name} is not of its shape.`)
  return query.rows(records)
}

function wireBatch(batch: LedgerBatch, clock: Clock): WireBatch {
  const { events, testResults, exposures, metricSamples, stageSpans, rejected, cursor } = batch
  return {
    ...(events && { events: prepareEvents(events, clock.now()) }),
    ...(testResults && { testResults: resultColumns(testResults) }),
    ...(exposures && { exposures: columnsOfRows<Exposure>('exposures', exposures) }),
    ...(metricSamples && { metricSamples: columnsOfRows<MetricSample>('metric_samples', metricSamples) }),
    ...(stageSpans && {
      stageSpans: stageColumns(stageSpans, clock),
      restagedChanges: stageSpans.map(({ repository, change }) => ({ repository, change })),
    }),
    ...(rejected && { rejected: rejectedColumns(rejected) }),
    ...(cursor && { cursor }),
  }
}

function resultColumns(results: readonly Recorded<TestResult>[]): RowColumns {
  const { reports, places } = resultKeys(results.map(({ id }) => id))
  return columnsOfRows('test_results', results, {
    report: (_, row) => reports[row],
    place: (_, row) => places[row],
  })
}

function stageColumns(stages: readonly RecordedStages[], clock: Clock): RowColumns {
  const recorded = clock.now()
  return columnsOfRows(
    'change_stages',
    stages.flatMap(({ repository, change, spans }) =>
      spans.map(({ stage, from, to }, place) => ({
        repository,
        change,
        place,
        stage,
        started_at: from,
        ended_at: to,
        recorded_at: recorded,
      })),
    ),
  )
}

function rejectedColumns(rejected: readonly RejectedRecord[]): RowColumns {
  return columnsOfRows('quarantine', rejected, { received_at: (record) => record.receivedAt })
}

function transferredWith({ testResults, exposures, metricSamples, stageSpans }: WireBatch): ArrayBuffer[] {
  return [testResults, exposures, metricSamples, stageSpans].flatMap((rows) =>
    rows === undefined ? [] : transferable(rows),
  )
}
