import type { FlowFacts, Window } from '@sluice/flow'
import { changedLines } from '@sluice/git'
import type { AnalyzeOptions } from './analyze-options.ts'
import type { CloneReading } from './clone-reading.ts'

/** Adds to each change of the window how many lines it added and removed. Slow: git reads every changed file. */
export async function withChangeSizes(
  facts: FlowFacts,
  { repository }: CloneReading,
  window: Window,
  { signal, onProgress }: Pick<AnalyzeOptions, 'signal' | 'onProgress'>,
): Promise<FlowFacts> {
  const revisions = facts.changes
    .filter(({ mergedAt }) => mergedAt >= window.since && mergedAt < window.until)
    .map((change) => change.revision)
  const measured = await changedLines(repository, revisions, {
    signal,
    onProgress: onProgress && ((done) => onProgress({ phase: 'size', done, total: revisions.length })),
  })
  const changes = facts.changes.map((change) => {
    const size = measured.get(change.revision)
    return size === undefined ? change : { ...change, changedLines: size.added + size.removed }
  })
  return { ...facts, changes }
}
