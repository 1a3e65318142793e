import { kaplanMeier, survivalQuantile, type Estimate } from '@sluice/stats'
import { noData } from '../estimates.ts'
import { batchedQuantile, type Observation } from './batched-curve.ts'

/** Kaplan-Meier median of spans in any order, with an interval that knows which of them ended together. */
export function censoredMedian(observations: readonly Observation[], confidence: number): Estimate {
  if (observations.length === 0) return noData('kaplan-meier')
  return batchedQuantile(kaplanMeier(observations), observations, 0.5, { confidence })
}

/**
 * The same for the few spans of one week, which say how that week went and nothing about others: batches take no
 * part. Four spans are enough: below six the interval has no upper end, so all of its error is below, and the true
 * median is under the smallest of four in one case of sixteen.
 */
export function weeklyMedian(observations: readonly Observation[], confidence: number): Estimate {
  if (observations.length === 0) return noData('kaplan-meier')
  return survivalQuantile(kaplanMeier(observations), 0.5, { confidence, minimum: fewestInWeek })
}

const fewestInWeek = 4
