import type { DuckDBConnection } from '@duckdb/node-api'
import { rowsOf } from './ledger-file.ts'

/**
 * Which test results are recorded. Reports arrive in order, so the last known place of each tells nearly always that
 * a result is new; only where a place is not behind it are the places of that report looked up.
 */
export class KnownReports {
  #lastPlaces: Map<string, number> | undefined

  /**
   * The rows that are new: neither in the table nor earlier in the list. They count as known from now on; when they
   * were not recorded after all, call `forget`.
   */
  async take(connection: DuckDBConnection, keys: ResultKeys): Promise<readonly number[]> {
    const lastPlaces = (this.#lastPlaces ??= await loadLastPlaces(connection))
    const exact = new Map<string, Set<number>>()
    const rows: number[] = []
    for (let row = 0; row < keys.count; row += 1) {
      const report = keys.report(row)
      const place = keys.place(row)
      const last = lastPlaces.get(report)
      let places = exact.get(report)
      if (last === undefined || place > last) {
        lastPlaces.set(report, place)
      } else {
        if (places === undefined) {
          places = await loadPlaces(connection, report)
          for (const earlier of rows) if (keys.report(earlier) === report) places.add(keys.place(earlier))
          exact.set(report, places)
        }
        if (places.has(place)) continue
      }
      places?.add(place)
      rows.push(row)
    }
    return rows
  }

  /** The table is no longer what was remembered. */
  forget(): void {
    this.#lastPlaces = undefined
  }
}

/** Which report each of some results belongs to, and its place there. */
export interface ResultKeys {
  readonly count: number
  readonly report: (row: number) => string
  readonly place: (row: number) => number
}

async function loadLastPlaces(connection: DuckDBConnection): Promise<Map<string, number>> {
  const rows = await rowsOf(
    connection,
    'select report, max(place)::double as last from test_results group by report',
  )
  return new Map(rows.map(({ report, last }) => [String(report), Number(last)]))
}

async function loadPlaces(connection: DuckDBConnection, report: string): Promise<Set<number>> {
  const rows = await rowsOf(connection, 'select place::double as place from test_results where report = $1', [
    report,
  ])
  return new Set(rows.map(({ place }) => Number(place)))
}
