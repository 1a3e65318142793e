import type { Rng } from '@sluice/model'
import { kaplanMeier, quantileEstimate, type Estimate } from '@sluice/stats'
import type { ChangeRow, LeadTimeClock, Metric, SurvivalStep } from '../analysis.ts'
import type { CohortRows } from '../cohort-rows.ts'
import { noData } from '../estimates.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import { byWeek, type WindowWeek } from '../trend/weeks.ts'
import { emptyTrend, weeklyTrend } from '../trend/weekly-trend.ts'
import { batchedCurve, batchedQuantile, type Observation } from './batched-curve.ts'
import { censoredMedian, weeklyMedian } from './censored-median.ts'
import { commitWeightedMedian } from './commit-weighted.ts'
import { leadTimeObservation } from './lead-time-clock.ts'
import { survivalSteps } from './survival-steps.ts'

/** A high percentile of few changes is an accident of one of them. */
const fewestForHighPercentile = 20

export interface LeadTime {
  readonly metric: Metric
  readonly survival: readonly SurvivalStep[]
}

/**
 * Change lead time: Kaplan-Meier median over the changes merged in the window, in-flight ones censored at its end,
 * bots left out. Censoring is by the merge date alone, which assumes that the cadence of releases does not depend
 * on what waits for them.
 *
 * @see Kaplan, E. L. and Meier, P. (1958), JASA 53(282), 457–481
 */
export function leadTime(
  rows: CohortRows,
  clock: LeadTimeClock,
  weeks: readonly WindowWeek[],
  index: FlowIndex,
  rng: Rng,
): LeadTime {
  const { measured } = rows
  const { confidence } = index
  const counts = {
    changes: rows.nonBot.length,
    shipped: count(measured, (row) => row.shipped !== undefined),
    inFlight: count(measured, (row) => row.shipped === undefined),
    shippedBeforeMerge: count(rows.nonBot, (row) => row.problem === 'shipped-before-merge'),
    beforeFirstDeployment: count(rows.nonBot, (row) => row.problem === 'before-first-deployment'),
  }
  const identity = { id: 'change-lead-time', unit: 'milliseconds', evidence: [] } as const
  if (index.firstDeploymentAt === undefined) {
    const nothingShipped = { ...counts, inFlight: 0 }
    return {
      metric: {
        ...identity,
        estimate: noData('kaplan-meier'),
        companions: [],
        counts: nothingShipped,
        trend: emptyTrend,
      },
      survival: [],
    }
  }

  const observe = (row: ChangeRow): Observation => leadTimeObservation(row, clock.start, index)
  const observations = measured.map(observe)
  const curve = kaplanMeier(observations)
  const sinceMerge =
    clock.start === 'merge' ? observations : measured.map((row) => leadTimeObservation(row, 'merge', index))
  const measuredByWeek = byWeek(weeks, measured, (row) => row.change.mergedAt)
  return {
    metric: {
      ...identity,
      estimate: batchedQuantile(curve, observations, 0.5, { confidence }),
      companions: [
        {
          id: 'p85',
          estimate: batchedQuantile(curve, observations, 0.85, {
            confidence,
            minimum: fewestForHighPercentile,
          }),
        },
        { id: 'naive-median', estimate: naiveMedian(observations, confidence) },
        { id: 'merge-to-release-median', estimate: censoredMedian(sinceMerge, confidence) },
        { id: 'commit-weighted-median', estimate: commitWeightedMedian(measured, observations, confidence) },
      ],
      counts,
      trend: weeklyTrend(
        weeks,
        (_, position) => weeklyMedian((measuredByWeek[position] ?? []).map(observe), confidence),
        rng,
      ),
    },
    survival: survivalSteps(batchedCurve(curve, observations, 0.5, confidence), confidence),
  }
}

/** What other tools print: shipped changes only, blind to those that still wait. */
function naiveMedian(observations: readonly Observation[], confidence: number): Estimate {
  const shipped = observations.filter(({ ended }) => ended).map(({ duration }) => duration)
  return quantileEstimate(shipped, 0.5, { confidence })
}

function count<TItem>(items: readonly TItem[], test: (item: TItem) => boolean): number {
  let found = 0
  for (const item of items) if (test(item)) found += 1
  return found
}
