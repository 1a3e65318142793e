import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, type RawBuilder } from 'kysely'
import { clickHouseDialect } from '../../packages/ledger/src/clickhouse/clickhouse-dialect.ts'
import { clickHouseNodes } from '../../packages/ledger/src/clickhouse/clickhouse-nodes.ts'
import { parseClickHouseUrl } from '../../packages/ledger/src/clickhouse/clickhouse-url.ts'
import { duckdbDialect } from '../../packages/ledger/src/duckdb/duckdb-dialect.ts'
import type { SqlDialect } from '../../packages/ledger/src/queries/dialect.ts'

/** Both engines without a ledger, to ask what a piece of SQL means to each. */
export interface RawEngines {
  /** The rows of one text of SQL on each; for ClickHouse with the settings of the ledger, and with more if given. */
  ask(text: string, settings?: Record<string, string | number>): Promise<BothAnswers>
  /** The same of SQL that the dialects of the ledger write. */
  compile(build: (dialect: SqlDialect) => RawBuilder<unknown>): Promise<BothAnswers>
  close(): Promise<void>
}

export interface BothAnswers {
  readonly duckdb: readonly unknown[]
  readonly clickhouse: readonly unknown[]
}

export async function openRawEngines(url: string): Promise<RawEngines> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const nodes = clickHouseNodes(parseClickHouseUrl(url))

  async function duckdb(text: string, values: readonly unknown[] = []): Promise<readonly unknown[]> {
    const answer = await connection.run(text, values.map(duckdbValue))
    const rows = await answer.getRowObjects()
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, numberOf(value)])),
    )
  }
  function clickhouse(
    text: string,
    options: Parameters<(typeof nodes.each)[number]['records']>[1],
  ): Promise<readonly unknown[]> {
    return nodes.onAny((node) => node.records(text, options))
  }

  return {
    async ask(text, settings = {}) {
      return { duckdb: await duckdb(text), clickhouse: await clickhouse(text, { settings }) }
    },
    async compile(build) {
      const [one, other] = [duckdbDialect, clickHouseDialect].map((dialect) =>
        build(dialect).compile(builderFor(dialect)),
      )
      const parameters = Object.fromEntries(
        (other?.parameters ?? []).map((value, place) => [`p${place}`, value]),
      )
      return {
        duckdb: await duckdb(one?.sql ?? '', one?.parameters),
        clickhouse: await clickhouse(other?.sql ?? '', { parameters }),
      }
    },
    async close() {
      await nodes.close()
      connection.closeSync()
      instance.closeSync()
    },
  }
}

function duckdbValue(value: unknown): DuckDBValue {
  if (typeof value === 'string' || typeof value === 'number') return value
  throw new TypeError('These tests have no other parameters.')
}

/** Whole numbers of 64 bits, which the ledger reads as numbers too. */
function numberOf(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}

function builderFor(dialect: SqlDialect): Kysely<unknown> {
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => dialect.compiler(),
    },
  })
}
