import { stat } from 'node:fs/promises'
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api'
import { duckdbFailure, needsReopening } from './duckdb-failure.ts'

/**
 * The open DuckDB file. One connection records, one settles facts, so that neither waits for the other, and as many
 * read as reads run at once.
 */
export class LedgerFile {
  readonly path: string
  #open: Connections
  #idleReaders: DuckDBConnection[] = []
  #readers = 0
  readonly #waitingReads: (() => void)[] = []

  private constructor(path: string, open: Connections) {
    this.path = path
    this.#open = open
  }

  /** @throws LEDGER_IN_USE, LEDGER_DAMAGED, LEDGER_DISK_FULL, LEDGER_DIRECTORY_UNUSABLE */
  static async open(path: string): Promise<LedgerFile> {
    try {
      return new LedgerFile(path, await connectTo(path))
    } catch (error) {
      throw duckdbFailure(error, path)
    }
  }

  /**
   * Does something in one transaction: all of it is durable, or nothing of it happened. Whoever calls sees to it that
   * each role does one thing at a time, and that the two do not write to the same tables at once.
   */
  async transaction<T>(
    work: (connection: DuckDBConnection) => Promise<T>,
    role: WritingRole = 'recorder',
  ): Promise<T> {
    return this.#inTransaction(role, 'commit', work)
  }

  /** Does something in a transaction and takes all of it back. */
  async trial<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#inTransaction('settler', 'rollback', work)
  }

  /** Does something with a connection that only reads. At most four such jobs run at once; the others wait. */
  async read<T>(work: (reader: DuckDBConnection) => Promise<T>): Promise<T> {
    while (this.#readers >= mostReaders) {
      await new Promise<void>((resolve) => this.#waitingReads.push(resolve))
    }
    this.#readers += 1
    const { instance } = this.#open
    let reader: DuckDBConnection | undefined
    try {
      reader = this.#idleReaders.pop() ?? (await instance.connect())
      return await work(reader)
    } catch (error) {
      throw duckdbFailure(error, this.path)
    } finally {
      this.#readers -= 1
      // A file that was opened anew in the meantime has no use for connections of the old one.
      if (reader !== undefined && instance === this.#open.instance) this.#idleReaders.push(reader)
      else reader?.closeSync()
      this.#waitingReads.shift()?.()
    }
  }

  /** The log has grown so that reading it after a crash would take more than a second or two. */
  async hasLargeLog(): Promise<boolean> {
    const log = await stat(`${this.path}.wal`).catch(() => undefined)
    return log !== undefined && log.size > largeLogBytes
  }

  /** Writes the log into the file, when nothing else is written. */
  async checkpoint(): Promise<void> {
    // A read that still needs the old state makes this impossible now; there will be another moment.
    await this.#open.recorder.run('checkpoint').catch((error: unknown) => this.#reopenAfter(error))
  }

  close(): void {
    for (const reader of this.#idleReaders) reader.closeSync()
    this.#idleReaders = []
    const { instance, recorder, settler } = this.#open
    recorder.closeSync()
    settler.closeSync()
    instance.closeSync()
  }

  async #inTransaction<T>(
    role: WritingRole,
    end: 'commit' | 'rollback',
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    const connection = this.#open[role]
    try {
      await connection.run('begin transaction')
      const result = await work(connection)
      await connection.run(end)
      return result
    } catch (error) {
      // A commit that fails has ended the transaction by itself, and then there is nothing to roll back.
      const rollback: unknown = await connection.run('rollback').catch((failure: unknown) => failure)
      await this.#reopenAfter(error)
      await this.#reopenAfter(rollback)
      throw duckdbFailure(error, this.path)
    }
  }

  /** Some errors put an end to all connections. What was committed is in the file and its log, so nothing is lost. */
  async #reopenAfter(error: unknown): Promise<void> {
    if (!needsReopening(error)) return
    this.close()
    this.#open = await connectTo(this.path)
  }
}

export type WritingRole = 'recorder' | 'settler'

interface Connections {
  readonly instance: DuckDBInstance
  readonly recorder: DuckDBConnection
  readonly settler: DuckDBConnection
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

async function connectTo(path: string): Promise<Connections> {
  const instance = await DuckDBInstance.create(path, {
    // Nothing is fetched from anywhere; what is needed is built in.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    // The first that knows zstd.
    storage_compatibility_version: 'v1.2.0',
    // Only a stop against a log without end: `checkpoint` is called at better moments.
    checkpoint_threshold: '1GB',
  })
  return { instance, recorder: await instance.connect(), settler: await instance.connect() }
}
