import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openOutbox, type Outbox, type OutboxOptions } from './outbox.ts'

describe('openOutbox', () => {
  let folder: string
  let outbox: Outbox | undefined
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-outbox-'))
  })
  afterEach(async () => {
    await outbox?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function open(options: Partial<OutboxOptions> & Pick<OutboxOptions, 'send'>): Promise<Outbox> {
    outbox = await openOutbox({ folder, firstWaitMs: 1, longestWaitMs: 4, ...options })
    return outbox
  }

  it('sends batches in the order in which they came, and keeps nothing of them', async () => {
    const sent: string[] = []
    const open1 = await open({ send: async (batches) => void sent.push(...batches) })

    for (const batch of ['a', 'b', 'c']) await open1.add(batch)
    await open1.empty()

    expect(sent).toEqual(['a', 'b', 'c'])
    expect(open1.waiting()).toBe(0)
    expect(readdirSync(folder)).toEqual([])
  })

  it('tries again until a batch is taken, and none overtakes it', async () => {
    const sent: string[] = []
    let refusals = 5
    const opened = await open({
      async send(batches) {
        if (batches.includes('b') && refusals > 0) {
          refusals -= 1
          throw new Error('node-2 is down')
        }
        sent.push(...batches)
      },
    })

    for (const batch of ['a', 'b', 'c']) await opened.add(batch)
    await opened.empty()

    expect(sent).toEqual(['a', 'b', 'c'])
    expect(refusals).toBe(0)
  })

  it('says how many wait and why', async () => {
    const attempts: string[] = []
    const opened = await open({
      async send(batches) {
        attempts.push(...batches)
        throw new Error('node-2 is down')
      },
    })
    expect(opened.waitingBecause()).toBeUndefined()

    await opened.add('a')
    await opened.add('b')
    while (attempts.length < 2) await new Promise((resolve) => setTimeout(resolve, 1))

    expect(opened.waiting()).toBe(2)
    expect(opened.waitingBecause()).toBe('node-2 is down')
  })

  it('goes on with what an earlier process left, in its order, and numbers after it', async () => {
    const down = await open({
      send: async () => {
        throw new Error('down')
      },
    })
    for (const batch of ['a', 'b']) await down.add(batch)
    await down.close()
    // A process that died while it wrote leaves this.
    writeFileSync(join(folder, '000000000000003-x.batch.unfinished'), 'half a ba')

    const sent: string[] = []
    const up = await open({ send: async (batches) => void sent.push(...batches) })
    await up.add('c')
    await up.empty()

    expect(sent).toEqual(['a', 'b', 'c'])
  })

  it('sends a batch again when its sender died before it could forget it', async () => {
    const sent: string[] = []
    const first = await open({
      async send(batches, signal) {
        sent.push(...batches)
        // It was taken, but the answer never came.
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
      },
    })
    await first.add('a')
    while (sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    await first.close()

    const second = await open({ send: async (batches) => void sent.push(...batches) })
    await second.empty()

    expect(sent).toEqual(['a', 'a'])
  })

  it('sends what has gathered together, and no more than 64 batches at a time', async () => {
    const groups: number[] = []
    let isUp = false
    const opened = await open({
      async send(batches) {
        if (!isUp) throw new Error('down')
        groups.push(batches.length)
      },
    })
    await Promise.all(Array.from({ length: 150 }, (_, number) => opened.add(`${number}`)))

    isUp = true
    await opened.empty()

    // The attempt that was under way at that moment had only what was there when it began.
    expect(groups.length).toBeLessThanOrEqual(4)
    expect(Math.max(...groups)).toBe(64)
    expect(groups.reduce((sum, size) => sum + size, 0)).toBe(150)
  })

  it('refuses more than its size, also when all is added at once, and keeps what it has', async () => {
    const opened = await open({
      maximumBytes: 10,
      send: async () => {
        throw new Error('down')
      },
    })

    const results = await Promise.allSettled(['aaaa', 'bbbb', 'cccc'].map((batch) => opened.add(batch)))

    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    expect(results[2]).toMatchObject({ reason: { code: 'LEDGER_OUTBOX_FULL', kind: 'operational' } })
    expect(opened.waiting()).toBe(2)
    expect(readdirSync(folder)).toHaveLength(2)
  })

  it('has room again when batches were taken', async () => {
    let isUp = false
    const opened = await open({
      maximumBytes: 4,
      async send() {
        if (!isUp) throw new Error('down')
      },
    })
    await opened.add('aaaa')
    await expect(opened.add('b')).rejects.toMatchObject({ code: 'LEDGER_OUTBOX_FULL' })

    isUp = true
    await opened.empty()

    await expect(opened.add('b')).resolves.toBeUndefined()
  })
})
