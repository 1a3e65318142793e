import type { QueryRow } from '@sluice/ledger'
import type { AuthorClass, Change, ChangeId, Instant, Revision } from '@sluice/model'
import { marksOf, startOf, type MergedFact } from './forge-changes.ts'

/** A change as git shows it, with the author date of its main-line commit. */
export interface MainLineChange {
  readonly change: Change
  readonly authoredAt: Instant
}

/** The changes of a main line with what their forge knows of them. */
export interface JoinedChanges {
  readonly changes: readonly Change[]
  /** What became of a change of git: its id here, or undefined where it is one of several commits of a request. */
  readonly idOf: (gitChange: ChangeId) => ChangeId | undefined
  /** How many of the changes a forge knows. */
  readonly known: number
}

/**
 * Joins the changes of a main line, oldest first, with merged requests: by the commit that brought a request in, else
 * by the number in the subject. A request that was rebased onto the main line left several commits there; those whose
 * author dates are those of its branch are parts of it and no changes of their own.
 */
export function joinChanges(
  mainLine: readonly MainLineChange[],
  merged: readonly MergedFact[],
  commits: readonly QueryRow<'changeCommits'>[],
): JoinedChanges {
  const byRevision = new Map<Revision, MergedFact>()
  const byNumber = new Map<number, MergedFact>()
  for (const fact of merged) {
    if (fact.mergeRevision !== undefined) byRevision.set(fact.mergeRevision, fact)
    byNumber.set(fact.number, fact)
  }
  const authoredOf = authorDates(commits)

  const ids = new Map<ChangeId, ChangeId | undefined>()
  const taken = new Set<ChangeId>()
  const changes: Change[] = []
  // A request is met by its last commit, and the earlier ones are then known to be parts of it.
  for (let place = mainLine.length - 1; place >= 0; place -= 1) {
    const change = mainLine[place]?.change
    if (change === undefined || ids.has(change.id)) continue
    const fact = byRevision.get(change.revision) ?? numbered(change, byNumber)
    if (fact === undefined || taken.has(fact.id)) {
      changes.push(change)
      ids.set(change.id, change.id)
      continue
    }
    taken.add(fact.id)
    ids.set(change.id, fact.id)
    const parts = rebasedParts(mainLine, place, fact, authoredOf.get(fact.id))
    for (const part of parts) ids.set(part.id, undefined)
    changes.push(withForge(change, fact, parts.length > 0))
  }
  return { changes: changes.toReversed(), idOf: (id) => ids.get(id), known: taken.size }
}

/** A number in a subject may be that of another repository, so the request must have been merged about then. */
function numbered(change: Change, byNumber: ReadonlyMap<number, MergedFact>): MergedFact | undefined {
  if (change.pullRequest === undefined) return undefined
  const fact = byNumber.get(change.pullRequest)
  if (fact === undefined || Math.abs(fact.mergedAt - change.mergedAt) > longestLag) return undefined
  return fact
}

/** Between the date of a merge commit and the merge that a forge reports there is a moment; an hour forgives clocks. */
const longestLag = 3_600_000

function rebasedParts(
  mainLine: readonly MainLineChange[],
  last: number,
  fact: MergedFact,
  authored: ReadonlySet<Instant> | undefined,
): readonly Change[] {
  const top = mainLine[last]
  if (authored === undefined || authored.size < 2 || top === undefined || !authored.has(top.authoredAt))
    return []
  const parts: Change[] = []
  for (let place = last - 1; parts.length < (fact.commits ?? 1) - 1; place -= 1) {
    const older = mainLine[place]
    if (older === undefined || older.change.shape === 'merge' || !authored.has(older.authoredAt)) break
    parts.push(older.change)
  }
  return parts
}

function authorDates(
  commits: readonly QueryRow<'changeCommits'>[],
): ReadonlyMap<ChangeId, ReadonlySet<Instant>> {
  const found = new Map<ChangeId, Set<Instant>>()
  for (const { change, authoredAt } of commits) {
    // git keeps whole seconds.
    const known = found.get(change)
    if (known === undefined) found.set(change, new Set([authoredAt]))
    else known.add(authoredAt)
  }
  return found
}

function withForge(change: Change, fact: MergedFact, isRebased: boolean): Change {
  const { clockProblem: _, ...rest } = change
  const forgeMarks = marksOf(fact.marks)
  return {
    ...rest,
    id: fact.id,
    title: fact.title,
    pullRequest: fact.number,
    ...startOf(fact),
    mergedAt: fact.mergedAt,
    shape: isRebased ? 'rebase' : change.shape,
    commits: Math.max(1, fact.commits ?? change.commits),
    authorClass: stronger(change.authorClass, fact.authorClass),
    marks: [
      ...change.marks,
      ...forgeMarks.filter((mark) => !change.marks.some((known) => isSame(known, mark))),
    ],
    canCarryMarks: change.canCarryMarks === true || fact.canCarryMarks,
    ...(fact.changedLines !== undefined && { changedLines: fact.changedLines }),
  }
}

function isSame(a: Change['marks'][number], b: Change['marks'][number]): boolean {
  return a.tool === b.tool && a.place === b.place
}

const strength: Readonly<Record<AuthorClass, number>> = {
  'ai-authored': 4,
  'ai-co-authored': 3,
  'ai-hinted': 2,
  bot: 1,
  unmarked: 0,
}

/** Of two classes that two sources found for one change, the one with the stronger mark. */
function stronger(one: AuthorClass, other: AuthorClass): AuthorClass {
  return strength[other] > strength[one] ? other : one
}
