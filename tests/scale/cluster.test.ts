import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startClickHouseCluster, type ClickHouseCluster } from './servers/clickhouse-cluster.ts'
import { canSkip } from './servers/is-installed.ts'
import { startPostgresServer, type PostgresServer } from './servers/postgres-server.ts'

describe.skipIf(canSkip)('startClickHouseCluster', () => {
  let cluster: ClickHouseCluster
  beforeAll(async () => {
    cluster = await startClickHouseCluster()
  })
  afterAll(() => cluster.close())

  it('starts two shards of two replicas that know one another', async () => {
    const answers = await Promise.all(
      cluster.nodes.map((node) =>
        node.ask(`SELECT count(), uniq(shard_num) FROM system.clusters WHERE cluster = 'scale'`),
      ),
    )

    expect(answers).toEqual(['4\t2', '4\t2', '4\t2', '4\t2'])
  })

  it('keeps the data of a server that was killed', async () => {
    const [node] = cluster.nodes
    if (node === undefined) throw new TypeError('There are four.')
    await node.ask('CREATE DATABASE kept')
    await node.ask('CREATE TABLE kept.t (n Int64) ENGINE = MergeTree ORDER BY n')
    await node.ask('INSERT INTO kept.t VALUES (7)')
    await node.kill()
    await node.start()

    expect(await node.ask('SELECT n FROM kept.t')).toBe('7')
  })
})

describe.skipIf(canSkip)('startPostgresServer', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgresServer()
  })
  afterAll(() => server.close())

  it('accepts connections', () => {
    expect(server.port).toBeGreaterThan(0)
  })
})
