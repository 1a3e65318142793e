import { day, type Deployment, type Instant } from '@sluice/model'
import type { ChangeDoubt, FlowCaveat, LeadTimeClock } from './analysis.ts'
import type { CohortRows } from './cohort-rows.ts'
import type { FlowIndex } from './facts/flow-index.ts'
import type { ForgeIndex } from './facts/forge-index.ts'
import { findInputDrop, inputDropHorizon } from './input-drop.ts'
import type { JudgedMoment } from './metrics/moments.ts'
import { reviewSummary } from './review-summary.ts'

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
): Caveats {
  const deployments = moments.flatMap((moment) => moment.deployments)
  const tags = deployments.filter(({ source }) => source === 'tag')
  const lightweight = tags.filter(({ timing }) => timing === 'commit')
  const changes = rows.nonBot.length
  const bots = rows.all.length - changes
  const failed = moments.filter(({ failures }) => failures.length > 0)
  const isLowerBound =
    moments.length > 0 &&
    !index.rungs.has('incident') &&
    !index.rungs.has('rollback') &&
    !index.connected.has('incidents')
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
    failedDeploymentsCaveat(index),
    forgeCaveats(rows, index),
    caveat(unplaced.length > 0, 'before-first-deployment', unplaced.length, changes),
    caveat(clockProblems.length > 0, 'clock-problems', clockProblems.length, changes),
    caveat(changes < fewChanges, 'few-changes', changes, fewChanges),
    caveat(bots > changes, 'mostly-bots', bots, rows.all.length),
  ].flat()
}

/** Deployments without success that no evidence says users felt: they count nowhere, and a reader may miss them. */
function failedDeploymentsCaveat({ deployments, failedDeployments, failures, window }: FlowIndex): Caveats {
  const isInWindow = ({ finishedAt }: Deployment): boolean => finishedAt >= window.since
  const failed = failedDeployments.filter(isInWindow)
  const leftOut = failed.filter(({ id }) => !failures.has(id)).length
  const all = failed.length + (failed.length === 0 ? 0 : deployments.filter(isInWindow).length)
  return caveat(leftOut > 0, 'failed-deployments-left-out', leftOut, all)
}

function forgeCaveats(rows: CohortRows, index: FlowIndex): Caveats {
  const { forge, window } = index
  if (forge === undefined) return []
  const { known, withoutReview, byProgramsOnly } = reviewSummary(rows)
  const unread = Math.floor((window.until - forge.asOf) / day)
  const changes = rows.nonBot.length
  const doubted = (doubt: ChangeDoubt): number =>
    rows.nonBot.filter(({ doubts }) => doubts?.includes(doubt) === true).length
  const doubts = (['impossible-order', 'impossible-ci-times', 'ci-start-unknown'] as const).map((kind) => {
    const count = doubted(kind)
    return caveat(count > 0, kind, count, changes)
  })
  return [
    caveat(unread > 0, 'forge-read-too-early', unread, Math.ceil((window.until - window.since) / day)),
    inputDropCaveat('forge-input-dropped', toldMerges(index), forge),
    inputDropCaveat('ci-input-dropped', runCreations(forge), forge),
    caveat(known < changes, 'without-forge-facts', changes - known, changes),
    // A reader takes "reviewed" for a look by a person.
    caveat(byProgramsOnly > 0, 'reviews-by-programs-only', byProgramsOnly, withoutReview),
    ...doubts,
  ].flat()
}

function inputDropCaveat(
  kind: FlowCaveat['kind'],
  instants: readonly Instant[],
  { asOf }: ForgeIndex,
): Caveats {
  const drop = findInputDrop(instants, asOf)
  return drop === undefined ? [] : caveat(true, kind, drop.lately, drop.usual)
}

/** Merges of changes that the forge tells of, those before the window too: it may be short. */
function toldMerges({ changes, forge }: FlowIndex): readonly Instant[] {
  if (forge === undefined) return []
  const earliest = inputDropHorizon(forge.asOf)
  return changes
    .slice(changes.findLastIndex(({ mergedAt }) => mergedAt < earliest) + 1)
    .filter(({ id }) => forge.histories.has(id))
    .map(({ mergedAt }) => mergedAt)
}

function runCreations({ histories, asOf }: ForgeIndex): readonly Instant[] {
  const earliest = inputDropHorizon(asOf)
  const created: Instant[] = []
  for (const { ciRuns } of histories.values()) {
    for (const { createdAt } of ciRuns) if (createdAt >= earliest) created.push(createdAt)
  }
  return created
}

type Caveats = readonly FlowCaveat[]

function caveat(holds: boolean, kind: FlowCaveat['kind'], count: number, of: number): Caveats {
  return holds ? [{ kind, count, of }] : []
}
