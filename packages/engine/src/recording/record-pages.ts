import type { SourcePage } from '@sluice/connect'
import type { AppendResult, Ledger } from '@sluice/ledger'
import type { Clock, RepositoryName } from '@sluice/model'
import { withAuthorship } from './with-authorship.ts'

export interface RecordPagesOptions {
  readonly ledger: Pick<Ledger, 'append'>
  readonly source: string
  readonly repository: RepositoryName
  readonly clock: Clock
  readonly onProgress?: (progress: StreamProgress) => void
}

/** How far one stream of a source has come. */
export interface StreamProgress {
  readonly stream: string
  readonly done: number
  readonly total?: number
}

/** What was recorded of one stream. */
export interface RecordedStream extends AppendResult {
  readonly stream: string
  /** Items that the source gave, such as pull requests. */
  readonly items: number
  readonly gaps: readonly NonNullable<SourcePage['gap']>[]
  /** Names under which its events are recorded. */
  readonly repositories: readonly RepositoryName[]
}

/**
 * Records the pages of a source, each in one transaction with the place to continue from. The next page is fetched
 * while the last is being written, and no more than one waits, so that memory stays flat.
 */
export async function recordPages(
  pages: AsyncIterable<SourcePage>,
  options: RecordPagesOptions,
): Promise<readonly RecordedStream[]> {
  const streams = new Map<string, RecordedStream>()
  let writing: Promise<void> = Promise.resolve()
  try {
    for await (const page of pages) {
      await writing
      writing = writePage(page, streams, options)
      // Until it is awaited above, a failure must not count as unhandled.
      writing.catch(() => undefined)
      options.onProgress?.({ stream: page.stream, ...page.progress })
    }
  } finally {
    await writing
  }
  return [...streams.values()]
}

async function writePage(
  page: SourcePage,
  streams: Map<string, RecordedStream>,
  { ledger, source, repository, clock }: RecordPagesOptions,
): Promise<void> {
  const { stream, cursor } = page
  const result = await ledger.append({
    events: page.events.map(withAuthorship),
    testResults: page.testResults ?? [],
    rejected: page.rejected,
    ...(cursor !== undefined && {
      cursor: { source, scope: repository, stream, position: cursor, updatedAt: clock.now() },
    }),
  })
  const known = streams.get(stream)
  streams.set(stream, {
    stream,
    items: page.progress.done,
    recorded: (known?.recorded ?? 0) + result.recorded,
    repeated: (known?.repeated ?? 0) + result.repeated,
    quarantined: (known?.quarantined ?? 0) + result.quarantined,
    gaps: [...(known?.gaps ?? []), ...(page.gap === undefined ? [] : [page.gap])],
    repositories: [
      ...new Set([...(known?.repositories ?? []), ...page.events.map((event) => event.repository)]),
    ],
  })
}
