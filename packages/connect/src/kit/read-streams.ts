import { gapOf } from './read-each.ts'
import type { SourcePage } from './source.ts'

/** Reads streams one after another. One that may not be read, or is switched off, is a gap, and the others go on. */
export async function* readStreams<TStream extends string>(
  streams: readonly TStream[],
  read: (stream: TStream) => AsyncIterable<SourcePage>,
): AsyncGenerator<SourcePage, void, void> {
  for (const stream of streams) {
    try {
      yield* read(stream)
    } catch (error) {
      const gap = gapOf(error)
      if (gap === undefined) throw error
      yield { stream, events: [], rejected: [], progress: { done: 0 }, gap }
    }
  }
}
