import type { Rng } from '@sluice/model'
import type { Estimate } from '@sluice/stats'
import type { WeeklyTrend, WeekPoint } from '../analysis.ts'
import { levelShifts } from './level-shifts.ts'
import type { WindowWeek } from './weeks.ts'

/** A trend that says nothing, for metrics without any data. */
export const emptyTrend: WeeklyTrend = { weeks: [], changePoints: [] }

/** One estimate per week of the window and the level shifts among them. */
export function weeklyTrend(
  weeks: readonly WindowWeek[],
  estimateOf: (week: WindowWeek, index: number) => Estimate,
  rng: Rng,
): WeeklyTrend {
  const points = weeks.map((week, index): WeekPoint => ({
    weekOf: week.weekOf,
    estimate: estimateOf(week, index),
    ...(week.covered < 1 && { isPartial: true }),
  }))
  return { weeks: points, changePoints: levelShifts(points, rng) }
}
