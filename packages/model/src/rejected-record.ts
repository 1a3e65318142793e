import type { Instant } from './instant.ts'

/** Something from outside that was not understood. It is kept and counted, never dropped in silence. */
export interface RejectedRecord {
  /** The same input has the same id, so that it counts once. */
  readonly id: string
  readonly source: string
  /** What was wrong with it, in one sentence, without secrets. */
  readonly reason: string
  /** The beginning of the input, at most 2,000 characters, without secrets. */
  readonly excerpt: string
  readonly receivedAt: Instant
}
