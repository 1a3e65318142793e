import { instant, type Instant, type RejectedRecord } from '@sluice/model'
import { z } from 'zod'
import { parseJsonCursor } from './json-cursor.ts'
import { present } from './present.ts'
import type { HttpDoor, PagesOptions } from './http-door.ts'

export interface NewestFirstOptions<T> {
  /** Sorted by `momentOf`, newest first; takes `page` and `per_page`. */
  readonly path: string
  readonly query: Readonly<Record<string, string | number>>
  readonly schema: PagesOptions<T>['schema']
  readonly momentOf: (item: T) => Instant
  /** Older items are not wanted. */
  readonly since?: Instant | undefined
  readonly cursor: string | undefined
  /** Defaults to 100, the most that forges give. */
  readonly pageSize?: number
}

export interface NewestFirstPage<T> {
  /** Those that were not read before. */
  readonly items: readonly T[]
  readonly rejected: readonly RejectedRecord[]
  readonly cursor: string
  readonly progress: { readonly done: number; readonly total?: number }
}

/**
 * Reads a list that forges can sort by time but not filter by it: from the newest item back to where the last
 * reading began. An item that changes meanwhile moves to the front, so others move back and may be met twice, and
 * none is missed: the next reading begins with it. The other order, oldest first, would miss what moves over the
 * edge between two pages. A reading that was cut off goes on at the page where it stopped, and reads the front later.
 */
export async function* readNewestFirst<T>(
  door: HttpDoor,
  options: NewestFirstOptions<T>,
): AsyncGenerator<NewestFirstPage<T>, void, void> {
  const { momentOf, pageSize = 100 } = options
  const { until, reading } = parseJsonCursor(Cursor, options.cursor) ?? {}
  const floor = Math.max(until ?? Number.NEGATIVE_INFINITY, options.since ?? Number.NEGATIVE_INFINITY)
  let newest = reading?.newest
  let reached = reading?.reached
  let page = reading?.page ?? 1
  let done = (page - 1) * pageSize

  const pages = door.pages(options.path, {
    schema: options.schema,
    query: { ...options.query, per_page: pageSize, page },
    // A reading that was cut off has not got to the end, so an unchanged front says nothing.
    onlyIfChanged: until !== undefined && reading === undefined,
    pagesAhead: until === undefined && options.since === undefined ? 1 : 0,
  })
  let rememberFront: (() => void) | undefined
  for await (const { items, rejected, isLast, lastPage, remember } of pages) {
    if (page === 1) rememberFront = remember
    newest ??= items[0] === undefined ? undefined : momentOf(items[0])
    const met = reached
    const fresh = items.filter(
      (item) => momentOf(item) >= floor && (met === undefined || momentOf(item) <= met),
    )
    const oldest = items.at(-1)
    if (oldest !== undefined) reached = momentOf(oldest)
    done += items.length + rejected.length

    const isOver = isLast || (oldest !== undefined && momentOf(oldest) < floor)
    const end = newest ?? until
    const cursor: Cursor =
      isOver || newest === undefined || reached === undefined
        ? present({ until: end })
        : { ...present({ until }), reading: { newest, reached, page } }
    const total = until === undefined && options.since === undefined ? lastPage : undefined
    yield {
      items: fresh,
      rejected,
      cursor: JSON.stringify(cursor),
      progress: {
        done,
        ...(total === undefined ? {} : { total: Math.max(done, isLast ? done : total * pageSize) }),
      },
    }
    if (isOver) {
      // Only now is everything recorded that lies behind the front.
      rememberFront?.()
      return
    }
    page += 1
  }
}

const At = z.number().transform(instant)
const Cursor = z.object({
  /** Everything up to here was read. */
  until: At.optional(),
  /** A reading that has not come to its end: its first moment, how far back it is, and on which page. */
  reading: z.object({ newest: At, reached: At, page: z.int().positive() }).optional(),
})
type Cursor = z.infer<typeof Cursor>
