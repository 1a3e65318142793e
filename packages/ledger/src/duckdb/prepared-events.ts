import type { DeliveryEvent } from '@sluice/model'
import { checkRow } from '../derive/check-row.ts'
import type { FactRow } from '../derive/fact-row.ts'
import { factsOf } from '../derive/facts-of.ts'
import { wellFormedJson } from '../derive/well-formed.ts'
import { ledgerError } from '../errors.ts'
import { columnsOfRows, rowsAt, textColumn, type RowColumns } from './row-columns.ts'

/** Events and their facts, checked and as columns. */
export interface PreparedEvents {
  readonly rows: RowColumns
  readonly facts: JournalFacts
}

/** Facts as rows of the journal: the name of their table, and themselves as JSON. */
export interface JournalFacts {
  readonly rows: RowColumns
  /** For each fact the place of its event. */
  readonly events: readonly number[]
}

/**
 * Derives the facts of events. What can be wrong with them is found here, before any transaction.
 *
 * @throws LEDGER_ROW_INVALID
 */
export function prepareEvents(events: readonly DeliveryEvent[], receivedAt: number): PreparedEvents {
  return {
    rows: columnsOfRows('events', events, {
      received_at: () => receivedAt,
      payload: (event) => JSON.stringify(event),
    }),
    facts: journalFacts(events),
  }
}

/** @throws LEDGER_ROW_INVALID */
export function journalFacts(events: readonly DeliveryEvent[]): JournalFacts {
  const tables: string[] = []
  const facts: string[] = []
  const places: number[] = []
  for (const [place, event] of events.entries()) {
    for (const fact of derived(event)) {
      checkRow(fact)
      tables.push(fact.table)
      facts.push(wellFormedJson(fact.row))
      places.push(place)
    }
  }
  return {
    rows: {
      table: 'journal',
      count: facts.length,
      columns: [textColumn(tables), { kind: 'text', values: facts }],
    },
    events: places,
  }
}

/** Only the events at these places and their facts. */
export function eventsAt({ rows, facts }: PreparedEvents, places: readonly number[]): PreparedEvents {
  if (places.length === rows.count) return { rows, facts }
  const isTaken = new Set(places)
  const taken = facts.events.flatMap((event, fact) => (isTaken.has(event) ? [fact] : []))
  return {
    rows: rowsAt(rows, places),
    facts: { rows: rowsAt(facts.rows, taken), events: taken },
  }
}

/** An event as it is kept. */
export function parseEvent(payload: string): DeliveryEvent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was recorded as one
  return JSON.parse(payload) as DeliveryEvent
}

/** Types end where JavaScript calls: an event that is not what it says must not look like a fault of the engine. */
function derived(event: DeliveryEvent): readonly FactRow[] {
  const facts = tryFactsOf(event)
  if (facts !== undefined) return facts
  throw ledgerError('LEDGER_ROW_INVALID', {
    table: 'events',
    reason: `the event ${event.id} is no complete ${event.kind}`,
  })
}

function tryFactsOf(event: DeliveryEvent): readonly FactRow[] | undefined {
  try {
    return factsOf(event)
  } catch {
    return undefined
  }
}
