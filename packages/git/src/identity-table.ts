import type { Identity } from '@sluice/model'

/** Numbers identities; equal bytes have equal numbers. */
export class IdentityTable {
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
