import type { RejectedRecord } from '@sluice/model'
import type { ReadParts } from './read-each.ts'
import type { SourcePage } from './source.ts'

/** A page of a stream from what was read about its items. Several gaps are told by the first and their number. */
export function sourcePage(
  stream: string,
  parts: readonly ReadParts[],
  rest: Pick<SourcePage, 'cursor' | 'progress'> & { readonly rejected?: readonly RejectedRecord[] },
): SourcePage {
  const [gap, ...more] = parts.flatMap((part) => part.gap ?? [])
  return {
    stream,
    events: parts.flatMap(({ events }) => events),
    rejected: [...(rest.rejected ?? []), ...parts.flatMap(({ rejected }) => rejected)],
    progress: rest.progress,
    ...(rest.cursor !== undefined && { cursor: rest.cursor }),
    ...(gap !== undefined && {
      gap: more.length === 0 ? gap : { ...gap, message: `${gap.message} And ${more.length} more like it.` },
    }),
  }
}
