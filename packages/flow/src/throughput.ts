import type { Rng } from '@sluice/model'
import type { FlowAnalysis } from './analysis.ts'
import type { CohortRows } from './cohort-rows.ts'
import { noData } from './estimates.ts'
import type { FlowIndex } from './facts/flow-index.ts'
import { exposureFrom, rateOver, weeklyRates } from './metrics/exposure.ts'
import type { WindowWeek } from './trend/weeks.ts'
import { emptyTrend, weeklyTrend } from './trend/weekly-trend.ts'

/** Changes merged per week, bots left out. Counting begins with the first known change when the history does. */
export function throughput(
  rows: CohortRows,
  weeks: readonly WindowWeek[],
  index: FlowIndex,
  rng: Rng,
): FlowAnalysis['throughput'] {
  const first = index.changes[0]
  if (first === undefined) return { estimate: noData('poisson-exact'), trend: emptyTrend }
  const exposure = exposureFrom(first.mergedAt, index)
  const merges = rows.nonBot.map((row) => row.change.mergedAt).filter(exposure.counts)
  return {
    estimate: rateOver(merges.length, exposure.from, index),
    trend: weeklyTrend(weeks, weeklyRates(weeks, merges, exposure.from, index), rng),
  }
}
