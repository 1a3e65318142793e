import { createClient, drainStream, type ClickHouseClient, type ClickHouseSettings } from '@clickhouse/client'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { ledgerError } from '../errors.ts'
import type { EngineRecord } from '../queries/named-query.ts'
import { clickHouseFailure, isPassing } from './clickhouse-failure.ts'
import type { ClickHouseAddress } from './clickhouse-url.ts'
import { reach } from './reach.ts'

/** The nodes of a ClickHouse server or cluster. Each answers for all, so a node that is away is passed over. */
export interface ClickHouseNodes {
  /** One for each node that the address names, in its order. */
  readonly each: readonly ClickHouseNode[]
  /** Does something on a node that is up; the next node is tried when one does not answer. */
  onAny<TResult>(work: (node: ClickHouseNode) => Promise<TResult>): Promise<TResult>
  close(): Promise<void>
}

/** One node. Every method throws errors of the ledger's table. */
export interface ClickHouseNode {
  /** `host:port`, without credentials. */
  readonly name: string
  /** Runs a statement that gives nothing. */
  run(statement: string, options?: StatementOptions): Promise<void>
  /** Rows of a query as they come. */
  records(query: string, options?: StatementOptions): Promise<readonly EngineRecord[]>
  /** Rows of a query, each checked against a schema. */
  rows<TRow>(query: string, row: z.ZodType<TRow>, options?: StatementOptions): Promise<TRow[]>
  /** Rows of a query, some at a time and as they come, so that memory does not grow with their number. */
  pages(query: string, size: number, options?: StatementOptions): AsyncIterable<readonly EngineRecord[]>
  /** Appends rows, each with its values in the order of `columns`. */
  insert(insertion: Insertion): Promise<void>
  /** Writes the answer to a query into a file, in the format that the query names. Gives the number of rows. */
  save(query: string, file: string, options?: StatementOptions): Promise<number>
  /** Inserts a file in the format that the statement names. Gives the number of rows. */
  load(statement: string, file: string, options?: StatementOptions): Promise<number>
}

export interface StatementOptions {
  /** Values for `{name:Type}`. */
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly settings?: ClickHouseSettings
  readonly signal?: AbortSignal
}

export interface Insertion {
  readonly table: string
  readonly columns: readonly [string, ...string[]]
  readonly rows: readonly (readonly unknown[])[]
  /** The same rows under the same token are recorded once by a server that saw them lately. */
  readonly token: string
}

/** Makes the clients; nothing is sent yet. */
export function clickHouseNodes(
  address: ClickHouseAddress,
  options: { readonly database?: string } = {},
): ClickHouseNodes {
  const clients = address.nodes.map((url) =>
    createClient({
      url,
      username: address.user,
      password: address.password,
      ...(options.database !== undefined && { database: options.database }),
      application: 'sluice',
      request_timeout: 300_000,
      max_open_connections: 16,
      clickhouse_settings: commonSettings,
      // Failures are thrown; the client's own log would print queries.
      log: { level: 127 },
    }),
  )
  const each = clients.map((client, index) => nodeOf(client, address.nodes[index] ?? ''))
  // Requests go round; a node that failed is asked last for a while.
  const awayUntil = each.map(() => 0)
  let turn = 0

  return {
    each,
    async onAny(work) {
      turn += 1
      const order = each
        .map((node, index) => ({ node, index, place: (index + turn) % each.length }))
        .toSorted((a, b) => away(a.index) - away(b.index) || a.place - b.place)
      let failure: unknown
      for (const { node, index } of order) {
        try {
          return await work(node)
        } catch (error) {
          if (!isPassing(error)) throw error
          awayUntil[index] = Date.now() + restMs
          failure = error
        }
      }
      throw failure
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()))
    },
  }

  function away(index: number): number {
    return (awayUntil[index] ?? 0) > Date.now() ? 1 : 0
  }
}

/** How long a node that did not answer is asked last, and one that did is taken to be there. */
const restMs = 5000
const connectMs = 3000

/** What makes ClickHouse mean by a query what DuckDB means by it; each has a test of its own. */
const commonSettings: ClickHouseSettings = {
  // A missing row of an outer join is NULL and not 0 or an empty text.
  join_use_nulls: 1,
  // In `sum(n) AS n` the inner name is the column.
  prefer_column_name_to_alias: 1,
  // Whole numbers and nothing else are counted and timed here: all fit into a number of JavaScript.
  output_format_json_quote_64bit_integers: 0,
  // Tables that are joined are shared out by the same column, so each shard joins its own rows.
  distributed_product_mode: 'local',
  // An insert is done when every replica has it, and fails otherwise.
  distributed_foreground_insert: 1,
  // An error that comes after the first rows is an error too.
  wait_end_of_query: 1,
  http_write_exception_in_output_format: 0,
  // A value that is missing where it must not be is an error and not 0.
  input_format_null_as_default: 0,
}

function nodeOf(client: ClickHouseClient, address: string): ClickHouseNode {
  const name = new URL(address).host
  let seenAt = 0

  async function attempt<TResult>(
    { signal }: StatementOptions,
    work: () => Promise<TResult>,
  ): Promise<TResult> {
    // The client notices only what happens after it was called.
    refuseIfCancelled(signal)
    try {
      if (Date.now() - seenAt > restMs) await reach(address, connectMs)
      const result = await work()
      seenAt = Date.now()
      return result
    } catch (error) {
      refuseIfCancelled(signal, error)
      throw clickHouseFailure(error, name)
    }
  }

  function records(query: string, options: StatementOptions = {}): Promise<readonly EngineRecord[]> {
    return attempt(options, async () => {
      const answer = await client.query({ query, format: 'JSONEachRow', ...requestOf(options) })
      return answer.json<EngineRecord>()
    })
  }

  return {
    name,
    run: (statement, options = {}) =>
      attempt(options, async () => {
        await client.command({ query: statement, ...requestOf(options) })
      }),
    records,
    rows: async (query, row, options) => z.array(row).parse(await records(query, options)),
    pages: (query, size, options = {}) => pagesOf(client, { query, size, name, options }),
    insert: ({ table, columns, rows, token }) =>
      attempt({}, async () => {
        await client.insert({
          table,
          columns: [...columns],
          values: rows,
          format: 'JSONCompactEachRow',
          clickhouse_settings: { insert_deduplication_token: token },
        })
      }),
    save: (query, file, options = {}) =>
      attempt(options, async () => {
        const { stream, summary } = await client.exec({ query, ...requestOf(options) })
        await pipeline(stream, createWriteStream(file))
        return Number(summary?.result_rows ?? 0)
      }),
    load: (statement, file, options = {}) =>
      attempt(options, async () => {
        const values = createReadStream(file)
        const { stream, summary } = await client.exec({ query: statement, values, ...requestOf(options) })
        await drainStream(stream)
        return Number(summary?.read_rows ?? 0)
      }),
  }
}

async function* pagesOf(
  client: ClickHouseClient,
  ask: {
    readonly query: string
    readonly size: number
    readonly name: string
    readonly options: StatementOptions
  },
): AsyncGenerator<readonly EngineRecord[]> {
  refuseIfCancelled(ask.options.signal)
  let page: EngineRecord[] = []
  try {
    const answer = await client.query({
      ...requestOf({ ...ask.options, settings: { ...ask.options.settings, wait_end_of_query: 0 } }),
      query: ask.query,
      format: 'JSONEachRow',
    })
    for await (const rows of answer.stream<EngineRecord>()) {
      for (const row of rows) page.push(row.json())
      if (page.length < ask.size) continue
      yield page
      page = []
    }
  } catch (error) {
    refuseIfCancelled(ask.options.signal, error)
    throw clickHouseFailure(error, ask.name)
  }
  if (page.length > 0) yield page
}

function requestOf({ parameters, settings, signal }: StatementOptions): {
  readonly query_params?: Record<string, unknown>
  readonly clickhouse_settings?: ClickHouseSettings
  readonly abort_signal?: AbortSignal
} {
  return {
    ...(parameters !== undefined && { query_params: { ...parameters } }),
    ...(settings !== undefined && { clickhouse_settings: settings }),
    ...(signal !== undefined && { abort_signal: signal }),
  }
}

function refuseIfCancelled(signal: AbortSignal | undefined, cause?: unknown): void {
  if (signal?.aborted === true) throw ledgerError('LEDGER_CANCELLED', {}, cause)
}
