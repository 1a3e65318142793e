import { changeTypeOf } from '@sluice/flow'
import type { ChangeFact } from '@sluice/ledger'
import {
  revision,
  type AuthorMark,
  type Change,
  type ChangeStart,
  type Instant,
  type MarkPlace,
} from '@sluice/model'
import { z } from 'zod'

/** A request that was merged. */
export type MergedFact = ChangeFact & { readonly mergedAt: Instant }

export function isMerged(fact: ChangeFact): fact is MergedFact {
  return fact.mergedAt !== undefined
}

/** A merged request as the analysis sees it, from its forge alone. */
export function changeFromForge(fact: MergedFact): Change {
  return {
    id: fact.id,
    revision: fact.mergeRevision ?? fact.headRevision ?? revision(''),
    title: fact.title,
    pullRequest: fact.number,
    ...startOf(fact),
    mergedAt: fact.mergedAt,
    shape: 'merge',
    commits: Math.max(1, fact.commits ?? 1),
    type: changeTypeOf(fact.title),
    authorClass: fact.authorClass,
    marks: marksOf(fact.marks),
    canCarryMarks: fact.canCarryMarks,
    ...(fact.changedLines !== undefined && { changedLines: fact.changedLines }),
  }
}

/** The earliest known instant of a request: its first commit, else its opening. A forge may know an older commit that was rebased into it. */
export function startOf(
  fact: MergedFact,
): Pick<Change, 'startedAt' | 'start'> & Partial<Pick<Change, 'clockProblem'>> {
  const start: ChangeStart = fact.firstAuthoredAt === undefined ? 'opened' : 'first-commit'
  const claimed = fact.firstAuthoredAt ?? fact.openedAt
  if (claimed <= fact.mergedAt) return { startedAt: claimed, start }
  return { startedAt: fact.mergedAt, start: 'merged', clockProblem: 'started-after-merge' }
}

const places = [
  'author',
  'committer',
  'trailer',
  'footer',
  'branch',
  'title',
  'label',
] as const satisfies readonly MarkPlace[]
const Marks = z.array(z.object({ tool: z.string(), place: z.enum(places) }))

/** Reads the marks of a change as the ledger keeps them. */
export function marksOf(json: string): readonly AuthorMark[] {
  return json === '[]' || json === '' ? noMarks : Marks.parse(JSON.parse(json))
}

const noMarks: readonly AuthorMark[] = []
