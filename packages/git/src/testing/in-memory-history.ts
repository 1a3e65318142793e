import { HistoryBuilder } from '../history-builder.ts'
import type { History } from '../history.ts'
import { LogParser } from '../log-parser.ts'

/** A commit of a history that no git made. */
export interface MemoryCommit {
  /** Places in the list of its parents. Defaults to the commit after it; none for the last one. */
  readonly parents?: readonly number[]
  readonly message?: string
  readonly author?: { readonly name: string; readonly email: string }
  readonly committer?: { readonly name: string; readonly email: string }
  /** Seconds since the epoch. Defaults to one day per commit, the last in the list being the oldest. */
  readonly authoredAt?: number
  /** Seconds since the epoch. Defaults to `authoredAt`. */
  readonly committedAt?: number
}

export interface MemoryHistoryOptions {
  /** Cuts the bytes into pieces of these lengths, over and over. Defaults to one piece. */
  readonly chunkLengths?: readonly number[]
  /** Places of the commits at which the clone was cut off. */
  readonly shallowBoundary?: readonly number[]
}

/**
 * A history made from a list, newest first as git prints it, through the same parser as a real one. Use it where the
 * shape matters and git does not; `memoryRevision` gives the hashes.
 */
export function memoryHistory(commits: readonly MemoryCommit[], options: MemoryHistoryOptions = {}): History {
  const { chunkLengths = [], shallowBoundary = [] } = options
  const builder = new HistoryBuilder(40)
  const parser = new LogParser(builder)
  const bytes = Buffer.concat(commits.map((commit, place) => logRecord(commit, place, commits.length)))
  for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
    const end = start + (chunkLengths[turn % chunkLengths.length] ?? bytes.length)
    parser.add(bytes.subarray(start, end))
    start = end
  }
  return builder.finish(shallowBoundary.map(memoryRevision))
}

/** The hash of the commit at a place of the list given to `memoryHistory`. */
export function memoryRevision(place: number): string {
  return (place + 1).toString(16).padStart(8, '0').repeat(5)
}

function logRecord(commit: MemoryCommit, place: number, count: number): Buffer {
  const { message = `commit ${place}`, author = ada, committer = author } = commit
  const { parents = place + 1 < count ? [place + 1] : [] } = commit
  const { authoredAt = (count - place) * 86_400 } = commit
  const { committedAt = authoredAt } = commit
  const fields = [
    memoryRevision(place),
    parents.map(memoryRevision).join(' '),
    String(authoredAt),
    String(committedAt),
    author.name,
    author.email,
    committer.name,
    committer.email,
    message,
  ]
  return Buffer.from(`${fields.join('\0')}\0`)
}

const ada = { name: 'Ada', email: 'ada@example.com' }
