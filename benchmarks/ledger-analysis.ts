import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedLedger } from '@sluice/ledger'
import { deliveryHistory, inBatches } from '@sluice/ledger/testing'
import { clockFrom } from '@sluice/model'
import { showSpread, spreadOf } from './spread.ts'
import { runSluiceCommand } from './subjects.ts'

const rounds = 7
const batch = 20_000

/**
 * The whole command on a ledger that is there already, from the start of the process to the end of its report, with
 * the file in the cache of the system: `npm run bench -- known [CHANGES]`.
 */
export async function analysisOfKnownChanges(words: readonly string[]): Promise<readonly string[]> {
  const [changes = 50_000] = words.map(Number)
  const directory = await mkdtemp(join(tmpdir(), 'sluice-bench-'))
  try {
    const events = await fill(directory, changes)
    const times: number[] = []
    const memory: number[] = []
    for (let round = 0; round <= rounds; round += 1) {
      const { milliseconds, peakBytes = Number.NaN } = await runSluiceCommand([
        'analyze',
        '--repository',
        'github.com/acme/shop',
        '--since',
        '2025-01-01',
        '--until',
        '2032-01-01',
        '--data',
        directory,
      ])
      // The first one warms the cache.
      if (round > 0) times.push(milliseconds)
      memory.push(peakBytes)
    }
    return [
      '| changes | events | sluice analyze, ms | peak memory, MB |',
      '| --- | --- | --- | --- |',
      `| ${changes} | ${events} | ${showSpread(spreadOf(times), 0)} | ${Math.round(spreadOf(memory).high / 1e6)} |`,
    ]
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function fill(directory: string, changes: number): Promise<number> {
  const ledger = await openEmbeddedLedger({ directory, clock: clockFrom(Date.now) })
  let events = 0
  for (const part of inBatches(deliveryHistory({ changes }), batch)) {
    await ledger.append({ events: part })
    events += part.length
  }
  await ledger.close()
  return events
}
