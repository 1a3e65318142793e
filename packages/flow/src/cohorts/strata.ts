import type { ChangeRow, CohortStratum } from '../analysis.ts'
import { compareText } from '../facts/flow-index.ts'
import { groupBy } from '../group-by.ts'
import { isMarked } from './is-marked.ts'
import { isoMonth } from './iso-month.ts'

/** Changes that are alike in all that the comparison can see. */
export interface RowStratum {
  readonly name: string
  readonly marked: readonly ChangeRow[]
  readonly unmarked: readonly ChangeRow[]
}

/** From this share of changes with a known size on, size is a stratum too. */
const enoughSizes = 0.8

/** Sorts changes into month x type, and size band where sizes are known; calendar months in UTC. */
export function strataOf(rows: readonly ChangeRow[]): {
  readonly strata: readonly RowStratum[]
  readonly stratifiedBy: readonly ('month' | 'type' | 'size')[]
} {
  const sized = rows.filter(({ change }) => change.changedLines !== undefined)
  const usesSize = sized.length > 0 && sized.length >= enoughSizes * rows.length
  const eligible = usesSize ? sized : rows
  const nameOf = ({ change }: ChangeRow): string =>
    [isoMonth(change.mergedAt), change.type, ...(usesSize ? [sizeBand(change.changedLines ?? 0)] : [])].join(
      ' ',
    )
  const strata = [...groupBy(eligible, nameOf)]
    .map(([name, group]) => ({
      name,
      marked: group.filter(isMarked),
      unmarked: group.filter((row) => !isMarked(row)),
    }))
    .sort((a, b) => compareText(a.name, b.name))
  return { strata, stratifiedBy: usesSize ? ['month', 'type', 'size'] : ['month', 'type'] }
}

/** What the report shows of a stratum. */
export function summaryOf(stratum: RowStratum): CohortStratum {
  return { name: stratum.name, marked: stratum.marked.length, unmarked: stratum.unmarked.length }
}

function sizeBand(lines: number): string {
  if (lines <= 10) return 'up to 10 lines'
  if (lines <= 100) return '11 to 100 lines'
  if (lines <= 1_000) return '101 to 1,000 lines'
  return 'over 1,000 lines'
}
