import { hash } from 'node:crypto'

/**
 * A set of texts by their fingerprint: the first 96 bits of MD5, in 12 bytes each and a table at most 70 % full. Two
 * of ten million different texts share a fingerprint with a chance of 1 in 10^15; whoever makes them share one on
 * purpose only hides what is theirs.
 */
export class FingerprintSet {
  #slots = new Uint32Array(wordsOfSlot * 1_024)
  #capacity = 1_024
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Adds a text. True when it was not there. */
  add(text: string): boolean {
    return this.#addFingerprint(hash('md5', text, 'buffer'), 0)
  }

  has(text: string): boolean {
    const fingerprint = hash('md5', text, 'buffer')
    const slot = this.#slotOf(word(fingerprint, 0), word(fingerprint, 4), word(fingerprint, 8))
    return !this.#isFree(slot)
  }

  /** Adds fingerprints of `fingerprintBytes` bytes that stand one behind the other. */
  addFingerprints(bytes: Uint8Array): void {
    for (let at = 0; at + fingerprintBytes <= bytes.length; at += fingerprintBytes)
      this.#addFingerprint(bytes, at)
  }

  #addFingerprint(bytes: Uint8Array, at: number): boolean {
    const one = word(bytes, at)
    const two = word(bytes, at + 4)
    const three = word(bytes, at + 8)
    const slot = this.#slotOf(one, two, three)
    if (!this.#isFree(slot)) return false
    this.#write(slot, one, two, three)
    this.#size += 1
    if (this.#size > this.#capacity * fullest) this.#grow()
    return true
  }

  /** Where a fingerprint is, or where it would go. */
  #slotOf(one: number, two: number, three: number): number {
    const slots = this.#slots
    let slot = one & (this.#capacity - 1)
    while (!this.#isFree(slot)) {
      const at = slot * wordsOfSlot
      if (slots[at] === one && slots[at + 1] === two && slots[at + 2] === three) return slot
      slot = (slot + 1) & (this.#capacity - 1)
    }
    return slot
  }

  /** A fingerprint of zeros only would look like a free slot; with 96 bits there is none. */
  #isFree(slot: number): boolean {
    const at = slot * wordsOfSlot
    return this.#slots[at] === 0 && this.#slots[at + 1] === 0 && this.#slots[at + 2] === 0
  }

  #write(slot: number, one: number, two: number, three: number): void {
    const at = slot * wordsOfSlot
    this.#slots[at] = one
    this.#slots[at + 1] = two
    this.#slots[at + 2] = three
  }

  #grow(): void {
    const old = this.#slots
    this.#capacity *= 2
    this.#slots = new Uint32Array(this.#capacity * wordsOfSlot)
    for (let at = 0; at < old.length; at += wordsOfSlot) {
      const one = old[at] ?? 0
      const two = old[at + 1] ?? 0
      const three = old[at + 2] ?? 0
      if (one !== 0 || two !== 0 || three !== 0) this.#write(this.#slotOf(one, two, three), one, two, three)
    }
  }
}

/** Bytes of a fingerprint: the first of the MD5 of the text in UTF-8. */
export const fingerprintBytes = 12

const wordsOfSlot = 3
const fullest = 0.7

function word(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24)) >>>
    0
  )
}
