import type { InFlight } from './analysis.ts'
import type { CohortRows } from './cohort-rows.ts'
import { noData } from './estimates.ts'
import type { FlowIndex } from './facts/flow-index.ts'
import { quantileEstimate } from '@sluice/stats'

/** What is merged and waits at the end of the window. Without any deployment nobody knows what still waits. */
export function inFlight(rows: CohortRows, index: FlowIndex): InFlight {
  if (index.firstDeploymentAt === undefined) return { changes: 0, medianAge: noData('quantile-type-7') }
  const older = rows.carriedOver.filter((row) => row.shipped === undefined)
  const ages = [...older, ...rows.measured.filter((row) => row.shipped === undefined)].map((row) =>
    index.spanLength(row.change.mergedAt, index.window.until),
  )
  return {
    changes: ages.length,
    medianAge: quantileEstimate(ages, 0.5, { confidence: index.confidence }),
    mergedBeforeWindow: older.length,
  }
}
