import type { DuckDBConnection } from '@duckdb/node-api'
import type { AppendResult } from '../ledger.ts'
import { forgetAll, nothingKnown, writeBatches, type KnownRows } from './commit-batches.ts'
import { duckdbFailure } from './duckdb-failure.ts'
import type { LedgerFile } from './ledger-file.ts'
import { prepareBatch, type PreparedBatch } from './prepared-batch.ts'
import type { WireBatch } from './protocol.ts'
import { recentRows, settleFacts } from './settle.ts'

/**
 * Everything that writes goes through here, one job after the other. Batches that arrive while a commit runs are
 * committed together: a commit waits for the disk, and does so once for all of them.
 */
export class Writer {
  readonly #file: LedgerFile
  readonly #known: KnownRows = nothingKnown()
  #waiting: WaitingBatch[] = []
  #last: Promise<unknown> = Promise.resolve()
  /** Rows in the `_recent` tables: what a view has to compare. */
  #recent = 0
  #idle: NodeJS.Timeout | undefined

  private constructor(file: LedgerFile, recent: number) {
    this.#file = file
    this.#recent = recent
  }

  static async open(file: LedgerFile): Promise<Writer> {
    return new Writer(file, await file.read(recentRows))
  }

  /** Resolves when the batch is durable. */
  append(wire: WireBatch): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      const batch = this.#prepare(wire, reject)
      if (batch === undefined) return
      this.#waiting.push({ batch, resolve, reject })
      if (this.#waiting.length === 1) void this.#next(() => this.#commitWaiting())
    })
  }

  /** Runs a job in a transaction of its own. */
  run<T>(work: (writer: DuckDBConnection, known: KnownRows) => Promise<T>): Promise<T> {
    return this.#next(async () => {
      try {
        return await this.#file.transaction((writer) => work(writer, this.#known))
      } catch (error) {
        forgetAll(this.#known)
        throw error
      }
    })
  }

  /** Moves recent facts to their settled tables, so that reading need not compare them. */
  settle(): Promise<void> {
    return this.#next(() => this.#settleNow())
  }

  /** Waits for all that was accepted. */
  async close(): Promise<void> {
    clearTimeout(this.#idle)
    await this.settle().catch(ignore)
    await this.#last
  }

  #prepare(wire: WireBatch, reject: (reason: unknown) => void): PreparedBatch | undefined {
    try {
      return prepareBatch(wire)
    } catch (error) {
      reject(duckdbFailure(error, this.#file.path))
      return undefined
    }
  }

  #next<T>(job: () => Promise<T>): Promise<T> {
    const done = this.#last.then(job)
    this.#last = done.catch(ignore)
    return done
  }

  async #commitWaiting(): Promise<void> {
    clearTimeout(this.#idle)
    const group = takeGroup(this.#waiting)
    this.#waiting = this.#waiting.slice(group.length)
    if (this.#waiting.length > 0) void this.#next(() => this.#commitWaiting())
    await this.#commit(group)
    if (this.#recent >= mostRecentRows) await this.#settleNow().catch(ignore)
    else if (this.#recent > 0) this.#settleWhenIdle()
  }

  async #commit(group: readonly WaitingBatch[]): Promise<void> {
    try {
      const results = await this.#file.transaction((writer) =>
        writeBatches(
          writer,
          this.#known,
          group.map(({ batch }) => batch),
        ),
      )
      for (const [place, { batch, resolve }] of group.entries()) {
        this.#recent += recentRowsOf(batch)
        resolve(results[place] ?? { recorded: 0, repeated: 0, quarantined: 0 })
      }
    } catch (error) {
      forgetAll(this.#known)
      const [only, ...others] = group
      if (others.length === 0) only?.reject(error)
      // One of them is at fault; each is tried by itself, so that the others are recorded.
      else for (const batch of group) await this.#commit([batch])
    }
  }

  #settleWhenIdle(): void {
    this.#idle = setTimeout(() => void this.settle().catch(ignore), quietMs)
    this.#idle.unref()
  }

  async #settleNow(): Promise<void> {
    if (this.#recent === 0) return
    await this.#file.transaction(settleFacts)
    this.#recent = 0
  }
}

interface WaitingBatch {
  readonly batch: PreparedBatch
  readonly resolve: (result: AppendResult) => void
  readonly reject: (reason: unknown) => void
}

/** Settling costs a look at the keys of all settled rows, so it is done for many recent ones at once. */
const mostRecentRows = 50_000
const quietMs = 250
/** A group does not grow without end, so that the first of it does not wait for the last. */
const mostEventsOfGroup = 20_000

function takeGroup(waiting: readonly WaitingBatch[]): readonly WaitingBatch[] {
  let events = 0
  const end = waiting.findIndex(({ batch }, place) => {
    events += batch.events.ids.length + (batch.wire.testResults?.count ?? 0)
    return place > 0 && events > mostEventsOfGroup
  })
  return end === -1 ? waiting : waiting.slice(0, end)
}

function recentRowsOf({ events }: PreparedBatch): number {
  return events.facts.reduce((sum, { rows }) => sum + rows.count, 0)
}

/** Whoever waits for a job gets its error; the queue itself goes on. */
function ignore(): void {}
