import { stageDefinitions } from '@sluice/engine'
import type { FlowAnalysis, Metric } from '@sluice/flow'
import { stageDescriptions } from '@sluice/model'
import { formatCount, formatInteger, formatShare } from '../format/count.ts'
import { formatWindow } from '../format/date.ts'
import { formatLongDuration } from '../format/duration.ts'
import { formatInterval } from '../format/estimate.ts'
import { lowerFirst } from '../format/sentence.ts'
import { getMetric } from './metric-words.ts'
import { findLongestWait, stageKind } from './stage-words.ts'

/** The answer to the question of the page, and what must be known to read it right. */
export interface Headline {
  readonly answer: string
  readonly remarks: readonly string[]
}

/** How long a change takes to reach users, in one sentence with its interval, or why nobody can tell. */
export function headlineOf(flow: FlowAnalysis): Headline {
  if (flow.changes.length === 0) {
    return { answer: `No change reached the main line from ${formatWindow(flow.window)}.`, remarks: [] }
  }
  const leadTime = getMetric(flow, 'change-lead-time')
  return {
    answer: answerOf(flow, leadTime),
    remarks: [...basisRemarks(leadTime), ...whereRemarks(flow)],
  }
}

function answerOf(flow: FlowAnalysis, leadTime: Metric): string {
  const { estimate } = leadTime
  const from = flow.clock.start === 'merge' ? 'merge' : 'first commit'
  const verb = flow.clock.start === 'merge' ? 'waits' : 'takes'
  const to = leadTime.proxy === 'tags' ? 'release' : 'production'
  if (flow.deployments.length === 0) {
    return `${mergedWords(flow)} reached the main line, but no release tells when users got them.`
  }
  if (estimate.kind === 'known') {
    const time = `${formatLongDuration(estimate.value)} ${formatInterval(estimate, 'milliseconds')}`
    return `From ${from} to ${to}, a change ${verb} ${time}.`
  }
  if (estimate.atLeast !== undefined) {
    return `From ${from} to ${to}, a change ${verb} at least ${formatLongDuration(estimate.atLeast)}: fewer than half are there yet.`
  }
  if (estimate.n === 0) return `Cannot tell how long a change takes from ${from} to ${to}: none was counted.`
  const needed = estimate.needed === undefined ? 'too few' : `needs about ${formatInteger(estimate.needed)}`
  return `Cannot tell yet how long a change takes from ${from} to ${to}: ${formatCount(estimate.n, 'change')}, ${needed}.`
}

/** Changes by people are what the rest of the report counts. */
function mergedWords({ changes }: FlowAnalysis): string {
  const bots = changes.filter(({ change }) => change.authorClass === 'bot').length
  const words = formatCount(changes.length - bots, 'change')
  return bots === 0 ? words : `${words} by people and ${formatInteger(bots)} by bots`
}

function whereRemarks(flow: FlowAnalysis): readonly string[] {
  if (flow.deployments.length === 0) {
    return ['Tag releases, or name your tags with --tag-pattern; "sluice doctor" shows what it finds.']
  }
  return flow.clock.start === 'merge' ? squashRemarks(flow) : shareRemarks(flow)
}

/** Where most changes arrive as one commit, shares of time would be shares of what is left to see. */
function squashRemarks({ clock }: FlowAnalysis): readonly string[] {
  const { merged, ...earlier } = clock.counts
  const known = Object.values(earlier).reduce((sum, count) => sum + count, 0)
  const total = known + merged
  const arrived = known === 0 ? 'every change' : `${formatInteger(merged)} of ${formatInteger(total)}`
  return [`What happens before the merge git cannot see: ${arrived} arrived as one commit.`]
}

function shareRemarks({ stages }: FlowAnalysis): readonly string[] {
  const remarks: string[] = []
  const longest = findLongestWait(stages)
  if (longest !== undefined && longest.summary.share < 1) {
    const { summary } = longest
    const stage = lowerFirst(stageDescriptions[summary.stage].label)
    const means = lowerFirst(stageDefinitions[summary.stage])
    const share = summary.share >= nearlyAll ? 'Nearly all' : formatShare(summary.share)
    remarks.push(`${share} of the time is ${stage}: ${means}`)
  }
  const unknown = stages.find((summary) => stageKind(summary) === 'unknown')
  if (unknown !== undefined && unknown.share > 1 - nearlyAll) {
    remarks.push(
      `${formatShare(unknown.share)} lies before the merge, where git cannot tell coding from review and checks.`,
    )
  }
  return remarks
}

/** From here on the rest is not worth a word. */
const nearlyAll = 0.99

function basisRemarks(leadTime: Metric): readonly string[] {
  const { estimate } = leadTime
  const remarks: string[] = []
  if (estimate.kind === 'known') {
    const waiting =
      estimate.censored === 0
        ? ''
        : `; ${formatInteger(estimate.censored)} are not released yet and count as still waiting`
    remarks.push(`Half of ${formatCount(estimate.n, 'change')} took longer${waiting}.`)
  }
  return remarks
}
