import type { Window } from '@sluice/flow'
import { countCommits, mayHoldCopies, type HistoryChange } from '@sluice/git'
import { day, shift, type Instant } from '@sluice/model'
import { windowOf, windowStart, type WindowContext } from './analysis-window.ts'
import type { AnalyzeOptions } from './analyze-options.ts'
import { readCommits, type CloneOutline, type CloneReading } from './clone-reading.ts'
import { longestBlame } from './failure-links.ts'
import { changesThatCount } from './git-facts.ts'
import { horizonOf, newestTagAt, type Horizon } from './horizon.ts'
import type { ServiceScope } from './service-scope.ts'

export interface WindowReadingContext {
  readonly now: Instant
  /** Main-line revisions to keep; undefined keeps all. */
  readonly only: ServiceScope['revisions']
}

/** A window of a clone, and what was read of it. */
export interface WindowReading {
  readonly reading: CloneReading
  /** What releases before this had carried was left out; undefined when nothing was. */
  readonly releasedSince: Instant | undefined
  readonly horizon: Horizon
  readonly window: Window
  /** The changes that say something about the window. */
  readonly changes: readonly HistoryChange[]
}

/**
 * Reads everything that a window may need, which is every commit.
 *
 * @throws the errors of `@sluice/git` and of this package
 */
export function readAll(
  outline: CloneOutline,
  options: AnalyzeOptions,
  context: WindowReadingContext,
): Promise<WindowReading> {
  return readSince(undefined, outline, options, context)
}

/**
 * Reads as much of a history as the window probably needs; undefined when that is all of it, or nobody can tell yet.
 * What a release had carried long before the window has no part in it, so git is told to leave out whatever the old
 * releases reach; it then neither walks nor prints most of a long history.
 *
 * @throws the errors of `@sluice/git` and of this package
 */
export async function readRecent(
  outline: CloneOutline,
  options: AnalyzeOptions,
  context: WindowReadingContext,
): Promise<WindowReading | undefined> {
  const newestAt = newestTagAt(outline.tagList.tags, context.now)
  if (newestAt === undefined) return undefined
  const start = windowStart(options, { now: context.now, newestAt, findTag: tagFinder(outline) })
  const reading = await readSince(shift(start, -longestBlame - slack), outline, options, context)
  const { horizon } = reading
  const { line, selection } = reading.reading
  const isDoubtful = horizon.commitsInFuture > 0 || horizon.isClockBehind || selection.outsideHistory > 0
  return isDoubtful || line.length === 0 ? undefined : reading
}

/**
 * Whether the changes that count are the same, and have shipped the same way, as after reading everything. They are when
 * - none of their commits is one that the old releases carried, as all are younger or git found none of them there,
 * - none has a copy there, and
 * - what they were built on was on the main line before the first of them, so that none of them brought it there.
 *
 * Only when a commit claims to be months newer than the old release that carried it, such a lie goes unnoticed.
 */
export async function isLikeAll(
  { reading, changes, releasedSince }: WindowReading,
  { signal }: Pick<AnalyzeOptions, 'signal'>,
): Promise<boolean> {
  if (releasedSince === undefined) return true
  const answers = await Promise.all([
    bringsUnread(reading, changes, signal),
    repeatsUnread(reading, changes, releasedSince, signal),
  ])
  return !answers.includes(true)
}

/**
 * Changes that were under way when a release of this age was made have mostly arrived before the window; where one has
 * not, more is read.
 */
const slack = 90 * day

async function readSince(
  releasedSince: Instant | undefined,
  outline: CloneOutline,
  options: AnalyzeOptions,
  { now, only }: WindowReadingContext,
): Promise<WindowReading> {
  const reading = await readCommits(outline, options, releasedSince)
  const horizon = horizonOf(reading.history, reading.line, reading.tagList.tags, now)
  const window = windowOf(options, { now, newestAt: horizon.newestAt, findTag: tagFinder(outline) })
  const changes = changesThatCount(reading, window, only)
  return { reading, releasedSince, horizon, window, changes }
}

/** Whether a change has a parent that was left out, and that the main line did not reach before the first of them. */
async function bringsUnread(
  { repository, history }: CloneReading,
  changes: readonly HistoryChange[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const unread = new Set<string>()
  for (const { commits } of changes) {
    for (const commit of commits) {
      for (let nth = history.parentCount(commit) - 1; nth >= 0; nth -= 1) {
        if (history.parent(commit, nth) < 0) unread.add(history.parentRevision(commit, nth))
      }
    }
  }
  const [oldest] = changes
  if (unread.size === 0 || oldest === undefined) return false
  if (history.parentCount(oldest.arrivedWith) === 0) return true
  const without = [history.parentRevision(oldest.arrivedWith, 0)]
  return (await countCommits(repository, [...unread], { without, signal })) > 0
}

/** Whether a commit may have a copy that was left out. Younger ones than all that was left out cannot. */
function repeatsUnread(
  { repository, history, releases }: CloneReading,
  changes: readonly HistoryChange[],
  releasedSince: Instant,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const isOld = (commit: number): boolean =>
    Math.min(history.authoredAt(commit), history.committedAt(commit)) < releasedSince
  const tips = releases.filter(({ at }) => at < releasedSince).map(({ revision }) => revision)
  const originals = changes
    .flatMap(({ commits }) => commits.filter(isOld))
    .map((commit) => history.commit(commit))
  return mayHoldCopies(repository, tips, originals, { signal })
}

/** Tags stand for the time at which they were made, so that `--since v2.0.0` works. */
function tagFinder({ tagList }: CloneOutline): WindowContext['findTag'] {
  return (name) => tagList.tags.find((tag) => tag.name === name)?.createdAt
}
