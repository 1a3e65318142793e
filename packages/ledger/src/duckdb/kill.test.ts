import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { isDeepStrictEqual } from 'node:util'
import { seededRng } from '@sluice/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { builtIngestingProcess, type BuiltProcess } from '../testing/built-process.ts'
import { rowsOfNumberedBatch } from '../testing/numbered-batch.ts'

let built: BuiltProcess
let directory: string
beforeAll(async () => {
  built = await builtIngestingProcess()
  directory = mkdtempSync(join(tmpdir(), 'sluice-kill-'))
})
afterAll(async () => {
  await built.remove()
  rmSync(directory, { recursive: true })
})

const rounds = 50
/** The process records two batches at a time, so that many may be durable without its having said so. */
const mostUnsaid = 2

describe('a ledger whose process is killed', () => {
  it(`keeps every batch that it answered and doubles none, ${rounds} times`, async () => {
    const random = seededRng(3)
    const faults: string[] = []
    let recorded = -1
    for (let round = 0; round < rounds; round += 1) {
      // The last batch is sent again each time, whether or not it had been recorded.
      const run = await killedRun({ from: Math.max(0, recorded), ...momentOf(random) })
      if (run.found !== undefined) {
        faults.push(...faultsIn(run.found, recorded).map((fault) => `round ${round}: ${fault}`))
      }
      recorded = Math.max(recorded, ...run.recorded)
    }

    await killedRun({ from: Math.max(0, recorded), to: recorded + 5 })
    const { found } = await killedRun({ from: 0, to: -1 })
    expect(faults).toEqual([])
    expect(recorded).toBeGreaterThan(rounds)
    expect(found).toEqual({ ...wholeBatches(recorded + 6), cursor: recorded + 5 })
  }, 300_000)
})

/** What is wrong with a ledger after a kill, when the batches up to a number had been answered. */
function faultsIn({ cursor, ...found }: z.infer<typeof Found>, recorded: number): readonly string[] {
  const batches = Math.round(found.events / rowsOfNumberedBatch)
  const faults: string[] = []
  if (!isDeepStrictEqual(found, wholeBatches(batches)))
    faults.push(`torn or doubled: ${JSON.stringify(found)}`)
  if (batches - 1 < recorded) faults.push(`${recorded} was answered, and there are ${batches} batches`)
  if (batches - 1 > recorded + mostUnsaid) faults.push(`${batches} batches, of which nobody knows`)
  // Sending a batch again may have moved the cursor back, but never away from what is recorded.
  if (cursor < recorded || cursor >= Math.max(batches, 1)) faults.push(`the cursor is at ${cursor}`)
  return faults
}

interface Moment {
  /** Time since the start of the process: it may not even have opened the file. */
  readonly afterMs?: number
  /** Batches that it has recorded, and then a little time. */
  readonly afterBatches?: number
  readonly thenMs?: number
}

function momentOf(random: () => number): Moment {
  return random() < 0.3
    ? { afterMs: 50 + random() * 400 }
    : { afterBatches: 1 + Math.floor(random() * 8), thenMs: random() * 20 }
}

interface Run {
  readonly found: z.infer<typeof Found> | undefined
  readonly recorded: readonly number[]
}

const Found = z.object({ events: z.number(), results: z.number(), changes: z.number(), cursor: z.number() })
const Said = z.union([
  z.object({ found: Found }),
  z.object({ recorded: z.number() }),
  z.object({ failed: z.string() }),
])

/** Runs the process and kills it at a moment, or lets it come to its end where none is given. */
async function killedRun(options: { readonly from: number; readonly to?: number } & Moment): Promise<Run> {
  const { from, to = Number.MAX_SAFE_INTEGER, afterMs, afterBatches, thenMs = 0 } = options
  const child = spawn(process.execPath, [built.program, directory, String(from), String(to)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const kill = (): boolean => child.kill('SIGKILL')
  if (afterMs !== undefined) setTimeout(kill, afterMs)

  let found: Run['found']
  const recorded: number[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const said = Said.parse(JSON.parse(line))
    if ('failed' in said) throw new Error(`The process failed with ${said.failed}.`)
    if ('found' in said) found = said.found
    else recorded.push(said.recorded)
    if (recorded.length === afterBatches) setTimeout(kill, thenMs)
  }
  await ended
  return { found, recorded }
}

/** What there is when exactly so many batches were recorded, each once. */
function wholeBatches(batches: number): Omit<z.infer<typeof Found>, 'cursor'> {
  return {
    events: batches * rowsOfNumberedBatch,
    results: batches * rowsOfNumberedBatch,
    // Five of each batch, and the one of all.
    changes: batches === 0 ? 0 : 5 * batches + 1,
  }
}
