import type { Clock } from '@sluice/model'
import { z } from 'zod'
import { ledgerError } from '../errors.ts'
import { checksumOf, migrationsToRun, refuseChangedSteps, type Migration } from '../migration.ts'
import { isPassing } from './clickhouse-failure.ts'
import type { ClickHouseNode, ClickHouseNodes } from './clickhouse-nodes.ts'
import { rowsStatements, storedTables, viewStatements, type ClickHouseLayout } from './clickhouse-tables.ts'

/**
 * Brings the tables of every node up to date. There is no Keeper that would do it for all of them, so each node that
 * the address names gets the statements. A node that is away is passed over while there is nothing to do: the tables
 * it has are those of the others.
 *
 * @throws LEDGER_SERVER_TOO_OLD, LEDGER_CLUSTER_UNKNOWN, LEDGER_CLUSTER_UNSUITABLE, LEDGER_TOO_NEW, LEDGER_UNREACHABLE,
 * LEDGER_MIGRATION_CHANGED,
 * LEDGER_ACCESS_DENIED, LEDGER_RIGHT_MISSING
 */
export async function migrateClickHouse(
  nodes: ClickHouseNodes,
  layout: ClickHouseLayout,
  clock: Clock,
): Promise<void> {
  const plans = await Promise.all(nodes.each.map((node) => planOf(node, layout)))
  const away = plans.flatMap((plan) => (plan.kind === 'away' ? [plan.failure] : []))
  const present = plans.flatMap((plan) => (plan.kind === 'present' ? [plan] : []))
  const stale = present.filter(({ steps, hasViews }) => steps.length > 0 || !hasViews)
  if (present.length === 0 || (away.length > 0 && stale.length > 0)) throw away[0]

  await Promise.all(stale.map((plan) => bringUpToDate(plan, layout, clock)))
  if (present.some((plan) => plan.replicas > nodes.each.length)) await refuseHalfACluster(nodes, layout)
}

// 25.8 is the oldest version with long-term support at the time of writing.
const oldestServer = '25.8'

/** A step that was released stays as it is; a change of the tables is a further step. */
function migrationsOf(layout: ClickHouseLayout): readonly Migration[] {
  return [{ id: 'ledger/1', statements: rowsStatements(layout, storedTables) }]
}

type Plan =
  | { readonly kind: 'away'; readonly failure: unknown }
  | {
      readonly kind: 'present'
      readonly node: ClickHouseNode
      /** Nodes of the cluster, as this one knows it. */
      readonly replicas: number
      readonly hasDatabase: boolean
      readonly steps: readonly Migration[]
      readonly hasViews: boolean
    }

async function planOf(node: ClickHouseNode, layout: ClickHouseLayout): Promise<Plan> {
  try {
    await refuseOldServer(node)
    const replicas = layout.cluster === undefined ? 1 : await replicasOf(node, layout.cluster)
    const applied = await appliedOn(node, layout)
    const ids = (applied ?? []).map(({ id }) => id).filter((id) => id !== viewsId)
    const steps = migrationsToRun(migrationsOf(layout), ids)
    refuseChangedSteps(migrationsOf(layout), new Map(applied?.map((row) => [row.id, row.checksum])))
    const hasViews = (applied ?? []).some(
      (row) => row.id === viewsId && row.checksum === viewsChecksum(layout),
    )
    return { kind: 'present', node, replicas, hasDatabase: applied !== undefined, steps, hasViews }
  } catch (error) {
    if (isPassing(error)) return { kind: 'away', failure: error }
    throw error
  }
}

const Applied = z.object({ id: z.string(), checksum: z.string() })

/** What was done to the tables of a node; undefined where there are none. */
async function appliedOn(
  node: ClickHouseNode,
  { database }: ClickHouseLayout,
): Promise<readonly z.infer<typeof Applied>[] | undefined> {
  const found = await node.rows(
    `SELECT name FROM system.tables WHERE database = {database:String} AND name = 'migrations'`,
    z.object({ name: z.string() }),
    { parameters: { database } },
  )
  if (found.length === 0) return undefined
  return node.rows(`SELECT id, checksum FROM ${database}.migrations FINAL ORDER BY applied_at, id`, Applied)
}

async function bringUpToDate(
  { node, hasDatabase, steps }: Extract<Plan, { kind: 'present' }>,
  layout: ClickHouseLayout,
  clock: Clock,
): Promise<void> {
  const { database } = layout
  if (!hasDatabase) {
    await createDatabase(node, database)
    await node.run(
      `CREATE TABLE IF NOT EXISTS ${database}.migrations (id String, checksum String, applied_at Int64)
       ENGINE = ReplacingMergeTree(applied_at) ORDER BY id`,
    )
  }
  for (const { id, statements } of steps) {
    for (const statement of statements) await node.run(statement)
    await markApplied(id, checksumOf(statements))
  }
  for (const statement of viewStatements(layout)) await node.run(statement)
  await markApplied(viewsId, viewsChecksum(layout))

  async function markApplied(id: string, checksum: string): Promise<void> {
    const columns = ['id', 'checksum', 'applied_at'] as const
    const row = [id, checksum, clock.now()]
    await node.insert({
      table: `${database}.migrations`,
      columns: [...columns],
      rows: [row],
      token: checksum,
    })
  }
}

/** Asked first, because CREATE DATABASE needs a right that the user may lack where an administrator made it. */
async function createDatabase(node: ClickHouseNode, database: string): Promise<void> {
  const found = await node.rows(
    'SELECT name FROM system.databases WHERE name = {database:String}',
    z.object({ name: z.string() }),
    { parameters: { database } },
  )
  if (found.length === 0) await node.run(`CREATE DATABASE IF NOT EXISTS ${database}`)
}

const viewsId = 'views'

function viewsChecksum(layout: ClickHouseLayout): string {
  return checksumOf(viewStatements(layout))
}

async function refuseOldServer(node: ClickHouseNode): Promise<void> {
  const [server] = await node.rows('SELECT version() AS version', z.object({ version: z.string() }))
  const found = server?.version ?? '0'
  if (isOlder(found, oldestServer)) {
    throw ledgerError('LEDGER_SERVER_TOO_OLD', {
      server: `ClickHouse at ${node.name}`,
      found,
      needed: oldestServer,
    })
  }
}

/** Compares versions number by number, so that 25.10 is later than 25.8. */
export function isOlder(version: string, than: string): boolean {
  const [numbers, wanted] = [version.split('.').map(Number), than.split('.').map(Number)]
  const place = wanted.findIndex((number, index) => (numbers[index] ?? 0) !== number)
  return place !== -1 && (numbers[place] ?? 0) < (wanted[place] ?? 0)
}

/** @throws LEDGER_CLUSTER_UNKNOWN, LEDGER_CLUSTER_UNSUITABLE */
async function replicasOf(node: ClickHouseNode, cluster: string): Promise<number> {
  const [found] = await node.rows(
    `SELECT count() AS replicas, countIf(internal_replication = 1) AS internal, uniqExact(shard_num) AS shards
     FROM system.clusters WHERE cluster = {cluster:String}`,
    z.object({ replicas: z.number(), internal: z.number(), shards: z.number() }),
    { parameters: { cluster } },
  )
  if (found === undefined || found.replicas === 0) {
    throw ledgerError('LEDGER_CLUSTER_UNKNOWN', { server: node.name, cluster })
  }
  if (found.internal > 0 && found.replicas > found.shards) {
    throw ledgerError('LEDGER_CLUSTER_UNSUITABLE', {
      cluster,
      reason: `${node.name} says internal_replication of it, but nothing replicates these tables, so replicas would differ`,
    })
  }
  return found.replicas
}

/**
 * Tables must be on every node of the cluster, or inserts and queries fail on those that have none. An address that
 * names all nodes has just seen to it.
 */
async function refuseHalfACluster(
  nodes: ClickHouseNodes,
  { database, cluster }: ClickHouseLayout,
): Promise<void> {
  if (cluster === undefined) return
  const Count = z.object({ count: z.number() })
  // Nodes that are down are left out of both counts.
  const settings = { skip_unavailable_shards: 1 } as const
  const [[up], [ready]] = await nodes.onAny((node) =>
    Promise.all([
      node.rows(`SELECT count() AS count FROM clusterAllReplicas(${cluster}, system.one)`, Count, {
        settings,
      }),
      node.rows(
        `SELECT count() AS count FROM clusterAllReplicas(${cluster}, system.tables)
         WHERE database = {database:String} AND name = 'migrations'`,
        Count,
        { parameters: { database }, settings },
      ),
    ]),
  )
  if ((ready?.count ?? 0) < (up?.count ?? 0)) {
    throw ledgerError('LEDGER_CLUSTER_UNSUITABLE', {
      cluster,
      reason: `it has ${up?.count} nodes, and only ${ready?.count} of them have the tables; name all nodes in SLUICE_LEDGER`,
    })
  }
}
