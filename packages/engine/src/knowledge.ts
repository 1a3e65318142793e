import type { KnownRepository } from './ledger-facts/known-repository.ts'
import type { Knowledge } from './repository-analysis.ts'

/** What the ledger added to an analysis. */
export function knowledgeOf(
  { location, reading }: KnownRepository,
  used: Pick<Knowledge, 'changes' | 'deployments'>,
): Knowledge {
  const told = new Map<string, Knowledge['sources'][number]>()
  for (const { source, events, lastAt } of reading.sources) {
    const known = told.get(source)
    told.set(source, {
      source,
      events: (known?.events ?? 0) + events,
      lastAt: known !== undefined && known.lastAt > lastAt ? known.lastAt : lastAt,
    })
  }
  return { location, sources: [...told.values()], ...used }
}
