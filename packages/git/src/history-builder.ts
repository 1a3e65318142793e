import { ByteArena } from './byte-arena.ts'
import { ColumnHistory, type HistoryColumns } from './column-history.ts'
import { IntegerColumn, NumberColumn } from './columns.ts'
import { gitError } from './errors.ts'
import { HashTable } from './hash-table.ts'
import type { History } from './history.ts'
import { IdentityTable } from './identity-table.ts'
import { parseMessage, type CommitMessage } from './message.ts'
import { isMergeSubject, relevantStart } from './relevant-body.ts'

/** Takes commits in git's order as raw bytes and keeps them in columns. */
export class HistoryBuilder {
  readonly #hashes: HashTable
  readonly #hexLength: number
  readonly #hashOfCommit = new IntegerColumn()
  readonly #parentsEnd = new IntegerColumn()
  readonly #parentHashes = new IntegerColumn()
  readonly #authoredAt = new NumberColumn()
  readonly #committedAt = new NumberColumn()
  readonly #authors = new IntegerColumn()
  readonly #committers = new IntegerColumn()
  readonly #identities = new IdentityTable()
  readonly #texts = new ByteArena()
  readonly #textAddress = new NumberColumn()
  readonly #subjectLength = new IntegerColumn()
  readonly #bodyLength = new IntegerColumn()
  readonly #messages: CommitMessage[] = []
  #unreadableDates = 0

  constructor(hexLength: 40 | 64) {
    this.#hexLength = hexLength
    this.#hashes = new HashTable(hexLength)
  }

  get size(): number {
    return this.#hashOfCommit.length
  }

  /**
   * Parses the messages of a few more of the newest commits. Called after each piece of output while git is still
   * printing, it uses time that would be spent waiting, in portions that do not keep git waiting in turn; what is
   * asked for later is then at hand.
   */
  parseSomeMessages(): void {
    const end = Math.min(this.size, this.#messages.length + messagesPerPiece)
    for (let place = this.#messages.length; place < end; place += 1) {
      if (this.#committedAt.at(0) - this.#committedAt.at(place) > parsedEarlyMs) return
      const subject = this.#textAddress.at(place)
      const subjectLength = this.#subjectLength.at(place)
      const body = this.#texts.read(subject + subjectLength, this.#bodyLength.at(place))
      this.#messages.push(parseMessage(this.#texts.read(subject, subjectLength).trimEnd(), body))
    }
  }

  /** Adds one commit: its fields (those of `logFields`) start at `start` and end before `ends`. */
  add(bytes: Buffer, start: number, ends: Int32Array): void {
    // By index, because taking a typed array apart goes through an iterator, which is slow.
    const hashEnd = ends[0] ?? 0
    const parentsEnd = ends[1] ?? 0
    const authoredEnd = ends[2] ?? 0
    const committedEnd = ends[3] ?? 0
    const authorNameEnd = ends[4] ?? 0
    const authorEnd = ends[5] ?? 0
    const committerNameEnd = ends[6] ?? 0
    const committerEnd = ends[7] ?? 0
    const end = ends[8] ?? 0

    const hash = hashEnd - start === this.#hexLength ? this.#hashes.add(bytes, start) : -1
    if (hash < 0) throw unreadable(bytes, start, hashEnd)
    this.#hashOfCommit.push(hash)
    for (let at = hashEnd + 1; at < parentsEnd; at += this.#hexLength + 1) {
      const parent = at + this.#hexLength <= parentsEnd ? this.#hashes.add(bytes, at) : -1
      if (parent < 0) throw unreadable(bytes, hashEnd + 1, parentsEnd)
      this.#parentHashes.push(parent)
    }
    this.#parentsEnd.push(this.#parentHashes.length)

    this.#addDates(epochMs(bytes, parentsEnd + 1, authoredEnd), epochMs(bytes, authoredEnd + 1, committedEnd))
    this.#authors.push(this.#identities.add(bytes, committedEnd + 1, authorNameEnd, authorEnd))
    this.#committers.push(this.#identities.add(bytes, authorEnd + 1, committerNameEnd, committerEnd))
    this.#addMessage(bytes, committerEnd + 1, end)
  }

  /** The history of all commits added. `shallowBoundary`: hashes of the commits at which a clone was cut off. */
  finish(shallowBoundary: readonly string[]): History {
    const hashOfCommit = this.#hashOfCommit.view()
    const commitOfHash = new Int32Array(this.#hashes.size).fill(-1)
    for (let commit = 0; commit < hashOfCommit.length; commit += 1) {
      commitOfHash[hashOfCommit[commit] ?? 0] = commit
    }
    const parentHashes = this.#parentHashes.view()
    const columns: HistoryColumns = {
      hashes: this.#hashes,
      hashOfCommit,
      commitOfHash,
      parentsEnd: this.#parentsEnd.view(),
      parents: parentHashes.map((hash) => commitOfHash[hash] ?? -1),
      parentHashes,
      authoredAt: this.#authoredAt.view(),
      committedAt: this.#committedAt.view(),
      authors: this.#authors.view(),
      committers: this.#committers.view(),
      identities: this.#identities,
      texts: this.#texts,
      textAddress: this.#textAddress.view(),
      subjectLength: this.#subjectLength.view(),
      bodyLength: this.#bodyLength.view(),
      messages: this.#messages,
      cutOff: new Set(shallowBoundary.map((hash) => commitOfHash[this.#hashes.find(hash)] ?? -1)),
      unreadableDates: this.#unreadableDates,
    }
    return new ColumnHistory(columns)
  }

  #addDates(authoredAt: number, committedAt: number): void {
    if (Number.isNaN(authoredAt) || Number.isNaN(committedAt)) this.#unreadableDates += 1
    this.#authoredAt.push(firstReadable(authoredAt, committedAt))
    this.#committedAt.push(firstReadable(committedAt, authoredAt))
  }

  /** Keeps the subject and, right behind it, the part of the body that says something. */
  #addMessage(bytes: Buffer, start: number, end: number): void {
    let first = start
    while (first < end && isBlank(bytes[first])) first += 1
    let last = end
    while (last > first && isBlank(bytes[last - 1])) last -= 1
    let subjectEnd = first
    while (subjectEnd < last && bytes[subjectEnd] !== newline) subjectEnd += 1
    const bodyStart = Math.min(subjectEnd + 1, last)
    const from = isMergeSubject(bytes, first) ? bodyStart : relevantStart(bytes, bodyStart, last)

    const subjectLength = Math.min(subjectEnd - first, keptSubjectBytes)
    const bodyLength = Math.min(last - from, 2 * keptBodyBytes + separator.length)
    this.#textAddress.push(this.#texts.reserve(subjectLength + bodyLength))
    this.#subjectLength.push(subjectLength)
    this.#bodyLength.push(bodyLength)
    this.#texts.add(bytes, first, first + subjectLength)
    if (bodyLength === last - from) this.#texts.add(bytes, from, last)
    else {
      this.#texts.add(bytes, from, from + keptBodyBytes)
      this.#texts.add(separator, 0, separator.length)
      this.#texts.add(bytes, last - keptBodyBytes, last)
    }
  }
}

/** Reports look at a year, and at what was released in it; git prints the newest commits first. */
const parsedEarlyMs = 500 * 86_400_000
const messagesPerPiece = 64

const newline = 10
const keptSubjectBytes = 4_096
/** Of each end of a body that is too long to be kept whole. */
const keptBodyBytes = 8_192
/** Makes the two ends paragraphs of their own. */
const separator = Buffer.from('\n\n')

// What a `Date` can hold; git stores 64 bits, and some of them are nonsense.
const furthestSeconds = 8_640_000_000_000

/** A decimal number of seconds as milliseconds; NaN when it is no number or beyond what a date can be. */
function epochMs(bytes: Buffer, start: number, end: number): number {
  const isNegative = bytes[start] === 45
  const first = isNegative ? start + 1 : start
  if (first >= end) return Number.NaN
  let seconds = 0
  for (let at = first; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    seconds = seconds * 10 + digit
  }
  if (seconds > furthestSeconds) return Number.NaN
  return (isNegative ? -seconds : seconds) * 1_000
}

function firstReadable(preferred: number, other: number): number {
  if (!Number.isNaN(preferred)) return preferred
  return Number.isNaN(other) ? 0 : other
}

function isBlank(byte: number | undefined): boolean {
  return byte === 10 || byte === 13 || byte === 32 || byte === 9
}

function unreadable(bytes: Buffer, start: number, end: number): Error {
  const detail = JSON.stringify(bytes.toString('latin1', start, Math.min(end, start + 100)))
  return gitError('GIT_OUTPUT_UNREADABLE', { command: 'log', detail })
}
