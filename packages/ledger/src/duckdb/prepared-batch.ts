import type { DeliveryEvent } from '@sluice/model'
import type { FactRow } from '../derive/fact-row.ts'
import { factsOf } from '../derive/facts-of.ts'
import { ledgerError } from '../errors.ts'
import type { FactTableName } from '../tables/tables.ts'
import type { WireBatch } from './protocol.ts'
import { columnsOfRows, rowsAt, type RowColumns } from './row-columns.ts'

/** A batch whose events are parsed, derived and checked: what can be wrong with it has been found. */
export interface PreparedBatch {
  readonly wire: WireBatch
  readonly events: PreparedEvents
}

/** Events and their facts as columns. */
export interface PreparedEvents {
  readonly ids: readonly string[]
  readonly rows: RowColumns
  readonly facts: readonly PreparedFacts[]
}

interface PreparedFacts {
  readonly rows: RowColumns
  /** Place of the event behind each row. */
  readonly events: readonly number[]
}

/** @throws LEDGER_ROW_INVALID */
export function prepareBatch(wire: WireBatch): PreparedBatch {
  return { wire, events: prepareEvents(wire.events, wire.receivedAt) }
}

/**
 * Parses events and derives their facts. `receivedAt` may be given for each of them.
 *
 * @throws LEDGER_ROW_INVALID
 */
export function prepareEvents(
  payloads: readonly string[],
  receivedAt: number | readonly number[],
): PreparedEvents {
  const events = payloads.map(parseEvent)
  return {
    ids: events.map((event) => event.id),
    rows: columnsOfRows('events', events, {
      received_at: (_, place) => (typeof receivedAt === 'number' ? receivedAt : receivedAt[place]),
      payload: (_, place) => payloads[place],
    }),
    facts: prepareFacts(events),
  }
}

/** The facts of events that are recorded already. */
export function prepareFacts(events: readonly DeliveryEvent[]): readonly PreparedFacts[] {
  const byTable = new Map<FactTableName, { readonly rows: object[]; readonly events: number[] }>()
  for (const [place, event] of events.entries()) {
    for (const { table, row } of factsOfGiven(event)) {
      let group = byTable.get(table)
      if (group === undefined) {
        group = { rows: [], events: [] }
        byTable.set(table, group)
      }
      group.rows.push(row)
      group.events.push(place)
    }
  }
  return [...byTable].map(([table, group]) => ({
    rows: columnsOfRows(table, group.rows),
    events: group.events,
  }))
}

/** Only the events at these places, which are in order, and their facts. */
export function eventsAt(prepared: PreparedEvents, places: readonly number[]): PreparedEvents {
  if (places.length === prepared.ids.length) return prepared
  const isTaken = new Set(places)
  return {
    ids: places.map((place) => prepared.ids[place] ?? ''),
    rows: rowsAt(prepared.rows, places),
    facts: prepared.facts.map(({ rows, events }) => {
      const taken = events.flatMap((event, row) => (isTaken.has(event) ? [row] : []))
      return { rows: rowsAt(rows, taken), events: taken }
    }),
  }
}

export function parseEvent(payload: string): DeliveryEvent {
  // Whoever appended it had a DeliveryEvent; what comes from files is checked by the schema of events before.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(payload) as DeliveryEvent
}

/** Types end at the border of the process: an event that is not what it says must not look like a fault of DuckDB. */
function factsOfGiven(event: DeliveryEvent): readonly FactRow[] {
  const facts = tryFactsOf(event)
  if (facts !== undefined) return facts
  throw ledgerError('LEDGER_ROW_INVALID', {
    table: 'events',
    reason: `the event ${String(event.id)} is no complete ${String(event.kind)}`,
  })
}

function tryFactsOf(event: DeliveryEvent): readonly FactRow[] | undefined {
  try {
    return factsOf(event)
  } catch {
    return undefined
  }
}
