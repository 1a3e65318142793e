import { z } from 'zod'
import { resultKey } from '../derive/result-key.ts'
import type { AppendResult, LedgerBatch } from '../ledger.ts'
import type { TableName } from '../tables/tables.ts'
import type { ClickHouseNode } from './clickhouse-nodes.ts'
import { insertTable, type ClickHouseLayout } from './clickhouse-tables.ts'
import { textLiteral } from './text-literal.ts'

/**
 * What appending a batch will do, seen before it is written. Two servers that record the same thing at the same
 * moment both count it as new; it is kept once all the same.
 */
export async function foreseeAppend(
  node: ClickHouseNode,
  layout: ClickHouseLayout,
  batch: LedgerBatch,
): Promise<AppendResult> {
  const known = (name: TableName, column: string, ids: readonly string[]): Promise<ReadonlySet<string>> =>
    knownOf(node, layout, { name, column, ids })
  const idsOf = (rows: readonly { readonly id: string }[] = []): readonly string[] => rows.map(({ id }) => id)

  const [events, results, exposures, samples, rejected] = await Promise.all([
    known('events', 'id', idsOf(batch.events)),
    knownResults(node, layout, idsOf(batch.testResults)),
    known('exposures', 'id', idsOf(batch.exposures)),
    known('metric_samples', 'id', idsOf(batch.metricSamples)),
    known('quarantine', 'id', idsOf(batch.rejected)),
  ])
  return countsOf(batch, { events, results, exposures, samples, rejected })
}

/** The same of a ledger that cannot be asked: all that a batch does not say twice counts as new. */
export function supposeAllNew(batch: LedgerBatch): AppendResult {
  const none = new Set<string>()
  return countsOf(batch, { events: none, results: none, exposures: none, samples: none, rejected: none })
}

interface KnownIds {
  readonly events: ReadonlySet<string>
  readonly results: ReadonlySet<string>
  readonly exposures: ReadonlySet<string>
  readonly samples: ReadonlySet<string>
  readonly rejected: ReadonlySet<string>
}

function countsOf(batch: LedgerBatch, known: KnownIds): AppendResult {
  const parts = [
    { given: batch.events ?? [], known: known.events },
    { given: batch.testResults ?? [], known: known.results },
    { given: batch.exposures ?? [], known: known.exposures },
    { given: batch.metricSamples ?? [], known: known.samples },
  ]
  const given = parts.reduce((sum, part) => sum + part.given.length, 0)
  const recorded = parts.reduce((sum, part) => sum + newAmong(part.given, part.known), 0)
  return { recorded, repeated: given - recorded, quarantined: newAmong(batch.rejected ?? [], known.rejected) }
}

function newAmong(given: readonly { readonly id: string }[], known: ReadonlySet<string>): number {
  const ids = new Set(given.map(({ id }) => id))
  return [...ids].filter((id) => !known.has(id)).length
}

async function knownOf(
  node: ClickHouseNode,
  layout: ClickHouseLayout,
  {
    name,
    column,
    ids,
  }: { readonly name: TableName; readonly column: string; readonly ids: readonly string[] },
): Promise<ReadonlySet<string>> {
  const found = await inPieces([...new Set(ids)], (piece) =>
    node.rows(
      // Rows that are there twice until they are merged are no matter here.
      `SELECT DISTINCT ${column} AS id FROM ${insertTable(layout, name)} WHERE ${column} IN (${literals(piece)})`,
      z.object({ id: z.string() }),
      { settings: longStatements },
    ),
  )
  return new Set(found.map(({ id }) => id))
}

async function knownResults(
  node: ClickHouseNode,
  layout: ClickHouseLayout,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const reports = new Set(ids.map((id) => resultKey(id).report))
  const found = await inPieces([...reports], (piece) =>
    node.rows(
      `SELECT DISTINCT report, place FROM ${insertTable(layout, 'test_results')} WHERE report IN (${literals(piece)})`,
      z.object({ report: z.string(), place: z.number() }),
      { settings: longStatements },
    ),
  )
  return new Set(found.map(({ report, place }) => (place === -1 ? report : `${report}:${place}`)))
}

async function inPieces<TRow>(
  ids: readonly string[],
  ask: (piece: readonly string[]) => Promise<readonly TRow[]>,
): Promise<readonly TRow[]> {
  const rows: TRow[] = []
  for (let from = 0; from < ids.length; from += idsOfPiece) {
    rows.push(...(await ask(ids.slice(from, from + idsOfPiece))))
  }
  return rows
}

const idsOfPiece = 10_000
/** Ids stand in the statement itself: there is no room for that many in the parameters of a request. */
const longStatements = { max_query_size: '16777216', max_ast_elements: '100000' }

function literals(texts: readonly string[]): string {
  return texts.map(textLiteral).join(',')
}
