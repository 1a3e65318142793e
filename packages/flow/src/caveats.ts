import type { FlowCaveat, LeadTimeClock } from './analysis.ts'
import type { CohortRows } from './cohort-rows.ts'
import type { FlowIndex } from './facts/flow-index.ts'
import type { JudgedMoment } from './metrics/moments.ts'

/** Fewer changes than this support no more than a glance. */
const fewChanges = 20
/** From this share on, a reader must know that the start of changes is missing. */
const muchUnknownStart = 0.2

/** What a reader must know to read the numbers right, most important first. */
export function flowCaveats(
  rows: CohortRows,
  clock: LeadTimeClock,
  moments: readonly JudgedMoment[],
  index: FlowIndex,
): readonly FlowCaveat[] {
  const deployments = moments.flatMap((moment) => moment.deployments)
  const tags = deployments.filter(({ source }) => source === 'tag')
  const lightweight = tags.filter(({ timing }) => timing === 'commit')
  const changes = rows.nonBot.length
  const bots = rows.all.length - changes
  const failed = moments.filter(({ failures }) => failures.length > 0)
  const isLowerBound = moments.length > 0 && !index.rungs.has('incident') && !index.rungs.has('rollback')
  const clockProblems = rows.nonBot.filter(
    (row) => row.change.clockProblem !== undefined || row.problem === 'shipped-before-merge',
  )
  const unplaced = rows.nonBot.filter((row) => row.problem === 'before-first-deployment')
  return [
    caveat(index.firstDeploymentAt === undefined, 'no-deployments', 0, changes),
    caveat(tags.length > 0, 'tags-are-a-proxy', tags.length, deployments.length),
    caveat(lightweight.length > 0, 'lightweight-tags', lightweight.length, tags.length),
    caveat(
      clock.counts.merged > 0 && clock.counts.merged >= muchUnknownStart * changes,
      'start-unknown',
      clock.counts.merged,
      changes,
    ),
    caveat(isLowerBound, 'failures-are-a-lower-bound', failed.length, moments.length),
    caveat(unplaced.length > 0, 'before-first-deployment', unplaced.length, changes),
    caveat(clockProblems.length > 0, 'clock-problems', clockProblems.length, changes),
    caveat(changes < fewChanges, 'few-changes', changes, fewChanges),
    caveat(bots > changes, 'mostly-bots', bots, rows.all.length),
  ].flat()
}

function caveat(holds: boolean, kind: FlowCaveat['kind'], count: number, of: number): readonly FlowCaveat[] {
  return holds ? [{ kind, count, of }] : []
}
