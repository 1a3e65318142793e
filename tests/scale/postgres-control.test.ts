import { randomUUID } from 'node:crypto'
import { fixedClock, instant } from '@sluice/model'
import { openLedger } from '@sluice/ledger'
import { controlStoreContract } from '@sluice/ledger/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgresControlStore } from '../../packages/ledger/src/postgres/postgres-control-store.ts'
import { canSkip } from './servers/is-installed.ts'
import { startPostgresServer, type PostgresServer } from './servers/postgres-server.ts'

describe.skipIf(canSkip)('openPostgresControlStore', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgresServer()
  })
  afterAll(() => server.close())

  /** The contract wants an empty store each time. */
  async function openEmpty(): Promise<Awaited<ReturnType<typeof openPostgresControlStore>>> {
    const database = `d${randomUUID().replaceAll('-', '')}`
    await server.run(`CREATE DATABASE ${database}`)
    return openPostgresControlStore(server.urlOf({ database }))
  }

  controlStoreContract('control data in PostgreSQL', {
    async open() {
      const store = await openEmpty()
      return { store, moveCursor: (cursor) => store.moveCursor(cursor), close: () => store.close() }
    },
  })

  it('is brought up to date once by many servers that start at once', async () => {
    const database = 'many'
    await server.run(`CREATE DATABASE ${database}`)

    const stores = await Promise.all(
      Array.from({ length: 6 }, () => openPostgresControlStore(server.urlOf({ database }))),
    )
    const [first, second] = stores
    await first?.moveCursor({ source: 's', scope: 's', stream: 's', position: 'p', updatedAt: instant(5) })

    expect(await second?.readCursor({ source: 's', scope: 's', stream: 's' })).toEqual({
      position: 'p',
      updatedAt: 5,
    })
    await Promise.all(stores.map((store) => store.close()))
  })

  it('works for a user who may use the tables but make none', async () => {
    await server.run('CREATE DATABASE shared')
    const owner = await openPostgresControlStore(server.urlOf({ database: 'shared' }))
    await server.run(`CREATE USER worker PASSWORD 'work'`)
    await server.run('GRANT USAGE ON SCHEMA sluice TO worker', 'shared')
    await server.run(
      'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sluice TO worker',
      'shared',
    )
    await server.run('GRANT USAGE ON ALL SEQUENCES IN SCHEMA sluice TO worker', 'shared')

    const store = await openPostgresControlStore(
      server.urlOf({ database: 'shared', user: 'worker', password: 'work' }),
    )

    expect(await store.writeDocument({ collection: 'flags', id: 'a', body: '1' }, 0)).toBeGreaterThan(0)
    await store.close()
    await owner.close()
  })

  it('says what is wrong with an address, a password, a right or a version, and never shows the password', async () => {
    await server.run('CREATE DATABASE newer')
    await (await openPostgresControlStore(server.urlOf({ database: 'newer' }))).close()
    await server.run(`INSERT INTO sluice.migration (id) VALUES ('control/999')`, 'newer')
    await server.run('CREATE DATABASE closed')
    await server.run(`CREATE USER poor PASSWORD 'poor-secret'`)

    const failures = await Promise.all(
      [
        'mysql://sluice:secret-word@127.0.0.1/x',
        'postgres://sluice:secret-word@127.0.0.1/',
        'postgres://sluice:secret-word@/x',
        'postgres://sluice:secret-word@host:port/x',
        server.urlOf({ password: 'secret-word' }),
        server.urlOf({ user: 'nobody-knows', password: 'secret-word' }),
        server.urlOf({ database: 'missing' }),
        server.urlOf({ database: 'closed', user: 'poor', password: 'poor-secret' }),
        server.urlOf({ database: 'newer' }),
        'postgres://sluice:secret-word@127.0.0.1:1/x',
      ].map((url) =>
        openPostgresControlStore(url).then(
          () => new Error('It opened.'),
          (error: unknown) => error,
        ),
      ),
    )

    expect(failures.map((failure) => (failure as { code?: string }).code)).toEqual([
      'LEDGER_ADDRESS_INVALID',
      'LEDGER_ADDRESS_INVALID',
      'LEDGER_ADDRESS_INVALID',
      'LEDGER_ADDRESS_INVALID',
      'LEDGER_ACCESS_DENIED',
      'LEDGER_ACCESS_DENIED',
      'LEDGER_DATABASE_MISSING',
      'LEDGER_RIGHT_MISSING',
      'LEDGER_TOO_NEW',
      'LEDGER_UNREACHABLE',
    ])
    expect(failures.map((failure) => JSON.stringify(failure) + String(failure)).join()).not.toMatch(
      /secret-word|poor-secret|lock-keeper/,
    )
  })

  it('is only for a ledger at scale', async () => {
    await expect(
      openLedger({ directory: '/nowhere', controlUrl: server.url, clock: fixedClock(instant(0)) }),
    ).rejects.toMatchObject({ code: 'LEDGER_ADDRESS_INVALID' })
  })
})
