import { milliseconds, stages, type Instant, type Stage } from '@sluice/model'
import type { ChangeRow, SourceId, StageSpan, StageSummary } from '../analysis.ts'
import type { CohortRows } from '../cohort-rows.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import type { Observation } from '../metrics/batched-curve.ts'
import { censoredMedian } from '../metrics/censored-median.ts'
import { batchOf } from '../metrics/lead-time-clock.ts'

/**
 * Where change spends its time. Shares and totals are of the changes merged in the window. Durations are theirs, and
 * those of the changes opened in it that are still open, which are censored in the stage they are in: without them the
 * slow ones would be missing. What is in progress, now and on average, counts every change that was there, merged
 * before the window or opened before it.
 */
export function stageSummaries(rows: CohortRows, index: FlowIndex): readonly StageSummary[] {
  const tallies = new Map<Stage, Tally>(stages.map((stage) => [stage, emptyTally()]))
  for (const row of rows.measured) {
    const current = currentStage(row)
    addDurations(tallies, row, current, index)
    addPresence(tallies, row, current, index)
  }
  for (const row of rows.carriedOver) addPresence(tallies, row, currentStage(row), index)
  for (const row of rows.open) {
    if (row.change.openedAt >= index.window.since) {
      visitStages(tallies, row.stages, index, (tally, stage, duration) => {
        tally.observations.push({ duration, ended: stage !== row.stage })
      })
    }
    addPresence(tallies, row, row.stage, index)
  }

  const allTime = [...tallies.values()].reduce((sum, tally) => sum + tally.total, 0)
  const windowLength = index.spanLength(index.window.since, index.window.until)
  return stages.flatMap((stage): StageSummary[] => {
    const tally = tallies.get(stage)
    if (tally === undefined || (tally.observations.length === 0 && tally.inProgress === 0)) return []
    return [
      {
        stage,
        median: censoredMedian(tally.observations, index.confidence),
        share: allTime === 0 ? 0 : tally.total / allTime,
        total: milliseconds(tally.total),
        inProgress: tally.inProgress,
        meanInProgress: windowLength === 0 ? 0 : tally.presence / windowLength,
        n: tally.observations.length,
        ...(stage === 'unknown' && { wouldTell: tellsUnknown(index) }),
      },
    ]
  })
}

interface Tally {
  readonly observations: Observation[]
  total: number
  inProgress: number
  /** Time of changes in the stage within the window: the integral of N(t). */
  presence: number
  /** Time of the change at hand in the stage so far; `undefined` while it was not there. */
  visited: number | undefined
}

function emptyTally(): Tally {
  return { observations: [], total: 0, inProgress: 0, presence: 0, visited: undefined }
}

/** The stage that a merged change is in at the end of the window; none for one that has shipped. */
function currentStage(row: ChangeRow): Stage | undefined {
  return row.shipped === undefined ? (row.stages.at(-1)?.stage ?? 'unknown') : undefined
}

function addDurations(
  tallies: ReadonlyMap<Stage, Tally>,
  row: ChangeRow,
  current: Stage | undefined,
  index: FlowIndex,
): void {
  const last = row.stages.at(-1)?.stage
  visitStages(tallies, row.stages, index, (tally, stage, duration) => {
    // Only what ends with the release ends together with others.
    const batch = stage === last ? batchOf(row, index) : undefined
    const ended = stage !== current
    tally.observations.push(batch === undefined ? { duration, ended } : { duration, ended, batch })
    tally.total += duration
  })
}

/** A change that visits a stage again was in it for the sum of its visits, not from the first to the last. */
function visitStages(
  tallies: ReadonlyMap<Stage, Tally>,
  spans: readonly StageSpan[],
  index: FlowIndex,
  add: (tally: Tally, stage: Stage, duration: number) => void,
): void {
  for (const { stage, from, to } of spans) {
    const tally = tallies.get(stage)
    if (tally !== undefined) tally.visited = (tally.visited ?? 0) + index.spanLength(from, to)
  }
  for (const { stage } of spans) {
    const tally = tallies.get(stage)
    if (tally?.visited === undefined) continue
    add(tally, stage, tally.visited)
    tally.visited = undefined
  }
}

function addPresence(
  tallies: ReadonlyMap<Stage, Tally>,
  row: Pick<ChangeRow, 'stages'>,
  current: Stage | undefined,
  index: FlowIndex,
): void {
  for (const { stage, from, to } of row.stages) {
    const tally = tallies.get(stage)
    if (tally !== undefined) tally.presence += lengthInWindow(from, to, index)
  }
  const tally = current === undefined ? undefined : tallies.get(current)
  if (tally !== undefined) tally.inProgress += 1
}

function lengthInWindow(from: Instant, to: Instant, index: FlowIndex): number {
  const { since, until } = index.window
  const start = from < since ? since : from
  const end = to > until ? until : to
  return end > start ? index.spanLength(start, end) : 0
}

function tellsUnknown(index: FlowIndex): SourceId {
  return index.firstDeploymentAt === undefined ? 'deployments' : 'forge'
}
