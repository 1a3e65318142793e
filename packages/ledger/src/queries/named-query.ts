import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, type Compilable } from 'kysely'
import type { QueryBuilder, SqlDialect } from './dialect.ts'
import type { QueryName, QueryParameters, QueryRow } from './registry.ts'

/** How a query of the registry is asked and how its answer is read, on whatever engine. */
export interface NamedQuery<TName extends QueryName> {
  compile(dialect: SqlDialect, parameters: QueryParameters<TName>): SqlQuery
  /** The rows of the registry from the engine's, in which columns go by their alias and a missing value is `undefined`. */
  rows(records: readonly EngineRecord[]): readonly QueryRow<TName>[]
}

export interface SqlQuery {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** A row as an engine gives it: text, numbers, booleans and lists of them. */
export type EngineRecord = Readonly<Record<string, unknown>>

/** What a row type is once missing values are left out instead of being `null`. */
export type Present<TRow> = {
  [TName in keyof TRow as null extends TRow[TName] ? never : TName]: TRow[TName]
} & {
  [TName in keyof TRow as null extends TRow[TName] ? TName : never]?: Exclude<TRow[TName], null>
}

/**
 * Makes a query of the registry: `build` says it in Kysely, `toRows` makes its rows of what was selected. In two
 * calls, because the name is given and the type of the selection is found by the checker.
 */
export function namedQuery<TName extends QueryName>() {
  return <TRecord>(
    build: Build<TName, TRecord>,
    toRows: (records: readonly Present<TRecord>[]) => readonly QueryRow<TName>[],
  ): NamedQuery<TName> => ({
    compile(dialect, parameters) {
      const { sql, parameters: values } = build(builderFor(dialect), dialect, parameters).compile()
      return { sql, parameters: values }
    },
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an engine gives what the query selects, and Kysely has typed that from the tables
    rows: (records) => toRows(records as unknown as readonly Present<TRecord>[]),
  })
}

type Build<TName extends QueryName, TRecord> = (
  from: QueryBuilder,
  dialect: SqlDialect,
  parameters: QueryParameters<TName>,
) => Compilable<TRecord>

/** Only the compiler matters; adapter and introspector are never asked. */
function builderFor(dialect: SqlDialect): QueryBuilder {
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => dialect.compiler(),
    },
  })
}
