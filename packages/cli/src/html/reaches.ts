import type { FlowAnalysis, StageSummary } from '@sluice/flow'
import { stageDescriptions, stages, type Stage, type StageKind } from '@sluice/model'

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
  /** Level of the water between 0 and 1, by mean work in progress; `undefined` where that is not known. */
  readonly level?: number
}

/**
 * The stages as reaches, in the order from commit to customer. What the sources cannot see is a reach as
 * well: without a forge all that happens before the merge is one, without releases all that follows is one.
 */
export function reachesOf(flow: FlowAnalysis): readonly Reach[] {
  const visited = flow.stages.filter((summary) => summary.n > 0)
  const before = visited.filter((summary) => isBeforeMerge(summary.stage))
  const after = visited.filter((summary) => !isBeforeMerge(summary.stage))
  const isForgeSeen = before.some((summary) => summary.stage !== 'unknown')
  const areReleasesSeen = flow.deployments.length > 0
  const shown = [
    ...(isForgeSeen || flow.clock.start !== 'merge' ? before : []),
    ...(areReleasesSeen ? after : []),
  ]
  const most = Math.max(...shown.map((summary) => summary.meanInProgress), 0)
  const longest = longestKnownWait(shown)
  const reachOf = (summary: StageSummary): Reach => ({
    id: summary.stage,
    label: stageDescriptions[summary.stage].label,
    kind: stageDescriptions[summary.stage].kind,
    summary,
    ...(most > 0 ? { level: summary.meanInProgress / most } : {}),
    ...(summary.stage === 'unknown' ? { says: isForgeSeen ? 'no source sees this' : blind } : {}),
    ...(summary === longest ? { says: 'longest known wait' } : {}),
  })

  // Where the clock cannot start before the merge, the few changes with an earlier instant speak for themselves only.
  const unknown =
    flow.clock.start === 'merge' ? undefined : before.find((summary) => summary.stage === 'unknown')
  const upstream: readonly Reach[] = isForgeSeen
    ? before.map(reachOf)
    : [
        {
          ...(unknown === undefined ? { kind: 'unknown', says: blind } : reachOf(unknown)),
          id: unknown === undefined ? 'before-merge' : 'unknown',
          label: 'Before the merge',
        },
      ]
  const downstream: readonly Reach[] = areReleasesSeen
    ? after.map(reachOf)
    : [{ id: 'after-merge', label: 'After the merge', kind: 'unknown', says: 'no release tells' }]
  return [...withGate(upstream, 'merge'), ...withGate(downstream, areReleasesSeen ? 'release' : undefined)]
}

const blind = 'git cannot see this'

function isBeforeMerge(stage: Stage): boolean {
  return stages.indexOf(stage) < stages.indexOf('release-wait')
}

function longestKnownWait(summaries: readonly StageSummary[]): StageSummary | undefined {
  return summaries
    .filter((summary) => stageDescriptions[summary.stage].kind === 'wait' && summary.share > 0)
    .toSorted((left, right) => right.share - left.share)[0]
}

function withGate(reaches: readonly Reach[], gate: string | undefined): readonly Reach[] {
  if (gate === undefined) return reaches
  return reaches.map((reach, index) => (index === reaches.length - 1 ? { ...reach, gate } : reach))
}
