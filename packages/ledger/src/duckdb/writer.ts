import type { DuckDBConnection } from '@duckdb/node-api'
import type { AppendResult } from '../ledger.ts'
import { fillChunks } from './append-columns.ts'
import { forgetAll, nothingKnown, writeBatches, type KnownRows } from './commit-batches.ts'
import { rowsOf, type LedgerFile } from './ledger-file.ts'
import type { WireBatch } from './protocol.ts'
import { deriveFacts } from './rebuild.ts'
import { settleFacts } from './settle.ts'
import { UnsettledFacts } from './unsettled-facts.ts'

/**
 * Everything that writes goes through here. Recording and settling are two queues of their own: they write to
 * different tables. Batches that arrive while a commit runs are committed together: a commit waits for the disk, and
 * does so once for all of them.
 */
export class Writer {
  readonly #file: LedgerFile
  readonly #known: KnownRows = nothingKnown()
  #waiting: WaitingBatch[] = []
  #lastRecording: Promise<unknown> = Promise.resolve()
  #lastSettling: Promise<unknown> = Promise.resolve()
  /** Facts of events that are recorded, on their way to their tables. */
  #unsettled = new UnsettledFacts()
  /** Events that are recorded. */
  #events: number
  #idle: NodeJS.Timeout | undefined

  private constructor(file: LedgerFile, events: number) {
    this.#file = file
    this.#events = events
  }

  /** Starts writing, and first derives the facts that an earlier process did not come to settle. */
  static async open(file: LedgerFile): Promise<Writer> {
    const { events, settled } = await file.read(countEvents)
    if (settled < events) await file.transaction((connection) => deriveFacts(connection))
    return new Writer(file, events)
  }

  /** Resolves when the batch is durable. */
  append(batch: WireBatch): Promise<AppendResult> {
    const { events, testResults, exposures, metricSamples } = batch
    for (const rows of [events?.rows, testResults, exposures, metricSamples]) {
      if (rows !== undefined) fillChunks(rows)
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject })
      if (this.#waiting.length === 1) void this.#record(() => this.#commitWaiting())
    })
  }

  /** Runs a job in a transaction of its own, when all that came before is recorded and settled. */
  run<T>(work: (connection: DuckDBConnection, known: KnownRows) => Promise<T>): Promise<T> {
    return this.#record(async () => {
      await this.settle()
      try {
        return await this.#file.transaction((connection) => work(connection, this.#known))
      } catch (error) {
        forgetAll(this.#known)
        throw error
      }
    })
  }

  /** Resolves when the facts of everything that is recorded are in their tables. */
  settle(): Promise<void> {
    const done = this.#lastSettling.then(() => this.#settleNow())
    this.#lastSettling = done.catch(ignore)
    return done
  }

  /**
   * Does something that reads, with all facts settled for it alone. For a disk without space: nothing is written,
   * and what is known can be read all the same.
   */
  peek<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const done = this.#lastSettling.then(() =>
      this.#file.trial(async (connection) => {
        await settleFacts(connection, this.#unsettled, this.#events)
        return work(connection)
      }),
    )
    this.#lastSettling = done.catch(ignore)
    return done
  }

  /** Waits for all that was accepted. */
  async close(): Promise<void> {
    await this.#lastRecording
    await this.settle().catch(ignore)
    clearTimeout(this.#idle)
  }

  #record<T>(job: () => Promise<T>): Promise<T> {
    const done = this.#lastRecording.then(job)
    this.#lastRecording = done.catch(ignore)
    return done
  }

  async #commitWaiting(): Promise<void> {
    const group = takeGroup(this.#waiting)
    this.#waiting = this.#waiting.slice(group.length)
    if (this.#waiting.length > 0) void this.#record(() => this.#commitWaiting())
    await this.#commit(group)

    if (this.#unsettled.size >= mostUnsettled) {
      const settling = this.settle().catch(ignore)
      // Recording must not run away from settling.
      if (this.#unsettled.size >= 4 * mostUnsettled) await settling
    }
    this.#settleWhenIdle()
    if (await this.#file.hasLargeLog()) {
      await this.#lastSettling
      await this.#file.checkpoint()
    }
  }

  async #commit(group: readonly WaitingBatch[]): Promise<void> {
    try {
      const { results, fresh } = await this.#file.transaction((connection) =>
        writeBatches(
          connection,
          this.#known,
          group.map(({ batch }) => batch),
        ),
      )
      for (const events of fresh) {
        this.#unsettled.addPrepared(events)
        this.#events += events.rows.count
      }
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
    if (this.#unsettled.size === 0) return
    this.#idle = setTimeout(() => void this.settle().catch(ignore), quietMs)
    this.#idle.unref()
  }

  async #settleNow(): Promise<void> {
    const facts = this.#unsettled
    if (facts.size === 0) return
    const events = this.#events
    // Commits go on meanwhile.
    this.#unsettled = new UnsettledFacts()
    try {
      await this.#file.transaction((connection) => settleFacts(connection, facts, events), 'settler')
    } catch (error) {
      this.#unsettled.addAgain(facts)
      throw error
    }
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

async function countEvents(
  reader: DuckDBConnection,
): Promise<{ readonly events: number; readonly settled: number }> {
  const [counted] = await rowsOf(
    reader,
    'select (select count(*) from events)::double as events, (select events from settled)::double as settled',
  )
  return { events: Number(counted?.['events']), settled: Number(counted?.['settled']) }
}

/** Whoever waits for a job gets its error; the queue itself goes on. */
function ignore(): void {}
