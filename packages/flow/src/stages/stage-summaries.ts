import { milliseconds, stages, type Instant, type Stage } from '@sluice/model'
import type { ChangeRow, SourceId, StageSummary } from '../analysis.ts'
import type { CohortRows } from '../cohort-rows.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import type { Observation } from '../metrics/batched-curve.ts'
import { censoredMedian } from '../metrics/censored-median.ts'
import { batchOf } from '../metrics/lead-time-clock.ts'

/**
 * Where change spends its time. Durations are those of the changes merged in the window; what is in progress, now
 * and on average, also counts changes that were merged before it and still waited in it.
 */
export function stageSummaries(rows: CohortRows, index: FlowIndex): readonly StageSummary[] {
  const tallies = new Map<Stage, Tally>(stages.map((stage) => [stage, emptyTally()]))
  for (const row of rows.measured) {
    addDurations(tallies, row, index)
    addPresence(tallies, row, index)
  }
  for (const row of rows.carriedOver) addPresence(tallies, row, index)

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
}

function emptyTally(): Tally {
  return { observations: [], total: 0, inProgress: 0, presence: 0 }
}

/** A change that visits a stage again was in it for the sum of its visits, not from the first to the last. */
function addDurations(tallies: ReadonlyMap<Stage, Tally>, row: ChangeRow, index: FlowIndex): void {
  const durations = new Map<Stage, number>()
  for (const { stage, from, to } of row.stages) {
    durations.set(stage, (durations.get(stage) ?? 0) + index.spanLength(from, to))
  }
  const last = row.stages.at(-1)?.stage
  const current = row.shipped === undefined ? last : undefined
  for (const [stage, duration] of durations) {
    const tally = tallies.get(stage)
    if (tally === undefined) continue
    // Only what ends with the release ends together with others.
    const batch = stage === last ? batchOf(row, index) : undefined
    tally.observations.push({ duration, ended: stage !== current, ...(batch !== undefined && { batch }) })
    tally.total += duration
  }
}

function addPresence(tallies: ReadonlyMap<Stage, Tally>, row: ChangeRow, index: FlowIndex): void {
  for (const { stage, from, to } of row.stages) {
    const tally = tallies.get(stage)
    if (tally !== undefined) tally.presence += lengthInWindow(from, to, index)
  }
  if (row.shipped !== undefined) return
  const current = tallies.get(row.stages.at(-1)?.stage ?? 'unknown')
  if (current !== undefined) current.inProgress += 1
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
