import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { seededRng } from '@sluice/model'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openOutbox } from './outbox.ts'

describe('an outbox whose process is killed', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-outbox-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('has lost nothing that it accepted, and sends whole batches in their order', async () => {
    const random = seededRng(3)
    const accepted: number[] = []
    for (let round = 0; round < 6; round += 1) {
      accepted.push(...(await killedAfter(Math.floor(random() * 40), round * 1000)))
    }

    const sent: string[] = []
    const outbox = await openOutbox({ folder, send: async (batches) => void sent.push(...batches) })
    await outbox.empty()
    await outbox.close()

    const numbers = sent.map((batch) => Number(batch.split(' ')[1]))
    expect(accepted.filter((number) => !numbers.includes(number))).toEqual([])
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(new Set(sent.map((batch) => batch.split(' ')[2]?.length))).toEqual(new Set([20_000]))
    // In each round one more may be on the disk than was accepted.
    expect(numbers.length - accepted.length).toBeLessThanOrEqual(6)
  })

  /** The numbers that a process accepted before it was killed, soon after the one at which it was to be. */
  function killedAfter(count: number, first: number): Promise<readonly number[]> {
    const words = ['--import', 'tsx', '--input-type=module', '--eval', program, folder, `${first}`]
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.split('\n').length > count) child.kill('SIGKILL')
    })
    return new Promise((resolve) => {
      child.once('close', () => resolve(printed.split('\n').slice(0, -1).map(Number)))
    })
  }
})

/** Adds numbered batches to an outbox whose ledger is down, and prints the number of each that was accepted. */
const program = `
  import { openOutbox } from '${new URL('outbox.ts', import.meta.url).href}'
  const [folder, first] = process.argv.slice(-2)
  const outbox = await openOutbox({ folder, send: () => Promise.reject(new Error('down')) })
  for (let number = Number(first); ; number += 1) {
    await outbox.add('batch ' + number + ' ' + 'x'.repeat(20_000))
    process.stdout.write(number + '\\n')
  }
`
