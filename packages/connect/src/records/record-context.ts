import type { Instant, RepositoryName } from '@sluice/model'
import type { TimeZone } from './time-zone.ts'

/** What a record does not say itself. */
export interface RecordContext {
  /** Where records belong that name no repository. */
  readonly repository: RepositoryName
  /** When they arrived. */
  readonly receivedAt: Instant
  /** Of records that name none. Defaults to the repository as a whole. */
  readonly service?: string
  /** Of records that name none. Defaults to `production`. */
  readonly environment?: string
  /** Of times that name none; without it such times are refused. */
  readonly zone?: TimeZone
  /**
   * A record says what happens at this moment, as a step of a pipeline does: a time that it lacks is `receivedAt`.
   * Defaults to false.
   */
  readonly isLive?: boolean
}

/** Of a file of records. */
export type FileContext = Omit<RecordContext, 'isLive'>
