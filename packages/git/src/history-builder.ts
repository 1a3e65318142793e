import { instant, revision, type Identity, type Instant, type Revision } from '@sluice/model'
import { gitError } from './errors.ts'
import { ByteArena, IntegerColumn, NumberColumn } from './growing.ts'
import { HashTable } from './hash-table.ts'
import type { Commit, History } from './history.ts'
import { parseMessage } from './message.ts'
import { pullRequestInSubject } from './pull-request.ts'

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
  #unreadableDates = 0

  constructor(hexLength: 40 | 64) {
    this.#hexLength = hexLength
    this.#hashes = new HashTable(hexLength)
  }

  get size(): number {
    return this.#hashOfCommit.length
  }

  /** Adds one commit: its fields (those of `logFields`) start at `start` and end before `ends`. */
  add(bytes: Buffer, start: number, ends: Int32Array): void {
    const [hashEnd = 0, parentsEnd = 0, authoredEnd = 0, committedEnd = 0] = ends
    const [, , , , authorNameEnd = 0, authorEnd = 0, committerNameEnd = 0, committerEnd = 0, end = 0] = ends

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
    const parts: HistoryParts = {
      hashes: this.#hashes,
      hashOfCommit: this.#hashOfCommit.view(),
      commitOfHash: new Int32Array(this.#hashes.size).fill(-1),
      parentsEnd: this.#parentsEnd.view(),
      parents: new Int32Array(this.#parentHashes.length),
      authoredAt: this.#authoredAt.view(),
      committedAt: this.#committedAt.view(),
      authors: this.#authors.view(),
      committers: this.#committers.view(),
      identities: this.#identities,
      texts: this.#texts,
      textAddress: this.#textAddress.view(),
      subjectLength: this.#subjectLength.view(),
      bodyLength: this.#bodyLength.view(),
      cutOff: new Set(),
      unreadableDates: this.#unreadableDates,
    }
    for (const [commit, hash] of parts.hashOfCommit.entries()) parts.commitOfHash[hash] = commit
    return new ColumnHistory(withoutMissingParents(parts, this.#parentHashes.view(), shallowBoundary))
  }

  #addDates(authoredAt: number, committedAt: number): void {
    if (Number.isNaN(authoredAt) || Number.isNaN(committedAt)) this.#unreadableDates += 1
    this.#authoredAt.push(firstReadable(authoredAt, committedAt))
    this.#committedAt.push(firstReadable(committedAt, authoredAt))
  }

  #addMessage(bytes: Buffer, start: number, end: number): void {
    let first = start
    while (first < end && isBlank(bytes[first])) first += 1
    let last = end
    while (last > first && isBlank(bytes[last - 1])) last -= 1
    const newline = bytes.subarray(first, last).indexOf(10)
    const subjectEnd = newline < 0 ? last : first + newline

    const keptSubjectEnd = Math.min(subjectEnd, first + keptSubjectBytes)
    this.#subjectLength.push(keptSubjectEnd - first)
    const bodyStart = Math.min(subjectEnd + 1, last)
    if (subjectEnd === keptSubjectEnd && last - bodyStart <= 2 * keptBodyBytes) {
      // The usual message is kept as one piece, with the newline between its two parts.
      this.#textAddress.push(this.#texts.add(bytes, first, last))
      this.#bodyLength.push(last - bodyStart)
      return
    }
    const body = shortened(bytes.subarray(bodyStart, last))
    const text = Buffer.concat([bytes.subarray(first, keptSubjectEnd), newlineBytes, body])
    this.#textAddress.push(this.#texts.add(text, 0, text.length))
    this.#bodyLength.push(body.length)
  }
}

const keptSubjectBytes = 4_096
const keptBodyBytes = 8_192
/** Without one of these, in any letter case that occurs, a body names no pull request. */
const pullRequestPhrases = ['See merge request', 'PR-URL', 'PR-Url', 'Pr-Url', 'pr-url']
const newlineBytes = Buffer.from('\n')

interface HistoryParts {
  readonly hashes: HashTable
  readonly hashOfCommit: Int32Array
  readonly commitOfHash: Int32Array
  /** For each commit the end of its parents in `parents`; they start where those of the commit before end. */
  readonly parentsEnd: Int32Array
  readonly parents: Int32Array
  readonly authoredAt: Float64Array
  readonly committedAt: Float64Array
  readonly authors: Int32Array
  readonly committers: Int32Array
  readonly identities: IdentityTable
  readonly texts: ByteArena
  readonly textAddress: Float64Array
  readonly subjectLength: Int32Array
  readonly bodyLength: Int32Array
  readonly cutOff: Set<number>
  readonly unreadableDates: number
}

/** Turns hash numbers into places and drops the parents that the history does not hold, in place. */
function withoutMissingParents(
  parts: HistoryParts,
  parentHashes: Int32Array,
  shallowBoundary: readonly string[],
): HistoryParts {
  let from = 0
  let kept = 0
  for (let commit = 0; commit < parts.parentsEnd.length; commit += 1) {
    const end = parts.parentsEnd[commit] ?? from
    for (; from < end; from += 1) {
      const parent = parts.commitOfHash[parentHashes[from] ?? 0] ?? -1
      if (parent >= 0) {
        parts.parents[kept] = parent
        kept += 1
      } else parts.cutOff.add(commit)
    }
    parts.parentsEnd[commit] = kept
  }
  for (const hash of shallowBoundary) {
    const commit = parts.commitOfHash[parts.hashes.find(hash)] ?? -1
    if (commit >= 0) parts.cutOff.add(commit)
  }
  return parts
}

class ColumnHistory implements History {
  readonly #parts: HistoryParts

  constructor(parts: HistoryParts) {
    this.#parts = parts
  }

  get size(): number {
    return this.#parts.hashOfCommit.length
  }

  get unreadableDates(): number {
    return this.#parts.unreadableDates
  }

  commit(index: number): Commit {
    const { identities, authors, committers, texts, textAddress, subjectLength, bodyLength } = this.#parts
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      throw new RangeError(`There is no commit ${index} in a history of ${this.size}.`)
    }
    const bodyAt = (textAddress[index] ?? 0) + (subjectLength[index] ?? 0) + 1
    const body = texts.read(bodyAt, bodyLength[index] ?? 0)
    const parents = Array.from({ length: this.parentCount(index) }, (_, nth) => this.parent(index, nth))
    return {
      index,
      revision: this.revision(index),
      parents,
      isShallowBoundary: this.isShallowBoundary(index),
      author: identities.get(authors[index] ?? 0),
      committer: identities.get(committers[index] ?? 0),
      authoredAt: this.authoredAt(index),
      committedAt: this.committedAt(index),
      ...parseMessage(this.subject(index), body),
    }
  }

  indexOf(hash: string): number | undefined {
    const place = this.#parts.commitOfHash[this.#parts.hashes.find(hash)] ?? -1
    return place < 0 ? undefined : place
  }

  revision(index: number): Revision {
    return revision(this.#parts.hashes.text(this.#parts.hashOfCommit[index] ?? 0))
  }

  firstParent(index: number): number {
    return this.parent(index, 0)
  }

  parentCount(index: number): number {
    const { parentsEnd } = this.#parts
    return (parentsEnd[index] ?? 0) - (index === 0 ? 0 : (parentsEnd[index - 1] ?? 0))
  }

  parent(index: number, nth: number): number {
    const { parents, parentsEnd } = this.#parts
    const start = index === 0 ? 0 : (parentsEnd[index - 1] ?? 0)
    return start + nth < (parentsEnd[index] ?? 0) ? (parents[start + nth] ?? -1) : -1
  }

  isShallowBoundary(index: number): boolean {
    return this.#parts.cutOff.has(index)
  }

  authoredAt(index: number): Instant {
    return instant(this.#parts.authoredAt[index] ?? 0)
  }

  committedAt(index: number): Instant {
    return instant(this.#parts.committedAt[index] ?? 0)
  }

  authorNumber(index: number): number {
    return this.#parts.authors[index] ?? -1
  }

  subject(index: number): string {
    const { texts, textAddress, subjectLength } = this.#parts
    return texts.read(textAddress[index] ?? 0, subjectLength[index] ?? 0)
  }

  author(index: number): Identity {
    return this.#parts.identities.get(this.authorNumber(index))
  }

  pullRequest(index: number): number | undefined {
    const inSubject = pullRequestInSubject(this.subject(index).trim())
    if (inSubject !== undefined) return inSubject
    return this.#canNamePullRequest(index) ? this.commit(index).pullRequest : undefined
  }

  commitsMentioning(text: string): readonly number[] {
    const found = new Set<number>()
    for (const address of this.#parts.texts.search(text)) {
      found.add(lastAtOrBefore(this.#parts.textAddress, address))
    }
    return [...found]
  }

  #canNamePullRequest(index: number): boolean {
    const { texts, textAddress, subjectLength, bodyLength } = this.#parts
    const address = textAddress[index] ?? 0
    const length = (subjectLength[index] ?? 0) + 1 + (bodyLength[index] ?? 0)
    return pullRequestPhrases.some((phrase) => texts.includes(address, length, phrase))
  }
}

/** Numbers identities; equal bytes have equal numbers. */
class IdentityTable {
  readonly #numbers = new Map<string, number>()
  readonly #identities: Identity[] = []

  add(bytes: Buffer, start: number, nameEnd: number, end: number): number {
    // One character per byte: cheaper than decoding, and bytes that are not UTF-8 stay apart.
    const key = bytes.toString('latin1', start, end)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known

    const number = this.#identities.length
    this.#numbers.set(key, number)
    this.#identities.push({
      name: bytes.toString('utf8', start, nameEnd),
      email: bytes.toString('utf8', nameEnd + 1, end),
    })
    return number
  }

  get(number: number): Identity {
    return this.#identities[number] ?? { name: '', email: '' }
  }
}

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

/** The first and the last part of a long body, as paragraphs of their own. */
function shortened(body: Buffer): Buffer {
  if (body.length <= 2 * keptBodyBytes) return body
  return Buffer.concat([
    body.subarray(0, keptBodyBytes),
    Buffer.from('\n\n'),
    body.subarray(body.length - keptBodyBytes),
  ])
}

/** The place of the last of rising values that is not above `value`. */
function lastAtOrBefore(values: Float64Array, value: number): number {
  let low = 0
  let high = values.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? 0) <= value) low = middle
    else high = middle
  }
  return low
}

function unreadable(bytes: Buffer, start: number, end: number): Error {
  const detail = JSON.stringify(bytes.toString('latin1', start, Math.min(end, start + 100)))
  return gitError('GIT_OUTPUT_UNREADABLE', { command: 'log', detail })
}
