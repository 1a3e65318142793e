import type { RejectedRecord } from '@sluice/model'
import type { HttpDoor } from '../kit/http-door.ts'
import type { ReadParts } from '../kit/read-each.ts'
import type { ReadContext, SourcePage } from '../kit/source.ts'
import type { GitlabConfig, GitlabPlace, GitlabStream } from './config.ts'

/** What every stream reads with. */
export interface GitlabReading {
  readonly http: HttpDoor
  readonly context: ReadContext
  readonly config: GitlabConfig
  readonly place: GitlabPlace
  /** Of the API, such as `/projects/acme%2Fshop`. */
  readonly root: string
}

/** A page of a stream from what was read about its items. */
export function sourcePage(
  stream: GitlabStream,
  parts: readonly ReadParts[],
  rest: Pick<SourcePage, 'cursor' | 'progress'> & { readonly rejected: readonly RejectedRecord[] },
): SourcePage {
  const [gap, ...more] = parts.flatMap((part) => part.gap ?? [])
  const message = more.length === 0 ? gap?.message : `${gap?.message ?? ''} And ${more.length} more like it.`
  return {
    stream,
    events: parts.flatMap(({ events }) => events),
    rejected: [...rest.rejected, ...parts.flatMap(({ rejected }) => rejected)],
    progress: rest.progress,
    ...(rest.cursor === undefined ? {} : { cursor: rest.cursor }),
    ...(gap === undefined ? {} : { gap: { ...gap, message: message ?? gap.message } }),
  }
}
