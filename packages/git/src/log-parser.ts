import type { HistoryBuilder } from './history-builder.ts'

/** Fields of one commit in the output that `LogParser` reads, each ended by NUL, which no field can hold. */
export const logFields = ['%H', '%P', '%at', '%ct', '%an', '%ae', '%cn', '%ce', '%B'] as const

/**
 * Cuts the output of `git log -z` into commits while it streams, without decoding it. A commit may be spread
 * over any number of chunks; each byte is copied once and looked at a fixed number of times.
 */
export class LogParser {
  readonly #builder: HistoryBuilder
  #bytes: Buffer = Buffer.allocUnsafeSlow(262_144)
  /** End of the bytes in `#bytes`, start of the unfinished commit, and how far it was looked through. */
  #end = 0
  #start = 0
  #seen = 0
  readonly #fieldEnds = new Int32Array(logFields.length)
  #fields = 0

  constructor(builder: HistoryBuilder) {
    this.#builder = builder
  }

  add(chunk: Buffer): void {
    this.#append(chunk)
    const bytes = this.#bytes
    const end = this.#end
    for (let at = bytes.indexOf(0, this.#seen); at >= 0 && at < end; at = bytes.indexOf(0, at + 1)) {
      this.#fieldEnds[this.#fields] = at
      this.#fields += 1
      if (this.#fields === logFields.length) {
        this.#builder.add(bytes, this.#start, this.#fieldEnds)
        this.#start = at + 1
        this.#fields = 0
      }
    }
    this.#seen = end
  }

  /** Whether everything so far belonged to whole commits. */
  get isComplete(): boolean {
    return this.#start === this.#end
  }

  #append(chunk: Buffer): void {
    if (this.#end + chunk.length > this.#bytes.length) {
      const unfinished = this.#end - this.#start
      const needed = unfinished + chunk.length
      const target = needed * 2 > this.#bytes.length ? Buffer.allocUnsafeSlow(needed * 2) : this.#bytes
      this.#bytes.copy(target, 0, this.#start, this.#end)
      this.#bytes = target
      for (let field = 0; field < this.#fields; field += 1) {
        this.#fieldEnds[field] = (this.#fieldEnds[field] ?? 0) - this.#start
      }
      this.#seen -= this.#start
      this.#end = unfinished
      this.#start = 0
    }
    chunk.copy(this.#bytes, this.#end)
    this.#end += chunk.length
  }
}
