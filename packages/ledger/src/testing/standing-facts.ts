import type { DeliveryEvent } from '@sluice/model'
import { tableOf, type FactTableName } from '../tables/tables.ts'
import type { FactRow } from '../derive/fact-row.ts'
import { factsOf } from '../derive/facts-of.ts'

/**
 * The facts that stand after some events, by table: the plain reading of the rules, in memory and in no order that
 * matters. Engines do the same to millions of rows; tests hold them against this.
 */
export function standingFacts(
  events: readonly DeliveryEvent[],
): ReadonlyMap<FactTableName, readonly FactRow['row'][]> {
  const facts = [...new Map(events.map((event) => [event.id, event])).values()].flatMap(factsOf)
  const removals = facts.filter((fact) => fact.table === 'removals')
  const standing = new Map<string, FactRow>()
  for (const fact of facts) {
    const key = keyOf(fact)
    const other = standing.get(key)
    if (other === undefined || isNewer(fact, other)) standing.set(key, fact)
  }

  const byTable = new Map<FactTableName, FactRow['row'][]>()
  for (const fact of standing.values()) {
    const hiddenBy = tableOf(fact.table).removedBy ?? []
    const isHidden = removals.some(
      (removal) =>
        isNewer(removal, fact) &&
        hiddenBy.some(
          ({ kind, column }) => kind === removal.row.kind && valueOf(fact, column) === removal.row.subject,
        ),
    )
    if (!isHidden) byTable.set(fact.table, [...(byTable.get(fact.table) ?? []), fact.row])
  }
  return byTable
}

function keyOf(fact: FactRow): string {
  return JSON.stringify([fact.table, ...tableOf(fact.table).key.map((column) => valueOf(fact, column))])
}

function isNewer(one: FactRow, other: FactRow): boolean {
  const difference = one.row.event_at - other.row.event_at
  return difference > 0 || (difference === 0 && one.row.event_id > other.row.event_id)
}

function valueOf({ row }: FactRow, column: string): unknown {
  return new Map<string, unknown>(Object.entries(row)).get(column)
}
