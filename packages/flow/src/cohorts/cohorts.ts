import type { AuthorClass, Change, Rng } from '@sluice/model'
import { wilson } from '@sluice/stats'
import type { ChangeRow, Cohorts, LeadTimeClock } from '../analysis.ts'
import type { CohortRows } from '../cohort-rows.ts'
import { noData } from '../estimates.ts'
import { compareText, type FlowIndex } from '../facts/flow-index.ts'
import { byWeek, type WindowWeek } from '../trend/weeks.ts'
import { weeklyTrend } from '../trend/weekly-trend.ts'
import { compareLeadTimes } from './compare-lead-times.ts'
import { isMarked } from './is-marked.ts'

/** Who wrote the changes, as far as marks tell, and whether marked changes take longer than like unmarked ones. */
export function cohorts(
  rows: CohortRows,
  clock: LeadTimeClock,
  weeks: readonly WindowWeek[],
  index: FlowIndex,
  stream: (consumer: number) => Rng,
): Cohorts {
  const { nonBot } = rows
  const { confidence } = index
  const rowsByWeek = byWeek(weeks, nonBot, (row) => row.change.mergedAt)
  return {
    counts: countByClass(rows.all),
    tools: toolCounts(nonBot),
    markedShare: shareOf(nonBot, isMarked, confidence),
    markedShareTrend: weeklyTrend(
      weeks,
      (_, position) => shareOf(rowsByWeek[position] ?? [], isMarked, confidence),
      stream(7),
    ),
    coverage: shareOf(nonBot, canShowMark, confidence),
    leadTime: compareLeadTimes(rows, clock.start, index, stream(8)),
  }
}

function countByClass(rows: readonly ChangeRow[]): Readonly<Record<AuthorClass, number>> {
  const counts = { 'ai-authored': 0, 'ai-co-authored': 0, 'ai-hinted': 0, bot: 0, unmarked: 0 }
  for (const { change } of rows) counts[change.authorClass] += 1
  return counts
}

function toolCounts(rows: readonly ChangeRow[]): Cohorts['tools'] {
  const counts = new Map<string, number>()
  for (const { change } of rows) {
    if (!isMarked({ change })) continue
    for (const tool of new Set(change.marks.map((mark) => mark.tool))) {
      counts.set(tool, (counts.get(tool) ?? 0) + 1)
    }
  }
  return [...counts]
    .map(([tool, changes]) => ({ tool, changes }))
    .sort((a, b) => b.changes - a.changes || compareText(a.tool, b.tool))
}

function shareOf(
  rows: readonly ChangeRow[],
  test: (row: ChangeRow) => boolean,
  confidence: number,
): Cohorts['markedShare'] {
  if (rows.length === 0) return noData('wilson')
  return wilson({ successes: rows.filter(test).length, trials: rows.length, confidence })
}

function canShowMark({ change }: ChangeRow): boolean {
  return isMarked({ change }) || (change.canCarryMarks ?? keepsMessages(change))
}

/** Without better knowledge: a squash merge may have dropped the messages and the branch, anything else keeps them. */
function keepsMessages(change: Change): boolean {
  return change.shape !== 'single' || change.pullRequest === undefined
}
