import type { FlowAnalysis, SourceId, StageSummary } from '@sluice/flow'
import { stageDescriptions, stages, type Stage, type StageKind } from '@sluice/model'
import { findLongestWait } from './stage-words.ts'

/** One piece of the way from commit to customer, as the sluice chart draws it. */
export interface Reach {
  readonly id: string
  readonly label: string
  readonly kind: StageKind
  /** Absent where nothing at all is known about it. */
  readonly summary?: StageSummary
  /** The gate at its end, where it has a name. */
  readonly gate?: string
  /** What to say about it, in a few words. */
  readonly says?: string
  /** The source that would tell what git cannot, where the kind is `unknown`. */
  readonly wouldTell?: SourceId
  /** Level of the water between 0 and 1, by mean work in progress; `undefined` where that is not known. */
  readonly level?: number
  /** Share of the time in all reaches that have a summary; `undefined` where nothing is known. */
  readonly share?: number
}

/**
 * The stages as reaches, in the order from commit to customer. What the sources cannot see is a reach as
 * well: without a forge all that happens before the merge is one, without releases all that follows is one.
 */
export function reachesOf(flow: FlowAnalysis): readonly Reach[] {
  const areReleasesSeen = flow.deployments.length > 0
  // Without a release unknown time runs on past the merge, and is no time before it.
  const visited = flow.stages.filter(({ n, stage }) => n > 0 && (areReleasesSeen || stage !== 'unknown'))
  const before = visited.filter((summary) => isBeforeMerge(summary.stage))
  const after = visited.filter((summary) => !isBeforeMerge(summary.stage))
  const isForgeSeen = before.some((summary) => summary.stage !== 'unknown')
  // Where the clock cannot start before the merge, the few changes with an earlier instant speak for themselves only.
  const isBeforeSeen = isForgeSeen || flow.clock.start !== 'merge'
  const shown = [...(isBeforeSeen ? before : []), ...(areReleasesSeen ? after : [])]
  const most = Math.max(...shown.map((summary) => summary.meanInProgress), 0)
  const allTime = shown.reduce((sum, summary) => sum + summary.total, 0)
  const longest = findLongestWait(shown)?.summary
  const reachOf = (summary: StageSummary): Reach => ({
    id: summary.stage,
    label: stageDescriptions[summary.stage].label,
    kind: stageDescriptions[summary.stage].kind,
    summary,
    ...(most > 0 ? { level: summary.meanInProgress / most } : {}),
    ...(allTime > 0 ? { share: summary.total / allTime } : {}),
    ...(summary.stage === 'unknown'
      ? { says: isForgeSeen ? 'no source sees this' : 'git sees no details', wouldTell: 'forge' }
      : {}),
    ...(summary === longest ? { says: 'longest known wait' } : {}),
  })

  const unknown = shown.find((summary) => summary.stage === 'unknown')
  const upstream: readonly Reach[] = isForgeSeen
    ? before.map(reachOf)
    : [
        {
          ...(unknown === undefined
            ? { id: 'before-merge', kind: 'unknown', says: 'git cannot see this', wouldTell: 'forge' }
            : reachOf(unknown)),
          label: 'Before the merge',
        },
      ]
  const downstream: readonly Reach[] = areReleasesSeen
    ? after.map(reachOf)
    : [
        {
          id: 'after-merge',
          label: 'After the merge',
          kind: 'unknown',
          says: 'no release tells',
          wouldTell: 'deployments',
        },
      ]
  return [...withGate(upstream, 'merge'), ...withGate(downstream, areReleasesSeen ? 'release' : undefined)]
}

/** The summaries of the reaches that have one. */
export function knownStages(reaches: readonly Reach[]): readonly StageSummary[] {
  return reaches.flatMap(({ summary }) => (summary === undefined ? [] : [summary]))
}

/**
 * Head of a column of shares: `of time`, or `of seen time` where a reach is out of sight. None where
 * only one reach is in sight, for its share of itself says nothing.
 */
export function shareTitle(reaches: readonly Reach[]): string | undefined {
  const known = knownStages(reaches).length
  if (known < 2) return undefined
  return known === reaches.length ? 'of time' : 'of seen time'
}

function isBeforeMerge(stage: Stage): boolean {
  return stages.indexOf(stage) < stages.indexOf('release-wait')
}

function withGate(reaches: readonly Reach[], gate: string | undefined): readonly Reach[] {
  if (gate === undefined) return reaches
  return reaches.map((reach, index) => (index === reaches.length - 1 ? { ...reach, gate } : reach))
}
