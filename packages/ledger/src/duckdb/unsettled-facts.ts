import type { FactTableName } from '../tables/tables.ts'
import type { DerivedFacts, PreparedEvents } from './prepared-events.ts'
import { numberAt, textAt, textColumn, type RowColumns } from './row-columns.ts'

/** Facts on their way to their tables; of each key only the one that stands so far. */
export class UnsettledFacts {
  readonly #standing = new Map<string, UnsettledFact>()

  get size(): number {
    return this.#standing.size
  }

  /** Adds the facts of events, of which their times and ids decide. */
  add(
    { tables, keys, jsons, events }: DerivedFacts,
    eventAt: (place: number) => { readonly at: number; readonly id: string },
  ): void {
    for (const [fact, table] of tables.entries()) {
      const { at, id } = eventAt(events[fact] ?? -1)
      const key = `${table}\0${keys[fact] ?? ''}`
      this.#offer(key, { table, json: jsons[fact] ?? '', at, id })
    }
  }

  addPrepared({ rows, facts }: PreparedEvents): void {
    const [idColumn, , , , atColumn] = rows.columns
    this.add(facts, (place) => ({ at: numberAt(atColumn, place), id: textAt(idColumn, place) ?? '' }))
  }

  /** Adds what could not be settled after all. */
  addAgain(facts: UnsettledFacts): void {
    for (const [key, fact] of facts.#standing) this.#offer(key, fact)
  }

  tables(): ReadonlySet<FactTableName> {
    return new Set(Array.from(this.#standing.values(), ({ table }) => table))
  }

  /** As rows of a table `journal (table_name, fact)`. */
  journal(): RowColumns {
    const facts = [...this.#standing.values()]
    return {
      table: 'journal',
      count: facts.length,
      columns: [
        textColumn(facts.map(({ table }) => table)),
        { kind: 'text', values: facts.map(({ json }) => json) },
      ],
    }
  }

  #offer(key: string, fact: UnsettledFact): void {
    const other = this.#standing.get(key)
    if (other === undefined || isNewer(fact, other)) this.#standing.set(key, fact)
  }
}

interface UnsettledFact {
  readonly table: FactTableName
  /** The row. */
  readonly json: string
  /** Of its event. */
  readonly at: number
  readonly id: string
}

function isNewer(one: UnsettledFact, other: UnsettledFact): boolean {
  return one.at > other.at || (one.at === other.at && one.id > other.id)
}
