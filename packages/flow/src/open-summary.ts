import { stages, type Stage } from '@sluice/model'
import { quantileEstimate } from '@sluice/stats'
import type { OpenSummary } from './analysis.ts'
import type { CohortRows } from './cohort-rows.ts'
import type { FlowIndex } from './facts/flow-index.ts'
import type { ForgeIndex } from './facts/forge-index.ts'

const mostSlowest = 10

/** What is open and where it stands, bots counted apart. */
export function openSummary(rows: CohortRows, forge: ForgeIndex, index: FlowIndex): OpenSummary {
  const { open } = rows
  const counts = new Map<Stage, number>()
  for (const { stage } of open) counts.set(stage, (counts.get(stage) ?? 0) + 1)
  const ages = open.map(({ change }) => index.spanLength(change.openedAt, forge.asOf))
  return {
    asOf: forge.asOf,
    changes: open.length,
    byBots: forge.open.length - open.length,
    byStage: stages.flatMap((stage) => {
      const changes = counts.get(stage)
      return changes === undefined ? [] : [{ stage, changes }]
    }),
    medianAge: quantileEstimate(ages, 0.5, { confidence: index.confidence }),
    // Rows are in order of opening.
    slowest: open.slice(0, mostSlowest),
    abandoned: forge.abandoned,
  }
}
