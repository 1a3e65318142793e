/** Texts in blocks of bytes, so that growing never copies what is already there. A text never spans two blocks. */
export class ByteArena {
  static readonly #blockBytes = 1_048_576
  readonly #blocks: Buffer[] = []
  #free = ByteArena.#blockBytes

  /** Makes room for a text of `length` bytes, at most 1 MiB; `add` then puts its pieces side by side. */
  reserve(length: number): number {
    if (length > ByteArena.#blockBytes)
      throw new RangeError(`A text of ${length} bytes does not fit a block.`)
    if (this.#free + length > ByteArena.#blockBytes) {
      this.#blocks.push(Buffer.alloc(ByteArena.#blockBytes))
      this.#free = 0
    }
    return (this.#blocks.length - 1) * ByteArena.#blockBytes + this.#free
  }

  /** Copies `source[from, to)` into the room that was reserved. */
  add(source: Buffer, from: number, to: number): void {
    const block = this.#blocks.at(-1)
    if (block !== undefined) this.#free += source.copy(block, this.#free, from, to)
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
