import { instant, week } from '@sluice/model'
import type { Metric, RecentShift, WeeklyTrend, Window } from './analysis.ts'
import { compareText } from './facts/flow-index.ts'

/** How far back a move is still news. */
const recentWeeks = 26
const mostShifts = 4

/** The last level shift of each series, if it is recent; newest first. */
export function recentShifts(
  metrics: readonly Metric[],
  merges: WeeklyTrend,
  markedShare: WeeklyTrend,
  window: Window,
): readonly RecentShift[] {
  const series = [
    ...metrics.map(({ id, unit, trend }) => ({ series: id, unit, trend })),
    { series: 'merges-per-week', unit: 'per-week', trend: merges } as const,
    { series: 'ai-marked-share', unit: 'share', trend: markedShare } as const,
  ]
  const oldest = instant(window.until - recentWeeks * week)
  return series
    .flatMap(({ trend, ...rest }): RecentShift[] => {
      const changePoint = trend.changePoints.at(-1)
      return changePoint === undefined || changePoint.weekOf < oldest ? [] : [{ ...rest, changePoint }]
    })
    .sort((a, b) => b.changePoint.weekOf - a.changePoint.weekOf || compareText(a.series, b.series))
    .slice(0, mostShifts)
}
