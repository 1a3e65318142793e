import type { DeliveryEvent } from '@sluice/model'
import { checkRow } from '../derive/check-row.ts'
import type { FactRow } from '../derive/fact-row.ts'
import { factsOf } from '../derive/facts-of.ts'
import { wellFormedJson } from '../derive/well-formed.ts'
import { ledgerError } from '../errors.ts'
import { tableOf, type FactTableName } from '../tables/tables.ts'
import { columnsOfRows, rowsAt, type RowColumns } from './row-columns.ts'

/** Events and their facts, checked, in a form that crosses to the worker quickly. */
export interface PreparedEvents {
  readonly rows: RowColumns
  readonly facts: DerivedFacts
}

/** Facts side by side: of each its table, its key there, its row as JSON, and the place of its event. */
export interface DerivedFacts {
  readonly tables: readonly FactTableName[]
  readonly keys: readonly string[]
  readonly jsons: readonly string[]
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
    facts: derivedFacts(events),
  }
}

/** @throws LEDGER_ROW_INVALID */
export function derivedFacts(events: readonly DeliveryEvent[]): DerivedFacts {
  const tables: FactTableName[] = []
  const keys: string[] = []
  const jsons: string[] = []
  const places: number[] = []
  for (const [place, event] of events.entries()) {
    for (const fact of derived(event)) {
      checkRow(fact)
      tables.push(fact.table)
      keys.push(keyOf(fact))
      jsons.push(wellFormedJson(fact.row))
      places.push(place)
    }
  }
  return { tables, keys, jsons, events: places }
}

/** Only the events at these places and their facts. */
export function eventsAt({ rows, facts }: PreparedEvents, places: readonly number[]): PreparedEvents {
  if (places.length === rows.count) return { rows, facts }
  const newPlaces = new Map(places.map((place, newPlace) => [place, newPlace]))
  const taken = facts.events.flatMap((event, fact) => (newPlaces.has(event) ? [fact] : []))
  return {
    rows: rowsAt(rows, places),
    facts: {
      tables: pick(facts.tables, taken),
      keys: pick(facts.keys, taken),
      jsons: pick(facts.jsons, taken),
      events: taken.flatMap((fact) => newPlaces.get(facts.events[fact] ?? -1) ?? []),
    },
  }
}

function pick<T>(values: readonly T[], places: readonly number[]): readonly T[] {
  return places.flatMap((place) => values[place] ?? [])
}

function keyOf({ table, row }: FactRow): string {
  const values = row as Readonly<Record<string, unknown>>
  const { key } = tableOf(table)
  const [only] = key
  return key.length === 1 && only !== undefined
    ? String(values[only])
    : key.map((column) => String(values[column])).join('\0')
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
