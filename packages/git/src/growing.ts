/** A list of 32-bit integers that grows by doubling. */
export class IntegerColumn {
  #values: Int32Array
  #length = 0

  constructor(capacity = 4_096) {
    this.#values = new Int32Array(capacity)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Int32Array(this.#values.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#length] = value
    this.#length += 1
  }

  /** The values so far, without a copy; a later `push` may leave the view behind. */
  view(): Int32Array {
    return this.#values.subarray(0, this.#length)
  }
}

/** A list of numbers that grows by doubling. */
export class NumberColumn {
  #values: Float64Array
  #length = 0

  constructor(capacity = 4_096) {
    this.#values = new Float64Array(capacity)
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#length] = value
    this.#length += 1
  }

  /** The values so far, without a copy; a later `push` may leave the view behind. */
  view(): Float64Array {
    return this.#values.subarray(0, this.#length)
  }
}

/** Texts in blocks of bytes, so that growing never copies what is already there. A text never spans two blocks. */
export class ByteArena {
  static readonly #blockBytes = 1_048_576
  readonly #blocks: Buffer[] = []
  #free = 0

  /** Copies `source[from, to)`, at most 1 MiB, to the end and returns its address for `read`. */
  add(source: Buffer, from: number, to: number): number {
    const length = to - from
    if (length > ByteArena.#blockBytes)
      throw new RangeError(`A text of ${length} bytes does not fit a block.`)
    let block = this.#blocks.at(-1)
    if (block === undefined || this.#free + length > ByteArena.#blockBytes) {
      block = Buffer.alloc(ByteArena.#blockBytes)
      this.#blocks.push(block)
      this.#free = 0
    }
    source.copy(block, this.#free, from, to)
    const address = (this.#blocks.length - 1) * ByteArena.#blockBytes + this.#free
    this.#free += length
    return address
  }

  /** The text at an address. Bytes that are not UTF-8 read as U+FFFD. */
  read(address: number, length: number): string {
    const block = this.#blocks[Math.floor(address / ByteArena.#blockBytes)]
    const start = address % ByteArena.#blockBytes
    return block === undefined ? '' : block.toString('utf8', start, start + length)
  }

  /** Whether an ASCII text stands within the text at an address. */
  includes(address: number, length: number, text: string): boolean {
    const block = this.#blocks[Math.floor(address / ByteArena.#blockBytes)]
    const start = address % ByteArena.#blockBytes
    return block !== undefined && block.subarray(start, start + length).includes(text, 0, 'latin1')
  }

  /** Addresses at which an ASCII text stands, in rising order. */
  search(text: string): readonly number[] {
    const addresses: number[] = []
    for (const [number, block] of this.#blocks.entries()) {
      for (let at = block.indexOf(text, 0, 'latin1'); at >= 0; at = block.indexOf(text, at + 1, 'latin1')) {
        addresses.push(number * ByteArena.#blockBytes + at)
      }
    }
    return addresses
  }
}
