import type { Clock } from '@sluice/model'
import { randomInt } from 'node:crypto'
import type { ControlOfLedger } from '../control-of-ledger.ts'
import type { AppendResult, Ledger, LedgerBatch, LedgerStatus } from '../ledger.ts'
import { openOutbox, type Outbox } from '../outbox/outbox.ts'
import { queries } from '../queries/queries.ts'
import type { EngineRecord } from '../queries/named-query.ts'
import type { QueryName, QueryParameters, QueryRow } from '../queries/registry.ts'
import { clickHouseDialect } from './clickhouse-dialect.ts'
import { isPassing } from './clickhouse-failure.ts'
import { migrateClickHouse } from './clickhouse-migrations.ts'
import { clickHouseNodes, type ClickHouseNodes } from './clickhouse-nodes.ts'
import { exportClickHouse } from './clickhouse-export.ts'
import { importClickHouse } from './clickhouse-import.ts'
import { rebuildClickHouse } from './clickhouse-rebuild.ts'
import { clickHouseStatus } from './clickhouse-status.ts'
import type { ClickHouseLayout } from './clickhouse-tables.ts'
import { parseClickHouseUrl, type ClickHouseAddress } from './clickhouse-url.ts'
import { valuesOfBatch, writeBatches, type BatchValues } from './clickhouse-writer.ts'
import { groupWrites } from './group-writes.ts'
import { batchStamper, readKeptBatch, tieRange, writeKeptBatch, type KeptBatch } from './kept-batch.ts'
import { foreseeAppend, supposeAllNew } from './known-rows.ts'

export interface ClickHouseLedgerOptions {
  /** `clickhouse://user:password@host:8123,host2:8123/database?cluster=name`. */
  readonly url: string
  /** Where batches wait while a node is down. */
  readonly outboxFolder: string
  /** Defaults to 1 GiB. */
  readonly outboxBytes?: number
  readonly control: ControlOfLedger
  readonly clock: Clock
}

/**
 * Opens a ledger in ClickHouse and brings its tables up to date. What an earlier process left in the outbox is sent.
 *
 * @throws LEDGER_ADDRESS_INVALID, LEDGER_UNREACHABLE, LEDGER_ACCESS_DENIED, LEDGER_RIGHT_MISSING,
 * LEDGER_SERVER_TOO_OLD, LEDGER_CLUSTER_UNKNOWN, LEDGER_CLUSTER_UNSUITABLE, LEDGER_TOO_NEW
 */
export async function openClickHouseLedger(options: ClickHouseLedgerOptions): Promise<Ledger> {
  const address = parseClickHouseUrl(options.url)
  const layout: ClickHouseLayout = {
    database: address.database,
    ...(address.cluster !== undefined && { cluster: address.cluster }),
  }
  await migrated(address, layout, options.clock)
  const nodes = clickHouseNodes(address, { database: address.database })
  try {
    const outbox = await openOutbox({
      folder: options.outboxFolder,
      ...(options.outboxBytes !== undefined && { maximumBytes: options.outboxBytes }),
      send: async (texts) => {
        const batches = texts.map((text) => valuesOfBatch(readKeptBatch(text)))
        await nodes.onAny((node) => writeBatches(node, layout, batches))
      },
    })
    return ledgerOn({ nodes, layout, outbox, location: locationOf(address), ...options })
  } catch (error) {
    await nodes.close()
    throw error
  }
}

/** With clients of its own, because a server refuses everything that names a database which is not there yet. */
async function migrated(address: ClickHouseAddress, layout: ClickHouseLayout, clock: Clock): Promise<void> {
  const nodes = clickHouseNodes(address)
  try {
    await migrateClickHouse(nodes, layout, clock)
  } finally {
    await nodes.close()
  }
}

function locationOf({ nodes, database, cluster }: ClickHouseAddress): string {
  const hosts = nodes.map((url) => new URL(url).host).join(',')
  return `clickhouse://${hosts}/${database}${cluster === undefined ? '' : `?cluster=${cluster}`}`
}

interface Parts {
  readonly nodes: ClickHouseNodes
  readonly layout: ClickHouseLayout
  readonly outbox: Outbox
  readonly location: string
  readonly control: ControlOfLedger
  readonly clock: Clock
}

function ledgerOn({ nodes, layout, outbox, location, control, clock }: Parts): Ledger {
  const stamp = batchStamper(() => clock.now(), randomInt(Number(tieRange)))
  const underWay = new Set<Promise<unknown>>()
  const write = groupWrites<BatchValues>({
    write: (batches) => nodes.onAny((node) => writeBatches(node, layout, batches)),
    weight: ({ rows }) => rows,
    heaviest: rowsOfGroup,
    isCommon: isPassing,
  })

  async function append({ cursor, ...batch }: LedgerBatch): Promise<AppendResult> {
    const kept: KeptBatch = { format: 1, ...stamp(), batch }
    const values = valuesOfBatch(kept)
    const foreseen = await nodes
      .onAny((node) => foreseeAppend(node, layout, batch))
      .catch((error: unknown) => {
        if (isPassing(error)) return supposeAllNew(batch)
        throw error
      })
    await keep(kept, values)
    if (cursor !== undefined) await control.moveCursor(cursor)
    return foreseen
  }

  /** Batches keep their order: while one waits, those after it wait behind it. */
  async function keep(kept: KeptBatch, values: BatchValues): Promise<void> {
    if (outbox.waiting() === 0) {
      try {
        await write(values)
        return
      } catch (error) {
        if (!isPassing(error)) throw error
      }
    }
    await outbox.add(writeKeptBatch(kept))
  }

  async function query<TName extends QueryName>(
    name: TName,
    parameters: QueryParameters<TName>,
  ): Promise<readonly QueryRow<TName>[]> {
    const { sql, parameters: values } = queries[name].compile(clickHouseDialect, parameters)
    const named = Object.fromEntries(values.map((value, place) => [`p${place}`, value]))
    const records = await nodes.onAny((node) => node.records(sql, { parameters: named }))
    return queries[name].rows(records.map(withoutNulls))
  }

  async function tracked<TResult>(work: Promise<TResult>): Promise<TResult> {
    underWay.add(work)
    try {
      return await work
    } finally {
      underWay.delete(work)
    }
  }

  return {
    engine: 'clickhouse',
    location,
    control: control.store,
    append: (batch) => tracked(append(batch)),
    query,
    rebuild: (options = {}) =>
      tracked(rebuildClickHouse({ nodes, layout, clock, control: control.store }, options)),
    export: (folder, options = {}) => exportClickHouse({ nodes, layout, control }, folder, options),
    import: (folder, options = {}) =>
      tracked(importClickHouse({ nodes, layout, control, clock, stamp, append }, folder, options)),
    async status(): Promise<LedgerStatus> {
      const because = outbox.waitingBecause()
      return {
        engine: 'clickhouse',
        location,
        ...(await clickHouseStatus(nodes, layout)),
        waiting: outbox.waiting(),
        ...(because !== undefined && { waitingBecause: because }),
      }
    },
    async close() {
      await Promise.allSettled(underWay)
      await outbox.close()
      await nodes.close()
      await control.close()
    },
  }
}

/** What is written together while many append at once. */
const rowsOfGroup = 50_000

/** A value that is missing is left out, as the registry has it. */
function withoutNulls(record: EngineRecord): EngineRecord {
  const kept: Record<string, unknown> = {}
  for (const name in record) if (record[name] !== null) kept[name] = record[name]
  return kept
}
