import { clockFrom, eventId, instant, revision, type DeliveryEvent } from '@sluice/model'
import { openLedger, type Ledger, type LedgerBatch } from '@sluice/ledger'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repositories, someRepository } from './recorded-history.ts'
import { startClickHouseCluster, type ClickHouseCluster } from './servers/clickhouse-cluster.ts'
import { canSkip } from './servers/is-installed.ts'

const clock = clockFrom(Date.now)

describe.skipIf(canSkip)('a ledger whose nodes fail', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-failures-'))
  let cluster: ClickHouseCluster
  const open = (): Promise<Ledger> => openLedger({ directory: folder, ledgerUrl: cluster.url(), clock })

  beforeAll(async () => {
    cluster = await startClickHouseCluster()
  })
  afterAll(async () => {
    await cluster.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('goes on taking batches while a replica is dead, across a restart, and has all of them once afterwards', async () => {
    let ledger = await open()
    const ingest = async (from: number, to: number): Promise<void> => {
      for (let batch = from; batch < to; batch += 1) await ledger.append(batchOf(batch))
    }
    await ingest(0, 5)
    const killed = Promise.all([ingest(5, 15), delay(20).then(() => cluster.nodes[3]?.kill())])
    await killed
    await ingest(15, 20)

    const { waiting, waitingBecause } = await ledger.status()
    expect(waiting).toBeGreaterThan(0)
    expect(waitingBecause).toMatch(/^The server .* did not do what it was asked/)

    // The process ends, and another one finds what waits. It also opens while a node is dead.
    await ledger.close()
    expect(readdirSync(join(folder, 'outbox')).length).toBe(waiting)
    ledger = await open()
    expect((await ledger.status()).waiting).toBeGreaterThan(0)
    await ingest(20, 25)

    await cluster.nodes[3]?.start()
    await until(async () => (await ledger.status()).waiting === 0)

    expect(readdirSync(join(folder, 'outbox'))).toEqual([])
    for (const repository of repositories) {
      const steps = await ledger.query('deploymentSteps', { repository })
      expect(steps.map(({ at }) => at)).toEqual(expectedSteps(repository))
    }
    const total = 25 * eventsOfBatch
    expect((await ledger.status()).rows).toMatchObject({ events: total, deployment_events: total })
    // Every replica has its half: nothing is lost when one of them goes.
    const counts = await Promise.all(
      cluster.nodes.map((node) => node.ask('SELECT count() FROM sluice.local_events')),
    )
    expect(counts[0]).toBe(counts[1])
    expect(counts[2]).toBe(counts[3])
    expect(Number(counts[0]) + Number(counts[2])).toBe(total)
    await ledger.close()
  })

  it('reads through the nodes that are left', async () => {
    const ledger = await open()
    await cluster.nodes[0]?.kill()

    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ledger.query('deploymentSteps', { repository: someRepository })),
    )

    expect(new Set(answers.map((rows) => rows.length))).toEqual(
      new Set([expectedSteps(someRepository).length]),
    )
    await ledger.close()
    await cluster.nodes[0]?.start()
  })

  it('says so instead of giving half an answer when a whole shard is dead', async () => {
    const ledger = await open()
    await Promise.all([cluster.nodes[2]?.kill(), cluster.nodes[3]?.kill()])

    await expect(ledger.query('repositories', {})).rejects.toMatchObject({ code: 'LEDGER_UNREACHABLE' })
    await ledger.close()
    await Promise.all([cluster.nodes[2]?.start(), cluster.nodes[3]?.start()])
  })

  it('refuses what is not valid, also while a node is dead, so that nothing waits for ever', async () => {
    const ledger = await open()
    await cluster.nodes[3]?.kill()

    await expect(
      ledger.append({
        metricSamples: [{ id: 'm', metric: 'm', unit: 'u', value: Number.NaN, at: instant(0) }],
      }),
    ).rejects.toMatchObject({ code: 'LEDGER_ROW_INVALID' })
    expect((await ledger.status()).waiting).toBe(0)
    await ledger.close()
  })
})

const eventsOfBatch = 20

function batchOf(batch: number): LedgerBatch {
  return {
    events: Array.from({ length: eventsOfBatch }, (_, place) => stepAt(batch * eventsOfBatch + place)),
  }
}

function stepAt(number: number): DeliveryEvent {
  const at = instant(1_700_000_000_000 + number * 1000)
  return {
    id: eventId(`test:step:${number}`),
    source: 'test',
    repository: repositories[number % repositories.length] ?? someRepository,
    at,
    kind: 'deployment-event',
    event: { deployment: `test:${revision('a')}` as never, state: 'running', at },
  }
}

function expectedSteps(repository: string): readonly number[] {
  return Array.from({ length: 25 * eventsOfBatch }, (_, number) => stepAt(number))
    .filter((event) => event.repository === repository)
    .map((event) => event.at)
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 45_000; !(await isDone());) {
    if (Date.now() > deadline) throw new Error('It took too long.')
    await delay(100)
  }
}
