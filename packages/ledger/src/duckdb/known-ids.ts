import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBBlobValue } from '@duckdb/node-api'
import { FingerprintSet, fingerprintBytes } from './fingerprint-set.ts'
import { rowsOf } from './ledger-file.ts'

/**
 * Which ids a table has. There is no index to ask, so the first few batches of a process look through the column,
 * and then all ids are remembered: one batch of a pipeline step does not wait for millions of ids to be read.
 */
export class KnownIds {
  readonly #table: string
  #remembered: FingerprintSet | undefined
  #asked = 0

  constructor(table: 'events' | 'exposures' | 'metric_samples' | 'quarantine') {
    this.#table = table
  }

  /**
   * The places of ids that are new: neither in the table nor earlier in the list. They count as known from now on;
   * when they were not recorded after all, call `forget`.
   */
  async take(connection: DuckDBConnection, ids: readonly string[]): Promise<readonly number[]> {
    if (ids.length === 0) return []
    this.#asked += 1
    if (this.#remembered === undefined && this.#asked <= mostSearches) return this.#search(connection, ids)

    const remembered = (this.#remembered ??= await this.#load(connection))
    return placesWhere(ids, (id) => remembered.add(id))
  }

  /** The table is no longer what was remembered. */
  forget(): void {
    this.#remembered = undefined
  }

  async #search(connection: DuckDBConnection, ids: readonly string[]): Promise<readonly number[]> {
    const found = await rowsOf(
      connection,
      `select id from ${this.#table} where id in (select unnest(from_json($1, '["varchar"]')))`,
      [JSON.stringify(ids)],
    )
    const known = new Set(found.map(({ id }) => String(id)))
    return placesWhere(ids, (id) => !known.has(id) && known.add(id).has(id))
  }

  async #load(connection: DuckDBConnection): Promise<FingerprintSet> {
    const remembered = new FingerprintSet()
    const parts = await connection.stream(
      `select unhex(string_agg(md5(id)[1:${2 * fingerprintBytes}], '')) as part
       from (select id, row_number() over () // 65536 as block from ${this.#table}) group by block`,
    )
    for await (const rows of parts.yieldRows()) {
      for (const [part] of rows) if (part instanceof DuckDBBlobValue) remembered.addFingerprints(part.bytes)
    }
    return remembered
  }
}

const mostSearches = 8

function placesWhere(ids: readonly string[], isNew: (id: string) => boolean): readonly number[] {
  const places: number[] = []
  for (const [place, id] of ids.entries()) if (isNew(id)) places.push(place)
  return places
}
