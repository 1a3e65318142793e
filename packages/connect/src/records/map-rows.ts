import type { DeliveryEvent, Instant, RejectedRecord } from '@sluice/model'
import { rejectedRecord } from '../kit/rejected-record.ts'
import type { MappedInput } from '../kit/source.ts'
import type { BrokenRow, Row } from './row.ts'

/** What one record means, and what of it could not be used. */
export interface MappedRecord {
  readonly events: readonly DeliveryEvent[]
  /** Each with its column. */
  readonly problems: readonly string[]
}

export interface MapRowsOptions {
  readonly source: string
  readonly receivedAt: Instant
  readonly map: (columns: Row['columns']) => MappedRecord
  /** Records that are handed on together. */
  readonly batch: number
}

/** Maps rows in batches; a row that cannot be understood, or only in part, is set aside with its line and why. */
export async function* mapRows(
  rows: AsyncIterable<Row | BrokenRow>,
  options: MapRowsOptions,
): AsyncGenerator<MappedInput, void, void> {
  let events: DeliveryEvent[] = []
  let rejected: RejectedRecord[] = []
  let count = 0
  for await (const row of rows) {
    if (row.kind === 'broken') {
      rejected.push(setAside(row, `Line ${row.line} ${row.problem}.`, options))
    } else {
      const mapped = options.map(row.columns)
      events.push(...mapped.events)
      const reason = describeProblems(mapped)
      if (reason !== undefined) rejected.push(setAside(row, `Line ${row.line}, ${reason}`, options))
    }
    count += 1
    if (count < options.batch) continue
    yield { events, rejected }
    events = []
    rejected = []
    count = 0
  }
  if (count > 0) yield { events, rejected }
}

/** What is wrong with a record, and what became of it; undefined when nothing is. */
export function describeProblems({ events, problems }: MappedRecord): string | undefined {
  if (problems.length === 0) return undefined
  const more = problems.length > mostProblems ? ['and more of the kind'] : []
  const fate = events.length > 0 ? 'it is kept without that' : 'it is left out'
  return `${[...problems.slice(0, mostProblems), ...more].join('; ')}; ${fate}.`
}

const mostProblems = 5

function setAside(row: Row | BrokenRow, reason: string, options: MapRowsOptions): RejectedRecord {
  return rejectedRecord({ source: options.source, reason, input: row.text, receivedAt: options.receivedAt })
}
