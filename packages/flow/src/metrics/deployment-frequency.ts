import { day, type Instant, type Rng } from '@sluice/model'
import { quantileEstimate, type Estimate } from '@sluice/stats'
import type { Metric } from '../analysis.ts'
import { noData } from '../estimates.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import { byWeek, type WindowWeek } from '../trend/weeks.ts'
import { emptyTrend, weeklyTrend } from '../trend/weekly-trend.ts'
import { exposureFrom, rateOver, weeklyRates } from './exposure.ts'
import { type JudgedMoment } from './moments.ts'

/**
 * Deployment frequency: release moments per week with an exact Poisson interval. Counting begins with the window, or
 * with the first known deployment when that is later. Assumes that releases come independently at a steady rate;
 * a release train is steadier than that, and its interval wider than it need be.
 *
 * @see Garwood, F. (1936), Biometrika 28(3/4), 437–442
 */
export function deploymentFrequency(
  moments: readonly JudgedMoment[],
  weeks: readonly WindowWeek[],
  index: FlowIndex,
  rng: Rng,
): Metric {
  const { firstDeploymentAt } = index
  const identity = { id: 'deployment-frequency', unit: 'per-week', evidence: [] } as const
  const members = moments.flatMap(({ deployments }) => deployments)
  const counts = {
    deployments: moments.length,
    tags: members.filter(({ source }) => source === 'tag').length,
    recorded: members.filter(({ source }) => source === 'recorded').length,
  }
  if (firstDeploymentAt === undefined) {
    return { ...identity, estimate: noData('poisson-exact'), companions: [], counts, trend: emptyTrend }
  }

  const exposure = exposureFrom(firstDeploymentAt, index)
  const counted = moments.map(({ finishedAt }) => finishedAt).filter(exposure.counts)
  return {
    ...identity,
    estimate: rateOver(counted.length, exposure.from, index),
    companions: [
      { id: 'days-with-deployment-per-week', estimate: daysPerWeek(counted, exposure.from, weeks, index) },
    ],
    counts,
    trend: weeklyTrend(weeks, weeklyRates(weeks, counted, exposure.from, index), rng),
  }
}

/** Median number of days with a deployment over whole weeks, empty weeks included. */
function daysPerWeek(
  finishes: readonly Instant[],
  from: Instant,
  weeks: readonly WindowWeek[],
  index: FlowIndex,
): Estimate {
  const days = byWeek(weeks, finishes, (at) => at).map(
    (ofWeek) => new Set(ofWeek.map((at) => Math.floor(at / day))).size,
  )
  const whole = days.filter((_, position) => {
    const week = weeks[position]
    return week !== undefined && week.covered === 1 && week.weekOf >= from
  })
  return quantileEstimate(whole, 0.5, { confidence: index.confidence })
}
