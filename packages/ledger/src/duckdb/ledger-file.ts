import { stat } from 'node:fs/promises'
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api'
import { duckdbFailure, needsReopening } from './duckdb-failure.ts'

/** The open DuckDB file: one connection that writes, and as many that read as reads run at once. */
export class LedgerFile {
  readonly path: string
  #instance: DuckDBInstance
  #writer: DuckDBConnection
  #idleReaders: DuckDBConnection[] = []
  #readers = 0
  readonly #waitingReads: (() => void)[] = []

  private constructor(path: string, instance: DuckDBInstance, writer: DuckDBConnection) {
    this.path = path
    this.#instance = instance
    this.#writer = writer
  }

  /** @throws LEDGER_IN_USE, LEDGER_DAMAGED, LEDGER_DISK_FULL, LEDGER_DIRECTORY_UNUSABLE */
  static async open(path: string): Promise<LedgerFile> {
    try {
      const { instance, writer } = await openInstance(path)
      return new LedgerFile(path, instance, writer)
    } catch (error) {
      throw duckdbFailure(error, path)
    }
  }

  /**
   * Does something with the connection that writes, in one transaction: all of it is durable, or nothing of it
   * happened. Whoever calls sees to it that one such job runs at a time.
   */
  async transaction<T>(work: (writer: DuckDBConnection) => Promise<T>): Promise<T> {
    try {
      await this.#writer.run('begin transaction')
      const result = await work(this.#writer)
      await this.#writer.run('commit')
      return result
    } catch (error) {
      await this.#rollBack(error)
      throw duckdbFailure(error, this.path)
    }
  }

  /** Does something with the connection that writes and takes all of it back. */
  async trial<T>(work: (writer: DuckDBConnection) => Promise<T>): Promise<T> {
    try {
      await this.#writer.run('begin transaction')
      const result = await work(this.#writer)
      await this.#writer.run('rollback')
      return result
    } catch (error) {
      await this.#rollBack(error)
      throw duckdbFailure(error, this.path)
    }
  }

  /** Does something with a connection that only reads. At most four such jobs run at once; the others wait. */
  async read<T>(work: (reader: DuckDBConnection) => Promise<T>): Promise<T> {
    while (this.#readers >= mostReaders) {
      await new Promise<void>((resolve) => this.#waitingReads.push(resolve))
    }
    this.#readers += 1
    const instance = this.#instance
    let reader: DuckDBConnection | undefined
    try {
      reader = this.#idleReaders.pop() ?? (await instance.connect())
      return await work(reader)
    } catch (error) {
      throw duckdbFailure(error, this.path)
    } finally {
      this.#readers -= 1
      // A file that was opened anew in the meantime has no use for connections of the old one.
      if (reader !== undefined && instance === this.#instance) this.#idleReaders.push(reader)
      else reader?.closeSync()
      this.#waitingReads.shift()?.()
    }
  }

  /**
   * Writes the log into the file when it has grown, so that reading it after a crash stays a matter of a second or
   * two. Call it between transactions.
   */
  async checkpointWhenLarge(): Promise<void> {
    const log = await stat(`${this.path}.wal`).catch(() => undefined)
    if (log === undefined || log.size < largeLogBytes) return
    // A read that still needs the old state makes this impossible now; there will be another moment.
    await this.#writer.run('checkpoint').catch((error: unknown) => this.#rollBack(error))
  }

  close(): void {
    for (const reader of this.#idleReaders) reader.closeSync()
    this.#idleReaders = []
    this.#writer.closeSync()
    this.#instance.closeSync()
  }

  async #rollBack(cause: unknown): Promise<void> {
    if (needsReopening(cause)) {
      await this.#reopen()
      return
    }
    try {
      await this.#writer.run('rollback')
    } catch (error) {
      // A commit that fails has ended the transaction by itself.
      if (needsReopening(error)) await this.#reopen()
    }
  }

  /** What was committed is in the file and its log, so nothing is lost. */
  async #reopen(): Promise<void> {
    this.close()
    const { instance, writer } = await openInstance(this.path)
    this.#instance = instance
    this.#writer = writer
  }
}

/** Runs a statement with values and gives its rows. For small answers; results of queries go by `readBlocks`. */
export async function rowsOf(
  connection: DuckDBConnection,
  sql: string,
  values: DuckDBValue[] = [],
): Promise<Record<string, DuckDBValue>[]> {
  const result = await connection.run(sql, values)
  return result.getRowObjects()
}

const mostReaders = 4
const largeLogBytes = 64e6

async function openInstance(
  path: string,
): Promise<{ readonly instance: DuckDBInstance; readonly writer: DuckDBConnection }> {
  const instance = await DuckDBInstance.create(path, {
    // Nothing is fetched from anywhere; what is needed is built in.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    // Only a stop against a log without end: `checkpointWhenLarge` chooses better moments.
    checkpoint_threshold: '1GB',
  })
  return { instance, writer: await instance.connect() }
}
