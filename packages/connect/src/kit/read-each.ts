import { SluiceError, type DeliveryEvent, type RejectedRecord } from '@sluice/model'
import type { SourcePage } from './source.ts'

/** What was read about one thing. */
export interface ReadParts {
  readonly events: readonly DeliveryEvent[]
  readonly rejected: readonly RejectedRecord[]
  readonly gap?: SourcePage['gap']
}

/** Failures that concern only what was asked for: the rest can be read. Undefined for all others. */
export function gapOf(error: unknown): SourcePage['gap'] {
  if (!(error instanceof SluiceError) || !partialCodes.has(error.code)) return undefined
  return { code: error.code, message: error.message, hint: error.hint }
}

const partialCodes: ReadonlySet<string> = new Set([
  'SOURCE_FORBIDDEN',
  'SOURCE_NOT_FOUND',
  'SOURCE_GONE',
  'SOURCE_REFUSED',
  'SOURCE_ANSWER_INVALID',
  'SOURCE_PAGES_CIRCULAR',
])

/** All items of a list that belongs to one thing, such as the jobs of a run. */
export async function readWhole<T>(
  pages: AsyncIterable<{ readonly items: readonly T[]; readonly rejected: readonly RejectedRecord[] }>,
): Promise<{ readonly items: readonly T[]; readonly rejected: readonly RejectedRecord[] }> {
  const items: T[] = []
  const rejected: RejectedRecord[] = []
  for await (const page of pages) {
    items.push(...page.items)
    rejected.push(...page.rejected)
  }
  return { items, rejected }
}

/**
 * Reads several things at once. One that fails in a way that concerns only itself, a server error included, becomes
 * a gap and holds nobody up; when all fail alike, the server is down and the error is thrown.
 */
export async function readEach<T>(
  items: readonly T[],
  read: (item: T) => Promise<ReadParts>,
  withoutDetails: (item: T) => ReadParts,
): Promise<readonly ReadParts[]> {
  const settled = await Promise.allSettled(items.map(read))
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  const [fatal] = failures.filter((error) => gapOf(error) === undefined && !isFailing(error))
  if (fatal !== undefined) throw fatal
  if (failures.length > 0 && failures.length === items.length && failures.every(isFailing)) throw failures[0]

  return settled.map((one, place) => {
    if (one.status === 'fulfilled') return one.value
    const item = items[place]
    const { message = '', hint = '', code = '' } = one.reason instanceof SluiceError ? one.reason : {}
    const known = item === undefined ? { events: [], rejected: [] } : withoutDetails(item)
    return { ...known, gap: { code, message, hint } }
  })
}

function isFailing(error: unknown): boolean {
  return error instanceof SluiceError && error.code === 'SOURCE_FAILING'
}
