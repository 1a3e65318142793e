import { instant, minute, type Instant, type RejectedRecord } from '@sluice/model'
import { present } from '../kit/present.ts'
import type { HttpDoor, PagesOptions } from '../kit/http-door.ts'

export interface ReadUpdatedOptions<T> {
  /** Takes `updated_after`, `order_by` and `sort`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number>>
  readonly schema: PagesOptions<T>['schema']
  readonly updatedAt: (item: T) => Instant
  /** Tells items apart. */
  readonly keyOf: (item: T) => number
  /** Nothing older is read. */
  readonly since?: Instant | undefined
  /** Where the last reading ended. */
  readonly cursor: string | undefined
  /** Defaults to 100, the most that GitLab gives. */
  readonly pageSize?: number
}

export interface UpdatedPage<T> {
  readonly items: readonly T[]
  readonly rejected: readonly RejectedRecord[]
  readonly cursor?: string
  readonly progress: { readonly done: number; readonly total?: number }
}

/**
 * Reads a list in the order of its changes, by time instead of by page: after each page GitLab is asked for what
 * changed from the last item on. An item that changes meanwhile moves to the end and is met there; by numbers of
 * pages the one behind it would move over the edge and be missed. No page is far from the first either, which keeps
 * long lists quick. Only when a whole page changed in one moment the next one is taken by its number.
 */
export async function* readUpdated<T>(
  http: HttpDoor,
  options: ReadUpdatedOptions<T>,
): AsyncGenerator<UpdatedPage<T>, void, void> {
  const { path, query, schema, updatedAt, keyOf, pageSize = 100 } = options
  let from = startOf(options)
  let met: ReadonlySet<string> = new Set()
  let done = 0
  // A server that does not filter would send its first page for ever.
  let isFiltering = true

  for (;;) {
    const before = done
    let repeated = 0
    let reached = from
    let isBeyond = false
    const pages = http.pages(path, {
      schema,
      query: {
        ...query,
        order_by: 'updated_at',
        sort: 'asc',
        per_page: pageSize,
        ...(from === undefined ? {} : { updated_after: new Date(from).toISOString() }),
      },
      pagesAhead: 0,
    })
    for await (const { items, rejected, total, isLast } of pages) {
      const fresh = items.filter((item) => !met.has(versionOf(item)))
      for (const item of items) {
        const at = updatedAt(item)
        if (from !== undefined && at < from) isFiltering = false
        if (reached === undefined || at > reached) reached = at
      }
      met = new Set(items.filter((item) => updatedAt(item) === reached).map(versionOf))
      done += fresh.length + rejected.length
      repeated += items.length - fresh.length
      const all = total === undefined || isLast ? undefined : Math.max(done, before + total - repeated)
      yield {
        items: fresh,
        rejected,
        ...(reached === undefined ? {} : { cursor: new Date(reached).toISOString() }),
        progress: { done, ...(isLast ? { total: done } : present({ total: all })) },
      }
      if (isLast) return
      isBeyond = reached !== undefined && (from === undefined || reached > from)
      if (isBeyond && isFiltering) break
    }
    if (!isBeyond) return
    from = reached
  }

  function versionOf(item: T): string {
    return `${keyOf(item)}@${updatedAt(item)}`
  }
}

/** A little before the last reading ended: what was being written then may have become visible only after. */
function startOf({
  cursor,
  since,
}: Pick<ReadUpdatedOptions<unknown>, 'cursor' | 'since'>): Instant | undefined {
  const left = Date.parse(cursor ?? '')
  if (Number.isNaN(left)) return since
  const again = instant(left - minute)
  return since === undefined || again > since ? again : since
}
