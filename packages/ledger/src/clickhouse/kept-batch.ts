import { z } from 'zod'
import type { LedgerBatch } from '../ledger.ts'

/** A batch as it waits in the outbox: with all that decides what is written, so that each attempt writes the same. */
export interface KeptBatch extends BatchStamp {
  readonly format: 1
  readonly batch: Omit<LedgerBatch, 'cursor'>
}

/** When a batch was accepted, and what tells it apart from another of the same moment. */
export interface BatchStamp {
  /** When it was accepted; no two batches of a process have the same. */
  readonly recordedAt: number
  /** A number below 2^20 that tells batches of different processes apart. */
  readonly tie: number
}

/** What `_version` is made of. Of two batches the one that was accepted later has the greater stamp. */
export function stampOf({ recordedAt, tie }: BatchStamp): bigint {
  return BigInt(recordedAt) * tieRange + BigInt(tie)
}

/** The version of rows of which the first one is kept. */
export function earlierWins(stamp: bigint): bigint {
  return greatestStamp - stamp
}

/** Values of `tie` are below it. */
export const tieRange = 2n ** 20n
/** Greater than every stamp until the year 2248. */
const greatestStamp = 2n ** 63n

/** Gives each batch of this process a stamp of its own. */
export function batchStamper(now: () => number, tie: number): () => BatchStamp {
  let last = 0
  return () => {
    last = Math.max(now(), last + 1)
    return { recordedAt: last, tie }
  }
}

export function writeKeptBatch(kept: KeptBatch): string {
  return JSON.stringify(kept)
}

/** Reads what `writeKeptBatch` wrote. Throws on anything else. */
export function readKeptBatch(text: string): KeptBatch {
  const kept: unknown = JSON.parse(text)
  const { format, recordedAt, tie, batch } = Envelope.parse(kept)
  // Written by `writeKeptBatch` from a typed batch, and the file appeared under its name only when it was whole.
  return { format, recordedAt, tie, batch }
}

const Envelope = z.object({
  format: z.literal(1),
  recordedAt: z.int(),
  tie: z.int(),
  batch: z.record(z.string(), z.unknown()),
})
