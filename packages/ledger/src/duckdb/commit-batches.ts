import type { DuckDBConnection } from '@duckdb/node-api'
import type { AppendResult } from '../ledger.ts'
import { Appenders } from './appenders.ts'
import { writeCursor } from './control-statements.ts'
import { KnownIds } from './known-ids.ts'
import { KnownReports } from './known-reports.ts'
import { eventsAt, type PreparedEvents } from './prepared-events.ts'
import type { WireBatch } from './protocol.ts'
import { numberAt, rowsAt, textAt, type RowColumns } from './row-columns.ts'

/** What this process remembers of the tables whose rows are recorded once. */
export interface KnownRows {
  readonly events: KnownIds
  readonly exposures: KnownIds
  readonly metric_samples: KnownIds
  readonly quarantine: KnownIds
  readonly test_results: KnownReports
}

export function nothingKnown(): KnownRows {
  return {
    events: new KnownIds('events'),
    exposures: new KnownIds('exposures'),
    metric_samples: new KnownIds('metric_samples'),
    quarantine: new KnownIds('quarantine'),
    test_results: new KnownReports(),
  }
}

/** After a transaction that failed nobody knows what is there; it is asked for anew when it is needed. */
export function forgetAll(known: KnownRows): void {
  for (const rows of Object.values(known)) rows.forget()
}

export interface WrittenBatches {
  /** What was new in each. */
  readonly results: readonly AppendResult[]
  /** Events that were new, with their facts, which are settled later. */
  readonly fresh: readonly PreparedEvents[]
}

/** Writes batches in the transaction that is open, in their order. */
export async function writeBatches(
  writer: DuckDBConnection,
  known: KnownRows,
  batches: readonly WireBatch[],
): Promise<WrittenBatches> {
  const writing: Writing = { writer, known, appenders: new Appenders(writer), fresh: [] }
  const results: AppendResult[] = []
  for (const batch of batches) results.push(await writeBatch(writing, batch))
  writing.appenders.finish()
  return { results, fresh: writing.fresh }
}

interface Writing {
  readonly fresh: PreparedEvents[]
  readonly writer: DuckDBConnection
  readonly appenders: Appenders
  readonly known: KnownRows
}

async function writeBatch(writing: Writing, batch: WireBatch): Promise<AppendResult> {
  const observed = [
    await addEvents(writing, batch),
    await addResults(writing, batch.testResults),
    await addById(writing, 'exposures', batch.exposures),
    await addById(writing, 'metric_samples', batch.metricSamples),
  ]
  await restage(writing, batch)
  const rejected = await addById(writing, 'quarantine', batch.rejected)
  if (batch.cursor !== undefined) await writeCursor(writing.writer, batch.cursor)

  const recorded = observed.reduce((sum, part) => sum + part.recorded, 0)
  const given = observed.reduce((sum, part) => sum + part.given, 0)
  return { recorded, repeated: given - recorded, quarantined: rejected.recorded }
}

interface Counted {
  readonly given: number
  readonly recorded: number
}
const nothing: Counted = { given: 0, recorded: 0 }

async function addEvents(writing: Writing, { events }: WireBatch): Promise<Counted> {
  if (events === undefined) return nothing
  const places = await newPlaces(writing, 'events', events.rows)
  const fresh = eventsAt(events, places)
  await writing.appenders.add(fresh.rows)
  writing.fresh.push(fresh)
  return { given: events.rows.count, recorded: places.length }
}

async function addById(
  writing: Writing,
  table: 'exposures' | 'metric_samples' | 'quarantine',
  rows: RowColumns | undefined,
): Promise<Counted> {
  if (rows === undefined) return nothing
  const places = await newPlaces(writing, table, rows)
  await writing.appenders.add(rowsAt(rows, places))
  return { given: rows.count, recorded: places.length }
}

/** The first column of these tables is the id. */
async function newPlaces(
  { writer, appenders, known }: Writing,
  table: 'events' | 'exposures' | 'metric_samples' | 'quarantine',
  rows: RowColumns,
): Promise<readonly number[]> {
  const [idColumn] = rows.columns
  const ids = Array.from({ length: rows.count }, (_, row) => textAt(idColumn, row) ?? '')
  // Where the table itself is searched, what earlier batches of this transaction added must be in it.
  return known[table].take(writer, ids, () => appenders.flush(table))
}

async function addResults(
  { writer, appenders, known }: Writing,
  rows: RowColumns | undefined,
): Promise<Counted> {
  if (rows === undefined) return nothing
  appenders.flush('test_results')
  const [reportColumn, placeColumn] = rows.columns
  const places = await known.test_results.take(writer, {
    count: rows.count,
    report: (row) => textAt(reportColumn, row) ?? '',
    place: (row) => numberAt(placeColumn, row),
  })
  await appenders.add(rowsAt(rows, places))
  return { given: rows.count, recorded: places.length }
}

/** The spans of a change replace those recorded before. */
async function restage({ writer, appenders }: Writing, batch: WireBatch): Promise<void> {
  const { restagedChanges = [], stageSpans } = batch
  if (restagedChanges.length === 0) return
  appenders.flush('change_stages')
  await writer.run(
    `delete from change_stages where (repository, change) in (
       select (item.repository, item.change) from (
         select unnest(from_json($1, '[{"repository":"varchar","change":"varchar"}]')) as item))`,
    [JSON.stringify(restagedChanges)],
  )
  if (stageSpans !== undefined) await appenders.add(stageSpans)
}
