import type {
  DeliveryEvent,
  Exposure,
  Instant,
  MetricSample,
  RejectedRecord,
  TestResult,
} from '@sluice/model'
import { factsOf } from '../derive/facts-of.ts'
import { resultKey } from '../derive/result-key.ts'
import type { LedgerBatch, Recorded, RecordedStages } from '../ledger.ts'
import type { LedgerDatabase, TableName } from '../tables/tables.ts'

/** Rows of several tables. */
export type RowsByTable = { readonly [TName in TableName]?: readonly Readonly<LedgerDatabase[TName]>[] }

/** The rows of what was recorded as it is: everything of a batch but the facts that are derived from its events. */
export function recordRowsOf(batch: Omit<LedgerBatch, 'cursor'>, recordedAt: Instant): RowsByTable {
  return {
    events: (batch.events ?? []).map((event) => eventRow(event, recordedAt)),
    test_results: (batch.testResults ?? []).map(testResultRow),
    exposures: (batch.exposures ?? []).map(exposureRow),
    metric_samples: (batch.metricSamples ?? []).map(metricSampleRow),
    change_stages: lastOfEachChange(batch.stageSpans ?? []).flatMap((way) => stageRows(way, recordedAt)),
    quarantine: (batch.rejected ?? []).map(quarantineRow),
  }
}

/** The rows of the facts that events stand for. */
export function factRowsOf(events: readonly DeliveryEvent[]): RowsByTable {
  const rows: { [TName in TableName]?: object[] } = {}
  for (const { table, row } of events.flatMap(factsOf)) (rows[table] ??= []).push(row)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `factsOf` pairs each table with a row of that table
  return rows as RowsByTable
}

/** The place of the row that says that a list was recorded, also where the list is empty. No view shows it. */
const headPlace = -1

function eventRow(event: DeliveryEvent, recordedAt: Instant): LedgerDatabase['events'] {
  const { id, source, kind, repository, at } = event
  return { id, source, kind, repository, at, received_at: recordedAt, payload: JSON.stringify(event) }
}

function testResultRow(result: Recorded<TestResult>): LedgerDatabase['test_results'] {
  // Spread into the row instead, they would make it ten times as slow to build.
  const { report, place } = resultKey(result.id)
  return {
    report,
    place,
    repository: result.repository,
    test: result.test,
    suite: result.suite,
    name: result.name,
    file: result.file ?? null,
    outcome: result.outcome,
    duration: result.duration ?? null,
    attempts: result.attempts,
    at: result.at,
    revision: result.revision ?? null,
    run: result.run ?? null,
  }
}

function exposureRow({ id, flag, variant, unit, at }: Exposure): LedgerDatabase['exposures'] {
  return { id, flag, variant, unit, at }
}

function metricSampleRow({ id, metric, unit, value, at }: MetricSample): LedgerDatabase['metric_samples'] {
  return { id, metric, unit, value, at }
}

function quarantineRow(rejected: RejectedRecord): LedgerDatabase['quarantine'] {
  const { id, source, reason, excerpt, receivedAt } = rejected
  return { id, source, reason, excerpt, received_at: receivedAt }
}

function lastOfEachChange(ways: readonly RecordedStages[]): readonly RecordedStages[] {
  return [...new Map(ways.map((way) => [`${way.repository} ${way.change}`, way])).values()]
}

function stageRows(
  { repository, change, spans }: RecordedStages,
  recordedAt: Instant,
): readonly LedgerDatabase['change_stages'][] {
  const head = { place: headPlace, stage: 'unknown' as const, started_at: recordedAt, ended_at: recordedAt }
  const places = spans.map(({ stage, from, to }, place) => ({ place, stage, started_at: from, ended_at: to }))
  return [head, ...places].map((span) => ({ repository, change, ...span, recorded_at: recordedAt }))
}
