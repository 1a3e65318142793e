import { DuckDBBlobValue, type DuckDBConnection } from '@duckdb/node-api'
import { FingerprintSet, fingerprintBytes } from './fingerprint-set.ts'
import { wellFormedJson } from '../derive/well-formed.ts'
import { rowsOf } from './ledger-file.ts'

/**
 * Which ids a table has. There is no index to ask, so the first few batches of a process look through the column,
 * and then all ids are remembered: one batch of a pipeline step does not wait for millions of ids to be read.
 */
export class KnownIds {
  readonly #table: string
  #remembered: FingerprintSet | undefined
  #searches = 0

  constructor(table: 'events' | 'exposures' | 'metric_samples' | 'quarantine') {
    this.#table = table
  }

  /**
   * The places of ids that are new: neither in the table nor earlier in the list. They count as known from now on;
   * when they were not recorded after all, call `forget`. `beforeSearch` is called when the table itself is looked at.
   */
  async take(
    connection: DuckDBConnection,
    ids: readonly string[],
    beforeSearch: () => void,
  ): Promise<readonly number[]> {
    if (ids.length === 0) return []
    if (this.#remembered === undefined) {
      beforeSearch()
      this.#remembered = await this.#load(connection)
    }
    const remembered = this.#remembered
    if (remembered !== undefined) return placesWhere(ids, (id) => remembered.add(id))

    const known = await this.#search(connection, ids)
    return placesWhere(ids, (id) => !known.has(id) && known.add(id).has(id))
  }

  /** The table is no longer what was remembered. */
  forget(): void {
    this.#remembered = undefined
  }

  async #search(connection: DuckDBConnection, ids: readonly string[]): Promise<Set<string>> {
    const found = await rowsOf(
      connection,
      `select id from ${this.#table} where id in (select unnest(from_json($1, '["varchar"]')))`,
      [wellFormedJson(ids)],
    )
    return new Set(found.map(({ id }) => String(id)))
  }

  /** Nothing while searching is likely to be quicker. */
  async #load(connection: DuckDBConnection): Promise<FingerprintSet | undefined> {
    const [counted] = await rowsOf(connection, `select count(*)::double as rows from ${this.#table}`)
    this.#searches += 1
    if (Number(counted?.['rows']) > fewRows && this.#searches <= mostSearches) return undefined

    const remembered = new FingerprintSet()
    const parts = await connection.run(
      `select unhex(string_agg(md5(id)[1:${2 * fingerprintBytes}], '')) as part
       from (select id, row_number() over () // 65536 as block from ${this.#table}) group by block`,
    )
    for (const [part] of await parts.getRows()) {
      if (part instanceof DuckDBBlobValue) remembered.addFingerprints(part.bytes)
    }
    return remembered
  }
}

const fewRows = 100_000
const mostSearches = 8

function placesWhere(ids: readonly string[], isNew: (id: string) => boolean): readonly number[] {
  const places: number[] = []
  for (const [place, id] of ids.entries()) if (isNew(id)) places.push(place)
  return places
}
