import type { History } from './history.ts'

/** First releases with copies of a commit taken into account. */
export interface Backports {
  readonly earliest: Int32Array
  readonly isBackport: Uint8Array
}

/**
 * Gives every commit the earliest release among its own and those of its copies: commits that name each other by
 * "(cherry picked from commit …)", or that share author, author date and subject, as a cherry-pick keeps them.
 *
 * A copy on the same line as the commit is no backport but the change done again, after a revert; it is left out.
 * `first`: for each commit the place of the first release that reaches it, -1 for none; places are in order of time.
 */
export function findBackports(history: History, first: Int32Array): Backports {
  const earliest = first.slice()
  const isBackport = new Uint8Array(history.size)
  const isAncestor = boundedAncestry(history)
  for (const [commit, copy] of [...namedCopies(history), ...silentCopies(history, first)]) {
    const [older, newer] = rank(first, commit) <= rank(first, copy) ? [commit, copy] : [copy, commit]
    if (rank(first, older) >= rank(earliest, newer) || isAncestor(older, newer)) continue
    earliest[newer] = first[older] ?? -1
    isBackport[newer] = 1
  }
  return { earliest, isBackport }
}

type Pair = readonly [commit: number, copy: number]

function namedCopies(history: History): readonly Pair[] {
  return history.cherryPicks().flatMap((copy) =>
    history.commit(copy).cherryPickedFrom.flatMap((source): readonly Pair[] => {
      const commit = history.indexOf(source)
      return commit === undefined ? [] : [[commit, copy]]
    }),
  )
}

/** Commits of one author, second and subject, each with the one released first; merges are nobody's copy. */
function silentCopies(history: History, first: Int32Array): readonly Pair[] {
  const candidates = new Int32Array(history.size)
  let size = 0
  for (let commit = 0; commit < history.size; commit += 1) {
    if (history.parentCount(commit) > 1) continue
    candidates[size] = commit
    size += 1
  }
  const sorted = candidates
    .subarray(0, size)
    .sort(
      (left, right) =>
        history.authoredAt(left) - history.authoredAt(right) ||
        history.authorNumber(left) - history.authorNumber(right) ||
        left - right,
    )

  const pairs: Pair[] = []
  for (let start = 0, end = 1; start < size; start = end, end += 1) {
    const from = sorted[start] ?? 0
    while (end < size && isSameMoment(history, from, sorted[end] ?? 0)) end += 1
    if (end - start > 1) pairs.push(...pairsBySubject(history, first, sorted.subarray(start, end)))
  }
  return pairs
}

function isSameMoment(history: History, left: number, right: number): boolean {
  return (
    history.authoredAt(left) === history.authoredAt(right) &&
    history.authorNumber(left) === history.authorNumber(right)
  )
}

function pairsBySubject(history: History, first: Int32Array, commits: Int32Array): readonly Pair[] {
  const bySubject = new Map<string, number>()
  const pairs: Pair[] = []
  for (const commit of commits.toSorted(
    (left, right) => rank(first, left) - rank(first, right) || left - right,
  )) {
    const subject = history.subject(commit)
    const earliest = bySubject.get(subject)
    if (earliest === undefined) bySubject.set(subject, commit)
    else pairs.push([earliest, commit])
  }
  return pairs
}

function rank(first: Int32Array, commit: number): number {
  const place = first[commit] ?? -1
  return place < 0 ? Number.POSITIVE_INFINITY : place
}

/**
 * Whether one commit is an ancestor of another. All questions together may look at a few million commits; after that
 * the answer is "yes", which claims no backport.
 */
function boundedAncestry(history: History): (ancestor: number, descendant: number) => boolean {
  const height = heights(history)
  const seenIn = new Int32Array(history.size).fill(-1)
  let question = -1
  let budget = mostVisits
  return (ancestor, descendant) => {
    question += 1
    const pending = [descendant]
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (at === ancestor) return true
      budget -= 1
      if (budget < 0) return true
      const parents = history.parentCount(at)
      for (let nth = 0; nth < parents; nth += 1) {
        const parent = history.parent(at, nth)
        if (parent < 0 || seenIn[parent] === question || (height[parent] ?? 0) < (height[ancestor] ?? 0))
          continue
        seenIn[parent] = question
        pending.push(parent)
      }
    }
    return false
  }
}

/** Takes a tenth of a second; the same however much of the history was read, so that the answer is the same. */
const mostVisits = 4_000_000

/** For each commit the length of the longest way to a root: always above that of its ancestors. */
function heights(history: History): Int32Array {
  const height = new Int32Array(history.size)
  const pending: number[] = []
  for (let start = 0; start < history.size; start += 1) {
    if (height[start] !== 0) continue
    pending.push(start)
    for (let at = pending.at(-1); at !== undefined; at = pending.at(-1)) {
      const waiting = pending.length
      let longest = 0
      const parents = history.parentCount(at)
      for (let nth = 0; nth < parents; nth += 1) {
        const parent = history.parent(at, nth)
        if (parent < 0) continue
        const known = height[parent] ?? 0
        if (known === 0) pending.push(parent)
        longest = Math.max(longest, known)
      }
      if (pending.length > waiting) continue
      height[at] = longest + 1
      pending.pop()
    }
  }
  return height
}
