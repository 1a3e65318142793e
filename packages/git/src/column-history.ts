import { instant, revision, type Identity, type Instant, type Revision } from '@sluice/model'
import type { ByteArena } from './byte-arena.ts'
import type { HashTable } from './hash-table.ts'
import type { Commit, History } from './history.ts'
import type { IdentityTable } from './identity-table.ts'
import { parseMessage, type CommitMessage } from './message.ts'
import { pullRequestInSubject } from './pull-request.ts'

/** The columns of a history; each has a value for every commit unless it says otherwise. */
export interface HistoryColumns {
  readonly hashes: HashTable
  readonly hashOfCommit: Int32Array
  readonly commitOfHash: Int32Array
  /** For each commit the end of its parents in `parents`; they start where those of the commit before end. */
  readonly parentsEnd: Int32Array
  /** Places; -1 for a parent that was left out. */
  readonly parents: Int32Array
  readonly parentHashes: Int32Array
  readonly authoredAt: Float64Array
  readonly committedAt: Float64Array
  readonly authors: Int32Array
  readonly committers: Int32Array
  readonly identities: IdentityTable
  readonly texts: ByteArena
  /** Address of the subject in `texts`; what is kept of the body follows it. Rising. */
  readonly textAddress: Float64Array
  readonly subjectLength: Int32Array
  readonly bodyLength: Int32Array
  /** Of the first commits only: those that were parsed while git was still printing. */
  readonly messages: readonly CommitMessage[]
  readonly cutOff: ReadonlySet<number>
  readonly unreadableDates: number
}

/** A history that answers from its columns. */
export class ColumnHistory implements History {
  readonly #columns: HistoryColumns

  constructor(columns: HistoryColumns) {
    this.#columns = columns
  }

  get size(): number {
    return this.#columns.hashOfCommit.length
  }

  get unreadableDates(): number {
    return this.#columns.unreadableDates
  }

  commit(index: number): Commit {
    const { identities, authors, committers } = this.#columns
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      throw new RangeError(`There is no commit ${index} in a history of ${this.size}.`)
    }
    const parents = Array.from({ length: this.parentCount(index) }, (_, nth) => this.parent(index, nth))
    return {
      index,
      revision: this.revision(index),
      parents: parents.filter((parent) => parent >= 0),
      isShallowBoundary: this.isShallowBoundary(index),
      author: identities.get(authors[index] ?? 0),
      committer: identities.get(committers[index] ?? 0),
      authoredAt: this.authoredAt(index),
      committedAt: this.committedAt(index),
      ...(this.#columns.messages[index] ?? parseMessage(this.subject(index), this.#body(index))),
    }
  }

  indexOf(hash: string): number | undefined {
    const place = this.#columns.commitOfHash[this.#columns.hashes.find(hash)] ?? -1
    return place < 0 ? undefined : place
  }

  revision(index: number): Revision {
    return revision(this.#columns.hashes.text(this.#columns.hashOfCommit[index] ?? 0))
  }

  firstParent(index: number): number {
    return this.parent(index, 0)
  }

  parentCount(index: number): number {
    return (this.#columns.parentsEnd[index] ?? 0) - this.#parentsStart(index)
  }

  parent(index: number, nth: number): number {
    const { parents, parentsEnd } = this.#columns
    const place = this.#parentsStart(index) + nth
    return place < (parentsEnd[index] ?? 0) ? (parents[place] ?? -1) : -1
  }

  parentRevision(index: number, nth: number): Revision {
    const { hashes, parentHashes } = this.#columns
    return revision(hashes.text(parentHashes[this.#parentsStart(index) + nth] ?? 0))
  }

  isShallowBoundary(index: number): boolean {
    return this.#columns.cutOff.has(index)
  }

  authoredAt(index: number): Instant {
    return instant(this.#columns.authoredAt[index] ?? 0)
  }

  committedAt(index: number): Instant {
    return instant(this.#columns.committedAt[index] ?? 0)
  }

  authorNumber(index: number): number {
    return this.#columns.authors[index] ?? -1
  }

  subject(index: number): string {
    const { texts, textAddress, subjectLength } = this.#columns
    return texts.read(textAddress[index] ?? 0, subjectLength[index] ?? 0).trimEnd()
  }

  author(index: number): Identity {
    return this.#columns.identities.get(this.authorNumber(index))
  }

  pullRequest(index: number): number | undefined {
    const inSubject = pullRequestInSubject(this.subject(index))
    if (inSubject !== undefined || this.#columns.bodyLength[index] === 0) return inSubject
    return this.#canNamePullRequest(index) ? this.commit(index).pullRequest : undefined
  }

  cherryPicks(): readonly number[] {
    const { texts, textAddress } = this.#columns
    const found = copyPhrases.flatMap((phrase) =>
      texts.search(phrase).map((address) => lastAtOrBefore(textAddress, address)),
    )
    const commits = [...new Set(found)].sort((left, right) => left - right)
    return commits.filter((index) => this.commit(index).cherryPickedFrom.length > 0)
  }

  #parentsStart(index: number): number {
    return index === 0 ? 0 : (this.#columns.parentsEnd[index - 1] ?? 0)
  }

  /** What is kept of the body: all that `parseMessage` needs. */
  #body(index: number): string {
    const { texts } = this.#columns
    return texts.read(this.#bodyAddress(index), this.#columns.bodyLength[index] ?? 0)
  }

  #bodyAddress(index: number): number {
    return (this.#columns.textAddress[index] ?? 0) + (this.#columns.subjectLength[index] ?? 0)
  }

  #canNamePullRequest(index: number): boolean {
    const { texts, bodyLength } = this.#columns
    const [address, length] = [this.#bodyAddress(index), bodyLength[index] ?? 0]
    return pullRequestPhrases.some((phrase) => texts.includes(address, length, phrase))
  }
}

/** Without one of these a body names no pull request, or no source of a copy. */
const pullRequestPhrases = ['See merge request', 'PR-U', 'Pr-U', 'pr-u']
const copyPhrases = ['icked from', 'ported from']

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
