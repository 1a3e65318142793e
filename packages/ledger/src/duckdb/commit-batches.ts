import type { DuckDBConnection } from '@duckdb/node-api'
import type { AppendResult } from '../ledger.ts'
import { Appenders } from './appenders.ts'
import { writeCursor } from './control-statements.ts'
import { KnownIds } from './known-ids.ts'
import { KnownReports } from './known-reports.ts'
import { eventsAt, type PreparedBatch } from './prepared-batch.ts'
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

/** Writes batches in the transaction that is open, in their order, and says what was new in each. */
export async function writeBatches(
  writer: DuckDBConnection,
  known: KnownRows,
  batches: readonly PreparedBatch[],
): Promise<readonly AppendResult[]> {
  const appenders = new Appenders(writer)
  const results: AppendResult[] = []
  for (const batch of batches) results.push(await writeBatch({ writer, appenders, known }, batch))
  appenders.finish()
  return results
}

interface Writing {
  readonly writer: DuckDBConnection
  readonly appenders: Appenders
  readonly known: KnownRows
}

async function writeBatch(writing: Writing, { wire, events }: PreparedBatch): Promise<AppendResult> {
  const { writer, appenders, known } = writing
  // Of a few ids the table itself is asked, so what earlier batches of this transaction added must be in it.
  appenders.flush('events')
  const fresh = eventsAt(events, await known.events.take(writer, events.ids))
  await appenders.add(fresh.rows)
  for (const { rows } of fresh.facts) await appenders.add(rows)

  const observed = [
    { given: events.ids.length, recorded: fresh.ids.length },
    await addResults(writing, wire.testResults),
    await addById(writing, 'exposures', wire.exposures),
    await addById(writing, 'metric_samples', wire.metricSamples),
  ]
  await restage(writing, wire)
  const rejected = await addById(writing, 'quarantine', wire.rejected)
  if (wire.cursor !== undefined) await writeCursor(writer, wire.cursor)

  const recorded = observed.reduce((sum, part) => sum + part.recorded, 0)
  const given = observed.reduce((sum, part) => sum + part.given, 0)
  return { recorded, repeated: given - recorded, quarantined: rejected.recorded }
}

interface Counted {
  readonly given: number
  readonly recorded: number
}
const nothing: Counted = { given: 0, recorded: 0 }

async function addById(
  { writer, appenders, known }: Writing,
  table: 'exposures' | 'metric_samples' | 'quarantine',
  rows: RowColumns | undefined,
): Promise<Counted> {
  if (rows === undefined) return nothing
  appenders.flush(table)
  const [idColumn] = rows.columns
  const ids = Array.from({ length: rows.count }, (_, row) => textAt(idColumn, row) ?? '')
  const places = await known[table].take(writer, ids)
  await appenders.add(places.length === rows.count ? rows : rowsAt(rows, places))
  return { given: rows.count, recorded: places.length }
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
  await appenders.add(places.length === rows.count ? rows : rowsAt(rows, places))
  return { given: rows.count, recorded: places.length }
}

/** The spans of a change replace those recorded before. */
async function restage({ writer, appenders }: Writing, wire: WireBatch): Promise<void> {
  const { restagedChanges = [], stageSpans } = wire
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
