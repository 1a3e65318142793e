import type { ChangeRow, OpenRow } from './analysis.ts'
import type { FlowIndex } from './facts/flow-index.ts'
import { changeRow } from './stages/change-row.ts'
import { openRows } from './stages/open-rows.ts'

/** The changes that the analysis is about. */
export interface CohortRows {
  /** Merged in the window, bots included, oldest first. */
  readonly all: readonly ChangeRow[]
  /** Of those, by people and their tools: not by bots. */
  readonly nonBot: readonly ChangeRow[]
  /** Of those, the ones that shipped or are in flight honestly: no problem. */
  readonly measured: readonly ChangeRow[]
  /** Not by bots, honest, merged before the window and on their way in it. */
  readonly carriedOver: readonly ChangeRow[]
  /** Not merged when we looked, not by bots, in order of their opening; none without a forge. */
  readonly open: readonly OpenRow[]
}

/** Follows every change that was on its way in the window. */
export function cohortRows(index: FlowIndex): CohortRows {
  const { since } = index.window
  const all: ChangeRow[] = []
  const carriedOver: ChangeRow[] = []
  for (const change of index.changes) {
    if (change.mergedAt >= since) {
      all.push(changeRow(change, index))
      continue
    }
    // Without a deployment nobody knows which of the older changes still wait.
    if (index.firstDeploymentAt === undefined) continue
    const shippedAt = index.shipments.get(change.id)?.deployment.finishedAt
    if (isBot(change) || (shippedAt !== undefined && shippedAt <= since)) continue
    const row = changeRow(change, index)
    if (row.problem === undefined) carriedOver.push(row)
  }
  const nonBot = all.filter((row) => !isBot(row.change))
  const open = index.forge === undefined ? [] : openRows(index.forge).filter((row) => !isBot(row.change))
  return { all, nonBot, measured: nonBot.filter((row) => row.problem === undefined), carriedOver, open }
}

function isBot(change: Pick<ChangeRow['change'], 'authorClass'>): boolean {
  return change.authorClass === 'bot'
}
