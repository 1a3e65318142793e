import type { RejectedRecord } from '@sluice/model'
import type { z } from 'zod'

/**
 * The one way to an HTTP API. It authenticates, keeps to the limits that the server states, waits and tries again
 * where that helps, asks with ETag what it asked before, bounds concurrency, and parses every answer.
 *
 * @throws SOURCE_UNAUTHORIZED, SOURCE_FORBIDDEN (with the missing scope), SOURCE_NOT_FOUND, SOURCE_UNREACHABLE,
 * SOURCE_LIMITED, SOURCE_FAILING, SOURCE_ANSWER_INVALID
 */
export interface HttpDoor {
  /** One object; undefined when it has not changed since it was last asked. */
  get<T>(path: string, options: GetOptions<T>): Promise<T | undefined>
  /** A list, page by page; follows the server's own links within its origin and stops when they go in circles. */
  pages<T>(path: string, options: PagesOptions<T>): AsyncIterable<HttpPage<T>>
}

export interface GetOptions<T> {
  /** Of the answer. Only the fields that are read; unknown ones are left alone. */
  readonly schema: z.ZodType<T>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly headers?: Readonly<Record<string, string>>
}

/** `schema` is that of one item: an item that does not fit is set aside and the page goes on. */
export type PagesOptions<T> = GetOptions<T> & {
  /** Where the list stands in the answer, as `workflow_runs`; absent when the answer is the list. */
  readonly listAt?: string
}

export interface HttpPage<T> {
  readonly items: readonly T[]
  readonly rejected: readonly RejectedRecord[]
  /** Items in all, where the server says so. */
  readonly total?: number
  /** This is the last page. */
  readonly isLast: boolean
}
