import type { RejectedRecord } from '@sluice/model'
import type { z } from 'zod'

/**
 * The one way to an HTTP API. It authenticates, keeps to the limits that the server states, waits and tries again
 * where that helps, asks with ETag what it asked before, bounds concurrency, and parses every answer.
 *
 * @throws SOURCE_UNAUTHORIZED, SOURCE_FORBIDDEN (with the missing scope), SOURCE_NOT_FOUND, SOURCE_GONE,
 * SOURCE_REFUSED, SOURCE_LIMITED, SOURCE_FAILING, SOURCE_UNREACHABLE, SOURCE_ANSWER_INVALID, SOURCE_STRAYED,
 * SOURCE_PAGES_CIRCULAR, SOURCE_CANCELLED
 */
export interface HttpDoor {
  /** One object; undefined when `onlyIfChanged` was asked and it has not changed, and for an empty answer. */
  get<T>(path: string, options: GetOptions<T>): Promise<T | undefined>
  /** A list, page by page; follows the server's own links within its origin and stops when they go in circles. */
  pages<T>(path: string, options: PagesOptions<T>): AsyncIterable<HttpPage<T>>
}

export interface GetOptions<T> {
  /** Of the answer. Only the fields that are read; unknown ones are left alone. */
  readonly schema: z.ZodType<T>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  /**
   * Asks with the ETag that was kept, so that what has not changed costs nothing. Of a list, the first page is asked
   * so, and `HttpPage.remember` keeps its ETag; `get` keeps it at once, so use it there only for what may be lost.
   * Defaults to false.
   */
  readonly onlyIfChanged?: boolean
}

/** `schema` is that of one item: an item that does not fit is set aside and the page goes on. */
export type PagesOptions<T> = GetOptions<T> & {
  /** Where the list stands in the answer, as `workflow_runs`; absent when the answer is the list. */
  readonly listAt?: string
  /**
   * Pages asked for before they are needed, where the server names its last page. Use 0 when the reader may stop
   * early. Defaults to 4.
   */
  readonly pagesAhead?: number
}

export interface HttpPage<T> {
  readonly items: readonly T[]
  readonly rejected: readonly RejectedRecord[]
  /** Items in all, where the server says so. */
  readonly total?: number
  /** Number of the last page, where the server names it: with the size of a page an upper bound of the total. */
  readonly lastPage?: number
  /** This is the last page. */
  readonly isLast: boolean
  /** The server said that nothing has changed since the list was last asked; there are no items then. */
  readonly isUnchanged: boolean
  /**
   * Keeps the ETag of this page for `onlyIfChanged`. To be called when everything that follows from the page is
   * recorded: an ETag that is kept earlier hides what was lost in between.
   */
  readonly remember: () => void
}

/** Where the door keeps the ETags of what it may ask again. Keys are addresses without secrets. */
export interface EtagStore {
  read(key: string): string | undefined
  write(key: string, etag: string): void
}
