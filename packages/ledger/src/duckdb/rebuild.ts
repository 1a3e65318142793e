import type { DuckDBConnection } from '@duckdb/node-api'
import { keptEvent } from '../derive/kept-event.ts'
import { ledgerError } from '../errors.ts'
import { tableNames, tableOf } from '../tables/tables.ts'
import { rowsOf } from './ledger-file.ts'
import { derivedFacts } from './prepared-events.ts'
import { quoted } from './schema.ts'
import { settleFacts } from './settle.ts'
import { UnsettledFacts } from './unsettled-facts.ts'

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
  let facts = new UnsettledFacts()
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
    const events = refined.map(keptEvent)
    facts.add(derivedFacts(events), (place) => events[place] ?? { at: Number.NaN, id: '' })
    if (facts.size >= mostUnsettled) {
      await settleFacts(writer, facts, from + payloads.length)
      facts = new UnsettledFacts()
    }
    onProgress?.(Math.min(from + eventsOfPage, total) - first, total - first)
  }
  await settleFacts(writer, facts, total)
  return { events: total - first }
}

const eventsOfPage = 5_000
const mostUnsettled = 100_000
