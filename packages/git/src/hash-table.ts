/**
 * Numbers object hashes in the order in which they are first met: an open-addressing table over one growing
 * array of 32-bit words, about 40 bytes per hash where a `Map` of strings takes 150.
 */
export class HashTable {
  readonly #words: number
  #hashes: Uint32Array
  #slots: Int32Array
  #size = 0
  /** The hash that was parsed last, and bytes to print one from. */
  readonly #probe: Uint32Array
  readonly #printed: Buffer

  /** `hexLength`: 40 characters for SHA-1, 64 for SHA-256. */
  constructor(hexLength: 40 | 64) {
    this.#words = hexLength / 8
    this.#hashes = new Uint32Array(4_096 * this.#words)
    this.#slots = new Int32Array(8_192).fill(-1)
    this.#probe = new Uint32Array(this.#words)
    this.#printed = Buffer.alloc(this.#words * 4)
  }

  get size(): number {
    return this.#size
  }

  /** The number of the hash that stands as hexadecimal text at `offset`; -1 when the text is not hexadecimal. */
  add(bytes: Uint8Array, offset: number): number {
    if (!this.#parse(bytes, offset)) return -1
    const slot = this.#slotOf()
    const known = this.#slots[slot] ?? -1
    if (known >= 0) return known

    if ((this.#size + 1) * this.#words > this.#hashes.length) {
      const larger = new Uint32Array(this.#hashes.length * 2)
      larger.set(this.#hashes)
      this.#hashes = larger
    }
    this.#hashes.set(this.#probe, this.#size * this.#words)
    this.#slots[slot] = this.#size
    this.#size += 1
    if (this.#size * 2 > this.#slots.length) this.#rehash()
    return this.#size - 1
  }

  /** The number of a hash in hexadecimal, or -1 when it was never added. */
  find(hexadecimal: string): number {
    if (hexadecimal.length !== this.#words * 8) return -1
    const isHash = this.#parse(Buffer.from(hexadecimal, 'latin1'), 0)
    return isHash ? (this.#slots[this.#slotOf()] ?? -1) : -1
  }

  /** The hash of a number, in hexadecimal. */
  text(number: number): string {
    for (let word = 0; word < this.#words; word += 1) {
      this.#printed.writeUInt32BE(this.#hashes[number * this.#words + word] ?? 0, word * 4)
    }
    return this.#printed.toString('hex')
  }

  #parse(bytes: Uint8Array, offset: number): boolean {
    let invalid = 0
    let at = offset
    for (let word = 0; word < this.#words; word += 1) {
      const end = at + 8
      let value = 0
      for (; at < end; at += 1) {
        const digit = digits[bytes[at] ?? 0] ?? 16
        invalid |= digit
        value = (value << 4) | (digit & 15)
      }
      this.#probe[word] = value
    }
    return (invalid & 16) === 0
  }

  /** Where the probed hash is, or the free slot where it belongs. The bits of a hash are already well mixed. */
  #slotOf(): number {
    const mask = this.#slots.length - 1
    let slot = (this.#probe[0] ?? 0) & mask
    for (;;) {
      const number = this.#slots[slot] ?? -1
      if (number < 0 || this.#equals(number)) return slot
      slot = (slot + 1) & mask
    }
  }

  #equals(number: number): boolean {
    const start = number * this.#words
    for (let word = 0; word < this.#words; word += 1) {
      if (this.#hashes[start + word] !== this.#probe[word]) return false
    }
    return true
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1)
    const mask = slots.length - 1
    for (let number = 0; number < this.#size; number += 1) {
      let slot = (this.#hashes[number * this.#words] ?? 0) & mask
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask
      slots[slot] = number
    }
    this.#slots = slots
  }
}

/** Value of each hexadecimal digit by its byte; 16 for every other byte. */
const digits = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16)
  return Number.isNaN(value) ? 16 : value
})
