import { kaplanMeier, survivalQuantile, type Estimate } from '@sluice/stats'
import { noData } from '../estimates.ts'

/** A span of time that has ended, or was still running when we looked. */
export interface Observation {
  readonly duration: number
  readonly ended: boolean
}

/** Kaplan-Meier median of spans in any order. */
export function censoredMedian(observations: readonly Observation[], confidence: number): Estimate {
  if (observations.length === 0) return noData('kaplan-meier')
  return survivalQuantile(kaplanMeier(observations), 0.5, { confidence })
}

/**
 * The same for the few spans of one week. Four are enough there: below six the interval has no upper end, so all of
 * its error is below, and the true median is under the smallest of four in one case of sixteen.
 */
export function weeklyMedian(observations: readonly Observation[], confidence: number): Estimate {
  if (observations.length === 0) return noData('kaplan-meier')
  return survivalQuantile(kaplanMeier(observations), 0.5, { confidence, minimum: fewestInWeek })
}

const fewestInWeek = 4
