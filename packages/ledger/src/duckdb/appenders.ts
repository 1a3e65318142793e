import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api'
import { appendColumns } from './append-columns.ts'
import type { RowColumns } from './row-columns.ts'

/** The appenders of one transaction, one for each table, opened when they are needed. */
export class Appenders {
  readonly #writer: DuckDBConnection
  readonly #open = new Map<string, DuckDBAppender>()

  constructor(writer: DuckDBConnection) {
    this.#writer = writer
  }

  async add(rows: RowColumns): Promise<void> {
    if (rows.count === 0) return
    let appender = this.#open.get(rows.table)
    if (appender === undefined) {
      appender = await this.#writer.createAppender(rows.table)
      this.#open.set(rows.table, appender)
    }
    appendColumns(appender, rows)
  }

  /** Lets statements of this transaction see what was added to a table. */
  flush(table: string): void {
    this.#open.get(table)?.flushSync()
  }

  /** Hands over what was added. Call it before the commit. */
  finish(): void {
    for (const appender of this.#open.values()) appender.closeSync()
    this.#open.clear()
  }
}
