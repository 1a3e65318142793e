import type { Clock, DeliveryEvent, RejectedRecord, RepositoryName, TestResult } from '@sluice/model'
import type { HttpDoor } from './http-door.ts'

/**
 * A system that can be asked for its past. It yields pages of events with the place to continue from; reading a
 * page twice is harmless, because event ids are stable.
 */
export interface Source<TConfig> {
  /** Lower-case word that users type: `sluice sync github`. */
  readonly id: string
  /** For people. */
  readonly title: string
  /** What can be read apart, in the order in which it is read. */
  readonly streams: readonly string[]
  /** Environment variables that may hold the secret, first one first. */
  readonly secretVariables: readonly string[]
  read(config: TConfig, context: ReadContext): AsyncIterable<SourcePage>
}

export interface ReadContext {
  /** The only way out: it knows authentication, limits, retries and the cache of unchanged answers. */
  readonly http: HttpDoor
  readonly clock: Clock
  readonly signal?: AbortSignal
  /** Where a stream was left; absent when it was never read. */
  readonly cursorOf: (stream: string) => string | undefined
}

/** What is recorded in one transaction, together with its cursor. */
export interface SourcePage {
  readonly stream: string
  readonly events: readonly DeliveryEvent[]
  readonly testResults?: readonly (TestResult & { readonly repository: RepositoryName })[]
  readonly rejected: readonly RejectedRecord[]
  /** Continues after this page; absent when the page must be read together with the next. */
  readonly cursor?: string
  /** Items of this stream so far, and how many there will be where the source tells. */
  readonly progress: { readonly done: number; readonly total?: number }
  /** A part of the stream that could not be read, with why and what would help; the others go on. */
  readonly gap?: { readonly code: string; readonly message: string; readonly hint: string }
}

/** What one delivery or file means. */
export interface MappedInput {
  readonly events: readonly DeliveryEvent[]
  readonly rejected: readonly RejectedRecord[]
  /** Why it was understood and yet tells nothing that is kept; present when there are neither events nor rejected records. */
  readonly ignored?: string
}
