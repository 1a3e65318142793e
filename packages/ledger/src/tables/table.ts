import type { Column } from './column.ts'

/**
 * What a table is for. `fact` rows are derived from events and can be thrown away. `record` rows were recorded as
 * they are and must be exported. `control` rows are changed in place.
 */
export type TableRole = 'fact' | 'record' | 'control'

/**
 * How rows with the same key live together. `once`: the first one stays and the others are repetitions.
 * `last-writer`: the one with the later `event_at`, then the greater `event_id`, stands for all.
 * `replaced`: all rows of the leading key columns are exchanged as a whole. `in-place`: changed by its owner.
 */
export type RowPolicy = 'once' | 'last-writer' | 'replaced' | 'in-place'

/** A table as every engine sees it: DDL, row types and exports derive from it. */
export interface Table {
  readonly role: TableRole
  readonly policy: RowPolicy
  /** Columns that tell rows apart. */
  readonly key: readonly string[]
  /** Column by which several nodes share the rows. */
  readonly shardBy?: string
  /** The subject by which a `removed` event hides rows, for facts about something that its source may delete. */
  readonly removedBy?: readonly { readonly kind: string; readonly column: string }[]
  readonly columns: Readonly<Record<string, Column>>
}

/** A row of a table; a missing value is `null`, as in SQL. */
export type Row<TTable extends Table> = {
  -readonly [TName in keyof TTable['columns']]: TTable['columns'][TName] extends Column<infer TValue>
    ? TValue
    : never
}
