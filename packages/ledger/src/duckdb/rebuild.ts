import type { DuckDBConnection } from '@duckdb/node-api'
import { ledgerError } from '../errors.ts'
import { tableNames, tableOf, type TableName } from '../tables/tables.ts'
import { Appenders } from './appenders.ts'
import { rowsOf } from './ledger-file.ts'
import { journalFacts, parseEvent } from './prepared-events.ts'
import { quoted } from './schema.ts'
import { settleFacts } from './settle.ts'

export interface RebuildSteps {
  /** Brings events, as JSON, up to date; absent when they are taken as they are. */
  readonly refine?: (payloads: readonly string[]) => Promise<readonly string[]>
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/**
 * Derives all facts anew in the transaction that is open: readers see the old facts until it is committed, and all
 * of them if it is given up.
 *
 * @throws LEDGER_CANCELLED
 */
export async function rebuildFacts(
  writer: DuckDBConnection,
  { refine, onProgress, signal }: RebuildSteps,
): Promise<{ readonly events: number }> {
  for (const name of ['fact_journal', ...tableNames.filter(isFact)])
    await writer.run(`delete from ${quoted(name)}`)
  const [counted] = await rowsOf(writer, 'select count(*)::double as total from events')
  const total = Number(counted?.['total'])
  let done = 0
  let unsettled = 0
  // Events are never deleted, so their row ids are 0 to total without a gap.
  for (let from = 0; from < total; from += eventsOfPage) {
    if (signal.aborted) throw ledgerError('LEDGER_CANCELLED', {})
    const page = await rowsOf(
      writer,
      'select payload from events where rowid >= $1 and rowid < $2 order by rowid',
      [BigInt(from), BigInt(from + eventsOfPage)],
    )
    const payloads = page.map(({ payload }) => String(payload))
    const refined = refine === undefined ? payloads : await refine(payloads)
    const facts = journalFacts(refined.map(parseEvent))
    const appenders = new Appenders(writer)
    await appenders.add(facts.rows)
    appenders.finish()
    unsettled += facts.rows.count
    if (unsettled >= mostUnsettledRows) {
      await settleFacts(writer)
      unsettled = 0
    }
    done += payloads.length
    onProgress(done, total)
  }
  if (signal.aborted) throw ledgerError('LEDGER_CANCELLED', {})
  await settleFacts(writer)
  return { events: done }
}

const eventsOfPage = 5_000
const mostUnsettledRows = 200_000

function isFact(name: TableName): boolean {
  return tableOf(name).role === 'fact'
}
