import type { Commit, History, HistoryChange } from '@sluice/git'
import { changeTypeOf, classifyAuthorship } from '@sluice/flow'
import { changeId, minute, type Change, type ChangeStart, type Instant } from '@sluice/model'
import type { Revert } from './failure-links.ts'
import { isHotfix, type Hotfix } from './hotfix-failures.ts'

/** A change together with what only its commits tell. */
export interface GitChange {
  readonly change: Change
  readonly source: HistoryChange
  /** Present when it takes another change back. */
  readonly revert?: Revert
  /** Present when it calls itself a hotfix. */
  readonly hotfix?: Hotfix
}

/**
 * Marks and reverts are looked for in this many commits of one change. Larger ones are merges of whole
 * branches, which say the same things over and over.
 */
const commitsRead = 250

/** A difference of author and committer date below this is the same moment: the clock ticked during the commit. */
const sameMoment = minute

/** Turns a change as the history shows it into the model's. `newestAt` bounds dates that lie in the future. */
export function changeFromGit(history: History, source: HistoryChange, newestAt: Instant): GitChange {
  const own = history.commit(source.commit)
  const brought = source.commits.slice(1, commitsRead + 1).map((place) => history.commit(place))
  const commits = [own, ...brought]
  const signed = brought.length > 0 ? brought : commits
  const { authorClass, marks } = classifyAuthorship({
    authors: signed.map((commit) => commit.author),
    committers: signed.map((commit) => commit.committer),
    trailers: commits.flatMap((commit) => commit.trailers),
    footers: commits.flatMap((commit) => commit.footers),
    ...(own.branch !== undefined && { branch: own.branch }),
    title: own.title,
    labels: [],
  })
  const change: Change = {
    id: changeId(`git:${own.revision}`),
    revision: own.revision,
    title: own.title,
    ...(own.pullRequest !== undefined && { pullRequest: own.pullRequest }),
    ...timesOf(own, source, newestAt),
    commits: Math.max(1, source.commits.length - (brought.length > 0 ? 1 : 0)),
    type: changeTypeOf(own.title),
    authorClass,
    marks,
    canCarryMarks: commits.some((commit) => commit.branch !== undefined || commit.trailers.length > 0),
  }
  const revert = revertOf(change, own, brought)
  const isNamedHotfix = history.parentCount(source.commit) > 0 && isHotfix(own.title, own.branch)
  return {
    change,
    source,
    ...(revert !== undefined && { revert }),
    ...(isNamedHotfix && { hotfix: { change, parent: history.parentRevision(source.commit, 0) } }),
  }
}

function timesOf(
  own: Commit,
  source: HistoryChange,
  newestAt: Instant,
): Pick<Change, 'startedAt' | 'start' | 'mergedAt' | 'shape' | 'clockProblem'> {
  const isInFuture = own.committedAt > newestAt
  const mergedAt = isInFuture ? newestAt : own.committedAt
  const isCopy = own.cherryPickedFrom.length > 0
  const isAuthoredEarlier = Math.abs(own.committedAt - own.authoredAt) > sameMoment && !isCopy
  const start: ChangeStart =
    source.shape === 'merge' ? 'first-commit' : isAuthoredEarlier ? 'authored' : 'merged'
  const claimed = start === 'merged' ? mergedAt : source.earliestAuthoredAt
  const isStartLate = claimed > mergedAt
  return {
    startedAt: isStartLate ? mergedAt : claimed,
    start: isStartLate ? 'merged' : start,
    mergedAt,
    shape: source.shape === 'merge' ? 'merge' : isAuthoredEarlier ? 'rebase' : 'single',
    ...(isInFuture
      ? { clockProblem: 'in-the-future' as const }
      : isStartLate && { clockProblem: 'started-after-merge' as const }),
  }
}

/** Whole changes take others back; a revert inside a branch with other commits is how that branch came to be. */
function revertOf(change: Change, own: Commit, brought: readonly Commit[]): Revert | undefined {
  const saying = brought.length === 1 ? [own, ...brought] : [own]
  const revert = {
    change,
    revisions: saying.flatMap((commit) => commit.reverts),
    pullRequests: saying.flatMap((commit) => commit.revertedPullRequests),
    titles: saying.flatMap((commit) => (commit.revertedTitle === undefined ? [] : [commit.revertedTitle])),
  }
  const isRevert = revert.revisions.length + revert.pullRequests.length + revert.titles.length > 0
  return isRevert ? revert : undefined
}
