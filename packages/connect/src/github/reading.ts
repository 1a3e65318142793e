import type { RejectedRecord } from '@sluice/model'
import type { HttpDoor } from '../kit/http-door.ts'
import type { ReadParts } from '../kit/read-each.ts'
import type { ReadContext, SourcePage } from '../kit/source.ts'
import type { GithubConfig, GithubPlace, GithubStream } from './config.ts'
import type { RepositoryAnswer } from './schema.ts'

/** What every stream reads with. */
export interface GithubReading {
  readonly http: HttpDoor
  readonly context: ReadContext
  readonly config: GithubConfig
  readonly place: GithubPlace
  /** Of the API, such as `/repos/acme/shop`. */
  readonly root: string
  readonly repository: RepositoryAnswer
}

/** A page of a stream from what was read about its items. */
export function sourcePage(
  stream: GithubStream,
  parts: readonly ReadParts[],
  rest: Pick<SourcePage, 'cursor' | 'progress'> & { readonly rejected?: readonly RejectedRecord[] },
): SourcePage {
  const gaps = parts.flatMap(({ gap }) => gap ?? [])
  const [gap] = gaps
  return {
    stream,
    events: parts.flatMap(({ events }) => events),
    rejected: [...(rest.rejected ?? []), ...parts.flatMap(({ rejected }) => rejected)],
    progress: rest.progress,
    ...(rest.cursor === undefined ? {} : { cursor: rest.cursor }),
    ...(gap === undefined
      ? {}
      : {
          gap:
            gaps.length === 1
              ? gap
              : { ...gap, message: `${gap.message} And ${gaps.length - 1} more like it.` },
        }),
  }
}
