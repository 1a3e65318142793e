import { milliseconds, minute, type Clock, type DeliveryEvent } from '@sluice/model'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { keptEvent } from '../derive/kept-event.ts'
import type { ControlStore } from '../control-store.ts'
import { ledgerError } from '../errors.ts'
import type { RebuildOptions, RebuildResult } from '../ledger.ts'
import { tableOf } from '../tables/tables.ts'
import { factRowsOf } from './batch-rows.ts'
import type { ClickHouseNodes } from './clickhouse-nodes.ts'
import {
  insertTable,
  rowsStatements,
  rowsTable,
  storedTables,
  versionColumn,
  type ClickHouseLayout,
} from './clickhouse-tables.ts'
import { valuesOf, writeValues } from './clickhouse-writer.ts'

export interface RebuildParts {
  readonly nodes: ClickHouseNodes
  readonly layout: ClickHouseLayout
  readonly control: ControlStore
  readonly clock: Clock
}

/**
 * Derives all facts anew in tables beside those that are read, and exchanges them on every node at the end. Facts of
 * events that arrive meanwhile go into the old tables, so events that were recorded since the beginning are derived
 * once more after the exchange.
 *
 * @throws LEDGER_REBUILD_UNDER_WAY, LEDGER_UNREACHABLE when a node is down, LEDGER_CANCELLED
 */
export async function rebuildClickHouse(
  parts: RebuildParts,
  options: RebuildOptions,
): Promise<RebuildResult> {
  const { nodes, layout, control, clock } = parts
  const holder = randomUUID()
  const hold = (): Promise<boolean> => control.takeLease(leaseName, holder, clock.now(), leaseLength)
  if (!(await hold())) throw ledgerError('LEDGER_REBUILD_UNDER_WAY', {})

  try {
    await onEveryNode(nodes, [...dropStatements(layout), ...rowsStatements(layout, factTables, prefix)])
    const { total, newestAt } = await totalsOf(nodes, layout)
    const events = await derive(parts, {
      options,
      since: -1,
      prefix,
      onPage: async (done) => {
        options.onProgress?.({ done, total: Math.max(total, done) })
        await hold()
      },
    })
    await onEveryNode(nodes, exchangeStatements(layout))
    await derive(parts, {
      options,
      since: newestAt - overlap,
      prefix: '',
      onPage: async () => void (await hold()),
    })
    return { events }
  } finally {
    await onEveryNode(nodes, dropStatements(layout)).catch(() => {})
    await control.releaseLease(leaseName, holder)
  }
}

const leaseName = 'rebuild'
const leaseLength = milliseconds(10 * minute)
const prefix = 'rebuild_'
/** Longer than an append takes, and than the clocks of two servers differ. */
const overlap = 10 * minute
const eventsOfPage = 5_000

const factTables = storedTables.filter((name) => tableOf(name).role === 'fact')

interface Derivation {
  readonly options: RebuildOptions
  /** Events that were recorded before are left out. */
  readonly since: number
  readonly prefix: string
  readonly onPage: (done: number) => Promise<void>
}

async function derive({ nodes, layout }: RebuildParts, derivation: Derivation): Promise<number> {
  const { options, since, onPage } = derivation
  const refine = options.refine ?? ((event: DeliveryEvent): DeliveryEvent => event)
  const run = randomUUID()
  let done = 0
  await nodes.onAny(async (node) => {
    done = 0
    const pages = node.pages(
      `SELECT id, payload, toString(${versionColumn}) AS version FROM ${insertTable(layout, 'events')} FINAL
       WHERE received_at >= {since:Int64}`,
      eventsOfPage,
      { parameters: { since }, ...(options.signal !== undefined && { signal: options.signal }) },
    )
    for await (const page of pages) {
      if (options.signal?.aborted === true) throw ledgerError('LEDGER_CANCELLED', {})
      const kept = z.array(KeptEvent).parse(page)
      const versions = new Map(kept.map(({ id, version }) => [id, version]))
      const rows = factRowsOf(kept.map(({ payload }) => refine(keptEvent(payload))))
      await writeValues(node, layout, {
        values: [valuesOf(rows, (row) => versions.get(String(row['event_id'])) ?? '0')],
        token: `${run}:${done}`,
        prefix: derivation.prefix,
      })
      done += kept.length
      await onPage(done)
    }
  })
  return done
}

const KeptEvent = z.object({ id: z.string(), payload: z.string(), version: z.string() })

async function totalsOf(
  nodes: ClickHouseNodes,
  { database }: ClickHouseLayout,
): Promise<{ readonly total: number; readonly newestAt: number }> {
  const Totals = z.object({ total: z.number(), newestAt: z.number() })
  const [totals] = await nodes.onAny((node) =>
    node.rows(`SELECT count() AS total, max(received_at) AS newestAt FROM ${database}.events`, Totals),
  )
  return totals ?? { total: 0, newestAt: 0 }
}

/** Statements of one node run in their order, the nodes side by side. */
async function onEveryNode(nodes: ClickHouseNodes, statements: readonly string[]): Promise<void> {
  await Promise.all(
    nodes.each.map(async (node) => {
      for (const statement of statements) await node.run(statement)
    }),
  )
}

function exchangeStatements({ database }: ClickHouseLayout): readonly string[] {
  return factTables.map(
    (name) => `EXCHANGE TABLES ${database}.${prefix}${rowsTable(name)} AND ${database}.${rowsTable(name)}`,
  )
}

function dropStatements({ database }: ClickHouseLayout): readonly string[] {
  return factTables.flatMap((name) => [
    `DROP TABLE IF EXISTS ${database}.${prefix}insert_${name} SYNC`,
    `DROP TABLE IF EXISTS ${database}.${prefix}${rowsTable(name)} SYNC`,
  ])
}
