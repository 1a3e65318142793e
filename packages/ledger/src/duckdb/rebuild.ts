import type { DuckDBConnection } from '@duckdb/node-api'
import { ledgerError } from '../errors.ts'
import { tableNames, tableOf } from '../tables/tables.ts'
import { rowsOf } from './ledger-file.ts'
import { journalFacts, parseEvent } from './prepared-events.ts'
import type { RowColumns } from './row-columns.ts'
import { quoted } from './schema.ts'
import { settleFacts } from './settle.ts'

export interface DeriveSteps {
  /** Brings events, as JSON, up to date; absent when they are taken as they are. */
  readonly refine?: (payloads: readonly string[]) => Promise<readonly string[]>
  readonly onProgress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
}

/**
 * Derives all facts anew in the transaction that is open: readers see the old facts until it is committed, and all
 * of them if it is given up.
 *
 * @throws LEDGER_CANCELLED
 */
export async function rebuildFacts(
  writer: DuckDBConnection,
  steps: DeriveSteps,
): Promise<{ readonly events: number }> {
  const facts = tableNames.filter((name) => tableOf(name).role === 'fact')
  for (const name of facts) await writer.run(`delete from ${quoted(name)}`)
  await writer.run('update settled set events = 0')
  return deriveFacts(writer, steps)
}

/**
 * Derives the facts of events that are recorded and not settled, in the transaction that is open.
 *
 * @throws LEDGER_CANCELLED
 */
export async function deriveFacts(
  writer: DuckDBConnection,
  { refine, onProgress, signal }: DeriveSteps = {},
): Promise<{ readonly events: number }> {
  const [counted] = await rowsOf(
    writer,
    'select (select events from settled)::double as first, (select count(*) from events)::double as total',
  )
  const [first, total] = [Number(counted?.['first']), Number(counted?.['total'])]
  let facts: RowColumns[] = []
  // Events are never deleted, so their row ids are 0 to total without a gap.
  for (let from = first; from < total; from += eventsOfPage) {
    const page = await rowsOf(
      writer,
      'select payload from events where rowid >= $1 and rowid < $2 order by rowid',
      [BigInt(from), BigInt(from + eventsOfPage)],
    )
    const payloads = page.map(({ payload }) => String(payload))
    const refined = refine === undefined ? payloads : await refine(payloads)
    if (signal?.aborted === true) throw ledgerError('LEDGER_CANCELLED', {})
    facts.push(journalFacts(refined.map(parseEvent)).rows)
    if (facts.length === pagesOfSettling) {
      await settleFacts(writer, { facts, events: from + payloads.length })
      facts = []
    }
    onProgress?.(Math.min(from + eventsOfPage, total) - first, total - first)
  }
  await settleFacts(writer, { facts, events: total })
  return { events: total - first }
}

const eventsOfPage = 5_000
const pagesOfSettling = 20
