import type { Instant } from '@sluice/model'
import { branchCommits, type Arrival } from './branch-commits.ts'
import type { History } from './history.ts'

/** A change as the history shows it. */
export interface HistoryChange {
  /** Place of the commit that stands for the change: its merge, or its only commit. */
  readonly commit: number
  /** Place of the main-line commit with which it arrived; another one only inside a big merge, see `nested`. */
  readonly arrivedWith: number
  /** Places of all its commits, the one that stands for it included. */
  readonly commits: readonly number[]
  /** `merge`: a merge that brought commits in. `single`: one commit. */
  readonly shape: 'merge' | 'single'
  /** Earliest author date among its commits, the merge itself left out. */
  readonly earliestAuthoredAt: Instant
  /** It reached a long-lived branch first (GitFlow's `develop`), and the main line with all that had gathered there. */
  readonly isNested: boolean
}

/**
 * The changes that arrived on a line, oldest first. A main-line commit is one change with the commits that it brought
 * in; but where a merge brings in a long-lived branch, each change on that branch is one of its own.
 *
 * `line` is newest first, as `mainLine` gives it. Only the arrivals are told apart that `isWanted` asks for by the
 * place of their main-line commit; defaults to all. Telling them apart reads messages, which takes its time.
 */
export function changesOf(
  history: History,
  line: Int32Array,
  isWanted: (commit: number) => boolean = () => true,
): readonly HistoryChange[] {
  return branchCommits(history, line).flatMap((arrival) =>
    isWanted(arrival.commit) ? changesOfArrival(history, arrival) : [],
  )
}

function changesOfArrival(history: History, { commit, brought }: Arrival): readonly HistoryChange[] {
  if (brought.length === 0) return [change(history, commit, commit, [])]
  // The root of the main line also brings in nothing; what is left is a merge.
  const spine = integratedSpine(history, commit, brought)
  if (spine === undefined) return [change(history, commit, commit, brought)]

  const inside = spineArrivals(history, spine, new Set(brought))
  const nested = inside.map((arrival) => change(history, arrival.commit, commit, arrival.brought))
  const gathered = new Set(inside.flatMap((arrival) => [arrival.commit, ...arrival.brought]))
  const rest = brought.filter((place) => !gathered.has(place))
  return [...nested, change(history, commit, commit, rest)]
}

/**
 * The first-parent line of the merged branch, newest first, when it is a long-lived branch: at least two changes of
 * other requests (or one, when the merge names a branch such as `develop`) stand on it. Else undefined.
 */
function integratedSpine(
  history: History,
  merge: number,
  brought: readonly number[],
): readonly number[] | undefined {
  // A merge of three or more branches is never a release merge.
  if (history.parentCount(merge) !== 2 || brought.length < 2) return undefined
  const own = history.pullRequest(merge)
  const isInside = new Set(brought)
  const spine: number[] = []
  const numbers = new Set<number>()
  for (let at = history.parent(merge, 1); isInside.has(at); at = history.firstParent(at)) {
    spine.push(at)
    const pullRequest = history.pullRequest(at)
    if (pullRequest !== undefined && pullRequest !== own) numbers.add(pullRequest)
  }
  if (numbers.size === 0) return undefined
  return numbers.size >= 2 || isLongLived(history.commit(merge).branch ?? '') ? spine : undefined
}

function isLongLived(branch: string): boolean {
  return /^(?:develop|development|dev|next|main|master|trunk|staging|integration|canary|(?:release|releases|hotfix)[-/].+)$/i.test(
    branch,
  )
}

/** What each commit of the spine brought in, oldest first, within the commits of one merge. */
function spineArrivals(
  history: History,
  spine: readonly number[],
  inside: ReadonlySet<number>,
): readonly Arrival[] {
  const visited = new Set<number>()
  return spine.toReversed().map((commit) => {
    const brought: number[] = []
    const pending = [commit]
    visited.add(commit)
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (at !== commit) brought.push(at)
      for (let nth = history.parentCount(at) - 1; nth >= 0; nth -= 1) {
        const parent = history.parent(at, nth)
        if (!inside.has(parent) || visited.has(parent)) continue
        visited.add(parent)
        pending.push(parent)
      }
    }
    return { commit, brought }
  })
}

function change(
  history: History,
  commit: number,
  arrivedWith: number,
  brought: readonly number[],
): HistoryChange {
  const dated = brought.length === 0 ? [commit] : brought
  let earliestAuthoredAt = history.authoredAt(dated[0] ?? commit)
  for (const place of dated) {
    const at = history.authoredAt(place)
    if (at < earliestAuthoredAt) earliestAuthoredAt = at
  }
  return {
    commit,
    arrivedWith,
    commits: [commit, ...brought],
    shape: brought.length === 0 ? 'single' : 'merge',
    earliestAuthoredAt,
    isNested: commit !== arrivedWith,
  }
}
