import type { DuckDBConnection } from '@duckdb/node-api'
import type { AppendResult } from '../ledger.ts'
import { forgetAll, nothingKnown, writeBatches, type KnownRows } from './commit-batches.ts'
import { rowsOf, type LedgerFile } from './ledger-file.ts'
import type { WireBatch } from './protocol.ts'
import { deriveFacts } from './rebuild.ts'
import type { RowColumns } from './row-columns.ts'
import { settleFacts } from './settle.ts'

/**
 * Everything that writes goes through here, one job after the other. Batches that arrive while a commit runs are
 * committed together: a commit waits for the disk, and does so once for all of them.
 */
export class Writer {
  readonly #file: LedgerFile
  readonly #known: KnownRows = nothingKnown()
  #waiting: WaitingBatch[] = []
  #last: Promise<unknown> = Promise.resolve()
  /** Facts of events that are recorded, on their way to their tables. */
  #unsettled: RowColumns[] = []
  #settling: Promise<void> | undefined
  #idle: NodeJS.Timeout | undefined

  private constructor(file: LedgerFile) {
    this.#file = file
  }

  /** Starts writing, and first derives the facts that an earlier process did not come to settle. */
  static async open(file: LedgerFile): Promise<Writer> {
    if (await file.read(hasUnsettledEvents)) await file.transaction((writer) => deriveFacts(writer))
    return new Writer(file)
  }

  /** Resolves when the batch is durable. */
  append(batch: WireBatch): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject })
      if (this.#waiting.length === 1) void this.#next(() => this.#commitWaiting())
    })
  }

  /** Runs a job in a transaction of its own, when the facts of all that came before are settled. */
  run<T>(work: (writer: DuckDBConnection, known: KnownRows) => Promise<T>): Promise<T> {
    return this.#next(async () => {
      await this.#settleNow()
      try {
        return await this.#file.transaction((writer) => work(writer, this.#known))
      } catch (error) {
        forgetAll(this.#known)
        throw error
      }
    })
  }

  /** Resolves when the facts of everything that was committed are in their tables. */
  settle(): Promise<void> {
    if (this.#unsettled.length === 0) return Promise.resolve()
    this.#settling ??= this.#next(() => this.#settleNow()).finally(() => {
      this.#settling = undefined
    })
    return this.#settling
  }

  /**
   * Does something that reads, with all facts settled for it alone. For a disk without space: nothing is written,
   * and what is known can be read all the same.
   */
  peek<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#next(() =>
      this.#file.trial(async (connection) => {
        await settleFacts(connection, this.#unsettled)
        return work(connection)
      }),
    )
  }

  /** Waits for all that was accepted. */
  async close(): Promise<void> {
    await this.settle().catch(ignore)
    await this.#last
    clearTimeout(this.#idle)
  }

  #next<T>(job: () => Promise<T>): Promise<T> {
    const done = this.#last.then(job)
    this.#last = done.catch(ignore)
    return done
  }

  async #commitWaiting(): Promise<void> {
    const group = takeGroup(this.#waiting)
    this.#waiting = this.#waiting.slice(group.length)
    if (this.#waiting.length > 0) void this.#next(() => this.#commitWaiting())
    await this.#commit(group)
    if (rowsIn(this.#unsettled) >= mostUnsettled) await this.#settleNow().catch(ignore)
    else if (this.#unsettled.length === 0) await this.#file.checkpointWhenLarge()
    this.#settleWhenIdle()
  }

  async #commit(group: readonly WaitingBatch[]): Promise<void> {
    try {
      const { results, facts } = await this.#file.transaction((writer) =>
        writeBatches(
          writer,
          this.#known,
          group.map(({ batch }) => batch),
        ),
      )
      this.#unsettled.push(...facts.filter(({ count }) => count > 0))
      for (const [place, { resolve }] of group.entries()) {
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
    clearTimeout(this.#idle)
    if (this.#unsettled.length === 0) return
    this.#idle = setTimeout(() => void this.settle().catch(ignore), quietMs)
    this.#idle.unref()
  }

  async #settleNow(): Promise<void> {
    if (this.#unsettled.length === 0) return
    await this.#file.transaction((writer) => settleFacts(writer, this.#unsettled))
    this.#unsettled = []
  }
}

interface WaitingBatch {
  readonly batch: WireBatch
  readonly resolve: (result: AppendResult) => void
  readonly reject: (reason: unknown) => void
}

/** Settling looks at the keys of every row that is settled, so it is done for many facts at once. */
const mostUnsettled = 25_000
const quietMs = 250
/** A group does not grow without end, so that the first of it does not wait for the last. */
const mostRowsOfGroup = 100_000

function takeGroup(waiting: readonly WaitingBatch[]): readonly WaitingBatch[] {
  let rows = 0
  const end = waiting.findIndex(({ batch }, place) => {
    rows += (batch.events?.rows.count ?? 0) + (batch.testResults?.count ?? 0)
    return place > 0 && rows > mostRowsOfGroup
  })
  return end === -1 ? waiting : waiting.slice(0, end)
}

function rowsIn(facts: readonly RowColumns[]): number {
  return facts.reduce((sum, { count }) => sum + count, 0)
}

async function hasUnsettledEvents(reader: DuckDBConnection): Promise<boolean> {
  const found = await rowsOf(
    reader,
    'select 1 as found from settled where events < (select count(*) from events)',
  )
  return found.length > 0
}

/** Whoever waits for a job gets its error; the queue itself goes on. */
function ignore(): void {}
