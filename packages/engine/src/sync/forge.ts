import type { HttpDoorOptions, HttpWait, Secret } from '@sluice/connect'
import type { Ledger } from '@sluice/ledger'
import type { Clock, Instant } from '@sluice/model'
import type { StreamProgress } from '../recording/record-pages.ts'
import type { RepositoryReference } from '../repository-reference.ts'
import type { SyncedStreams, SyncFromOptions } from './sync-from.ts'

/** A kind of server that repositories can be read from. */
export interface Forge {
  readonly title: string
  /** Server of a name without one. */
  readonly host: string
  /** Server that people see, by the address of its API. */
  readonly hostOf: (apiUrl: string) => string
  readonly streams: readonly string[]
  /** Environment variables that may hold the token, first one first. */
  readonly tokenVariables: readonly string[]
  readonly sync: (task: SyncTask) => Promise<SyncedStreams>
}

/** What to read, and how. */
export interface SyncTask {
  readonly reference: RepositoryReference
  readonly since: Instant
  readonly apiUrl: string | undefined
  readonly token: Secret | undefined
  readonly incidentLabels: readonly string[] | undefined
  /** Environments that users meet. */
  readonly production: RegExp | undefined
  readonly only: readonly string[] | undefined
  readonly again: boolean
  readonly ledger: Ledger
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  readonly onProgress: ((progress: StreamProgress) => void) | undefined
  readonly onWait: ((wait: HttpWait) => void) | undefined
}

/** How a forge is read, whichever it is; `door` says how it is reached. */
export function readingOf(
  task: SyncTask,
  door: Pick<HttpDoorOptions, 'baseUrl' | 'authorize' | 'headers'>,
): SyncFromOptions {
  const { reference, since, again, token, ledger, clock, signal, onProgress, onWait } = task
  return {
    ledger,
    repository: reference.name,
    since,
    again,
    clock,
    door: { ...door, userAgent: 'sluice', ...(token !== undefined && { secret: token }) },
    ...(signal !== undefined && { signal }),
    ...(onProgress !== undefined && { onProgress }),
    ...(onWait !== undefined && { onWait }),
  }
}
