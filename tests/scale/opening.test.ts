import { clockFrom } from '@sluice/model'
import { openLedger } from '@sluice/ledger'
import { createServer, type Server } from 'node:http'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePorts } from './servers/free-ports.ts'
import {
  clusterPassword,
  readingUser,
  startClickHouseCluster,
  type ClickHouseCluster,
} from './servers/clickhouse-cluster.ts'
import { canSkip } from './servers/is-installed.ts'
import { startPostgresServer, type PostgresServer } from './servers/postgres-server.ts'

const clock = clockFrom(Date.now)

/** What the guide says that a user needs, for a database and a user of another name. */
const grantsOfGuide = [
  ...readFileSync(new URL('../../docs/guides/scale.md', import.meta.url), 'utf8').matchAll(
    /^(GRANT .*) TO sluice;$/gm,
  ),
].map(([, grant = '']) => grant.replaceAll('sluice.*', 'modest.*'))

describe.skipIf(canSkip)('openLedger', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-opening-'))
  let cluster: ClickHouseCluster
  let postgres: PostgresServer
  let opened = 0

  beforeAll(async () => {
    ;[cluster, postgres] = await Promise.all([
      startClickHouseCluster({ shards: 1, replicas: 2, users: { modest: grantsOfGuide } }),
      startPostgresServer(),
    ])
  })
  afterAll(async () => {
    await Promise.all([cluster.close(), postgres.close()])
    rmSync(folder, { recursive: true, force: true })
  })

  async function failureOf(ledgerUrl: string): Promise<{ readonly code: string; readonly message: string }> {
    opened += 1
    const directory = join(folder, `${opened}`)
    const ledger = await openLedger({ directory, ledgerUrl, controlUrl: postgres.url, clock }).catch(
      (error: unknown) => error,
    )
    if (!(ledger instanceof Error)) throw new Error('It opened.')
    expect(`${ledger.message} ${JSON.stringify(ledger)}`).not.toMatch(/secret-word|gate-keeper|lock-keeper/)
    return ledger as Error & { readonly code: string }
  }
  const host = (): string => `127.0.0.1:${cluster.nodes[0]?.httpPort}`

  it('opens a single server without a cluster, and shows where it is without credentials', async () => {
    const ledgerUrl = `clickhouse://sluice:${clusterPassword}@${host()}/single`
    const ledger = await openLedger({
      directory: join(folder, 'single'),
      ledgerUrl,
      controlUrl: postgres.url,
      clock,
    })

    await ledger.append({ exposures: [{ id: 'e', flag: 'f', variant: 'v', unit: 'u', at: 5 as never }] })

    expect(
      await ledger.query('variantSums', { flag: 'f', metric: 'm', since: 0 as never, until: 9 as never }),
    ).toEqual([{ variant: 'v', units: 1, mean: 0, variance: 0 }])
    expect((await ledger.status()).location).toBe(`clickhouse://${host()}/single`)
    await ledger.close()
  })

  it('keeps cursors in PostgreSQL, moved with the data', async () => {
    const options = {
      directory: join(folder, 'cursors'),
      ledgerUrl: cluster.url(),
      controlUrl: postgres.url,
      clock,
    }
    const key = { source: 'github', scope: 'github.com/acme/shop', stream: 'pulls' }
    const ledger = await openLedger(options)
    await ledger.append({ cursor: { ...key, position: 'page-7', updatedAt: 5 as never } })
    await ledger.close()

    const again = await openLedger({ ...options, directory: join(folder, 'elsewhere') })
    expect(await again.control.readCursor(key)).toEqual({ position: 'page-7', updatedAt: 5 })
    await again.close()
  })

  it('refuses an address that is none', async () => {
    expect(await failureOf('clickhouse://sluice:secret-word@host')).toMatchObject({
      code: 'LEDGER_ADDRESS_INVALID',
    })
  })

  it('names a server that does not answer', async () => {
    const [port] = await freePorts(1)

    const failure = await failureOf(`clickhouse://sluice:secret-word@127.0.0.1:${port}/sluice`)

    expect(failure).toMatchObject({ code: 'LEDGER_UNREACHABLE' })
    expect(failure.message).toContain(`127.0.0.1:${port}`)
  })

  it('refuses a wrong password and an unknown user', async () => {
    expect(await failureOf(`clickhouse://sluice:secret-word@${host()}/sluice`)).toMatchObject({
      code: 'LEDGER_ACCESS_DENIED',
    })
    expect(await failureOf(`clickhouse://nobody:secret-word@${host()}/sluice`)).toMatchObject({
      code: 'LEDGER_ACCESS_DENIED',
    })
  })

  it('says which right is missing', async () => {
    const failure = await failureOf(`clickhouse://${readingUser}:${clusterPassword}@${host()}/forbidden`)

    expect(failure).toMatchObject({ code: 'LEDGER_RIGHT_MISSING' })
    expect(failure.message).toContain('CREATE DATABASE')
  })

  it('needs no more rights than the guide says', async () => {
    expect(grantsOfGuide).toHaveLength(5)
    const directory = join(folder, 'modest')
    const ledgerUrl = cluster.url({ database: 'modest' }).replace('//sluice:', '//modest:')
    const ledger = await openLedger({ directory, ledgerUrl, controlUrl: postgres.url, clock })

    await ledger.append({
      exposures: [{ id: 'e', flag: 'f', variant: 'v', unit: 'u', at: 5 as never }],
    })
    await ledger.rebuild()
    await ledger.export(join(directory, 'export'))
    await ledger.import(join(directory, 'export'))

    expect((await ledger.status()).rows).toMatchObject({ exposures: 1 })
    await ledger.close()
    // Views are made anew by an update of sluice.
    await cluster.nodes[0]?.ask(`INSERT INTO modest.migrations VALUES ('views', 'old', 9999999999999)`)
    await (await openLedger({ directory, ledgerUrl, controlUrl: postgres.url, clock })).close()
  })

  it('refuses a cluster that the server does not know', async () => {
    expect(
      await failureOf(`clickhouse://sluice:${clusterPassword}@${host()}/other?cluster=unheard_of`),
    ).toMatchObject({ code: 'LEDGER_CLUSTER_UNKNOWN' })
  })

  it('refuses a cluster of which the address has named only a part', async () => {
    const failure = await failureOf(cluster.url({ database: 'half', nodes: [0] }))

    expect(failure).toMatchObject({ code: 'LEDGER_CLUSTER_UNSUITABLE' })
    expect(failure.message).toContain('it has 2 nodes')
    // Not only the first time.
    expect(await failureOf(cluster.url({ database: 'half', nodes: [0] }))).toEqual(failure)
    const whole = { directory: join(folder, 'half'), ledgerUrl: cluster.url({ database: 'half' }), clock }
    await (await openLedger({ ...whole, controlUrl: postgres.url })).close()
  })

  it('refuses a cluster that leaves replication to tables that have none', async () => {
    const failure = await failureOf(
      `clickhouse://sluice:${clusterPassword}@${host()}/internal?cluster=internally_replicated`,
    )

    expect(failure).toMatchObject({ code: 'LEDGER_CLUSTER_UNSUITABLE' })
    expect(failure.message).toContain('internal_replication')
  })

  it('refuses tables of a later version', async () => {
    const url = cluster.url({ database: 'later' })
    await (
      await openLedger({ directory: join(folder, 'later'), ledgerUrl: url, controlUrl: postgres.url, clock })
    ).close()
    await cluster.nodes[1]?.ask(`INSERT INTO later.migrations VALUES ('ledger/99', 'x', 1)`)

    expect(await failureOf(url)).toMatchObject({ code: 'LEDGER_TOO_NEW' })
  })

  it('refuses tables that another wording of a step has made', async () => {
    const url = cluster.url({ database: 'changed' })
    const options = { directory: join(folder, 'changed'), ledgerUrl: url, controlUrl: postgres.url, clock }
    await (await openLedger(options)).close()
    await cluster.nodes[0]?.ask(`INSERT INTO changed.migrations VALUES ('ledger/1', 'x', 9999999999999)`)

    expect(await failureOf(url)).toMatchObject({ code: 'LEDGER_MIGRATION_CHANGED' })
  })

  it('refuses a server that is too old', async () => {
    // No old server can be had here; this one says that it is one, as a real one would.
    const server = await serverThatSays('{"version":"24.3.1.2672"}\n')
    const { port } = server.address() as { port: number }

    const failure = await failureOf(`clickhouse://sluice:secret-word@127.0.0.1:${port}/sluice`)

    expect(failure.message).toBe(
      `ClickHouse at 127.0.0.1:${port} is version 24.3.1.2672, and the ledger needs 25.8 or later.`,
    )
    expect(failure.code).toBe('LEDGER_SERVER_TOO_OLD')
    server.close()
  })

  it('refuses to make tables while a node is away, and opens without it once they are there', async () => {
    const options = (database: string) => ({
      directory: join(folder, 'away'),
      ledgerUrl: cluster.url({ database }),
      controlUrl: postgres.url,
      clock,
    })
    await (await openLedger(options('made'))).close()
    await cluster.nodes[1]?.kill()

    expect(await failureOf(cluster.url({ database: 'unmade' }))).toMatchObject({ code: 'LEDGER_UNREACHABLE' })
    const ledger = await openLedger(options('made'))
    expect(await ledger.query('repositories', {})).toEqual([])
    await ledger.close()
    await cluster.nodes[1]?.start()
  })
})

function serverThatSays(text: string): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer((request, response) => {
      request.resume()
      response.end(text)
    })
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}
