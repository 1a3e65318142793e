import type { Identity, Instant, Revision } from '@sluice/model'
import { gitError } from './errors.ts'
import { HistoryBuilder } from './history-builder.ts'
import { LogParser, logFields } from './log-parser.ts'
import type { CommitMessage } from './message.ts'
import type { Repository } from './repository.ts'
import { isFullHash, revisionList } from './revisions.ts'
import { streamGit } from './run-git.ts'

/** One commit with what its message says. Made anew at each call of `History.commit`. */
export interface Commit extends CommitMessage {
  /** Its place in the history. */
  readonly index: number
  readonly revision: Revision
  /** Places of its parents, first parent first. Parents that the history does not hold are left out. */
  readonly parents: readonly number[]
  /** The clone was cut off here: this commit has parents that were not fetched. */
  readonly isShallowBoundary: boolean
  readonly author: Identity
  readonly committer: Identity
  readonly authoredAt: Instant
  readonly committedAt: Instant
}

/**
 * The commits that some tips reach, each known by its place (0 is the first that git printed, roughly the newest);
 * without those that were left out on request, which then miss as parents. Columns of numbers answer at once; `commit`
 * puts together all that is known of one.
 */
export interface History {
  readonly size: number
  /** The commit at a place. Throws a `RangeError` outside of `0 … size - 1`. */
  commit(index: number): Commit
  /** The place of a full commit hash; undefined when the history does not hold it. */
  indexOf(revision: string): number | undefined
  revision(index: number): Revision
  /** The place of the first parent; -1 for a root, where a shallow clone ends, or when it was left out. */
  firstParent(index: number): number
  /** Parents that the commit has, the ones that were left out included. */
  parentCount(index: number): number
  /** The place of a parent; -1 when it was left out, and beyond `parentCount`. */
  parent(index: number, nth: number): number
  /** A parent below `parentCount`, also when it was left out. */
  parentRevision(index: number, nth: number): Revision
  isShallowBoundary(index: number): boolean
  /** Milliseconds since the epoch. A date that git could not read is that of the committer, else 0. */
  authoredAt(index: number): Instant
  /** Milliseconds since the epoch. A date that git could not read is that of the author, else 0. */
  committedAt(index: number): Instant
  /** Number of the author's identity; equal identities have equal numbers. */
  authorNumber(index: number): number
  author(index: number): Identity
  /** The first line of the message. */
  subject(index: number): string
  /** The same number as `commit(index).pullRequest`, found without parsing the rest. */
  pullRequest(index: number): number | undefined
  /** Places of commits that name the commit they were copied from, in rising order. */
  cherryPicks(): readonly number[]
  /** Commits with a date that git could not read. */
  readonly unreadableDates: number
}

export interface ReadHistoryOptions {
  /** Full hashes of the commits to start from. Without one the history is empty. */
  readonly tips: readonly string[]
  /** Full hashes of commits to leave out together with all that they reach. */
  readonly without?: readonly string[] | undefined
  /** Told now and then how many commits have been read. */
  readonly onProgress?: ((commits: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads the commits that the tips reach in one streaming run of `git log`, in time linear in their number.
 *
 * Keeps of a message what `commit` needs: of a body of prose nothing, of one longer than 16 kB the ends.
 * Replacement objects and grafts are ignored: it is the history as committed.
 * Fails with `UNKNOWN_REVISION`, `CORRUPT_REPOSITORY`, `GIT_FAILED` or `CANCELLED`.
 */
export async function readHistory(repository: Repository, options: ReadHistoryOptions): Promise<History> {
  const { tips, without = [], onProgress, signal } = options
  const unusable = [...tips, ...without].find((hash) => !isFullHash(hash))
  if (unusable !== undefined) throw gitError('UNKNOWN_REVISION', { revision: unusable })

  const builder = new HistoryBuilder(repository.objectFormat === 'sha256' ? 64 : 40)
  if (tips.length > 0) {
    const parser = new LogParser(builder)
    const read = (chunk: Buffer): void => {
      parser.add(chunk)
      builder.parseSomeMessages()
      onProgress?.(builder.size)
    }
    await streamGit(repository, logArguments, read, { input: revisionList(tips, without), signal })
    if (!parser.isComplete) {
      throw gitError('GIT_OUTPUT_UNREADABLE', { command: 'log', detail: 'it ended within a commit' })
    }
  }
  return builder.finish(repository.shallowBoundary)
}

const logArguments = [
  'log',
  '--stdin',
  '-z',
  '--no-patch',
  '--no-color',
  '--no-decorate',
  '--no-notes',
  '--no-show-signature',
  '--no-mailmap',
  '--encoding=UTF-8',
  `--format=tformat:${logFields.join('%x00')}`,
]
