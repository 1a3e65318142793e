/** Lets a bounded number of tasks through at once, first come first served. The bound may change while it works. */
export class Turnstile {
  readonly #waiting: (() => void)[] = []
  #inside = 0
  #bound: number

  constructor(bound: number) {
    this.#bound = bound
  }

  get bound(): number {
    return this.#bound
  }

  set bound(bound: number) {
    this.#bound = Math.max(1, Math.floor(bound))
    this.#admit()
  }

  async pass<T>(task: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#bound) await new Promise<void>((admit) => this.#waiting.push(admit))
    else this.#inside += 1
    try {
      return await task()
    } finally {
      this.#inside -= 1
      this.#admit()
    }
  }

  #admit(): void {
    while (this.#inside < this.#bound) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#inside += 1
      next()
    }
  }
}
