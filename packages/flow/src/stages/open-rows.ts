import type { OpenChange, OpenRow } from '../analysis.ts'
import type { ForgeIndex } from '../facts/forge-index.ts'
import { readLife } from './change-life.ts'
import { claimsBeforeMerge } from './claims.ts'
import { partitionStages } from './partition.ts'

/** Follows every open change from its start to the moment at which we last looked; those of bots too. */
export function openRows(forge: ForgeIndex): readonly OpenRow[] {
  return forge.open.map((change) => openRow(change, forge))
}

function openRow(change: OpenChange, { histories, asOf }: ForgeIndex): OpenRow {
  const { startedAt, openedAt, isDraft = false } = change
  const history = histories.get(change.id)
  const life =
    history === undefined
      ? 'untold'
      : readLife(history, { startedAt, endsAt: asOf, isMerged: false, openedAt, isDraft })
  const stages = partitionStages(
    { from: startedAt < asOf ? startedAt : asOf, to: asOf },
    typeof life === 'string' ? [] : claimsBeforeMerge(life).claims,
  )
  const last = stages.at(-1)
  return { change, stages, stage: last?.stage ?? 'unknown', since: last?.from ?? asOf }
}
