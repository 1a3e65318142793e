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

  /** A value that was pushed. */
  at(place: number): number {
    return this.#values[place] ?? 0
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

  /** A value that was pushed. */
  at(place: number): number {
    return this.#values[place] ?? 0
  }

  /** The values so far, without a copy; a later `push` may leave the view behind. */
  view(): Float64Array {
    return this.#values.subarray(0, this.#length)
  }
}
