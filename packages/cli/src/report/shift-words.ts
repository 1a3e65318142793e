import type { RecentShift } from '@sluice/flow'
import { formatDate } from '../format/date.ts'
import { durationUnit, formatDuration } from '../format/duration.ts'
import { formatRate, formatValue, rateUnit } from '../format/estimate.ts'
import { metricLabels } from './metric-words.ts'

/** `Change lead time rose from 5 d to 9 d in the week of 12 Oct 2026 (p 0.004).` */
export function shiftWords(shift: RecentShift): string {
  const { before, after, weekOf, p } = shift.changePoint
  const moved = after > before ? 'rose' : 'fell'
  const [from, to] = valuePair(before, after, shift.unit)
  return `${seriesLabel(shift.series)} ${moved} from ${from} to ${to} in the week of ${formatDate(weekOf)} (${pValue(p)}).`
}

/** `p 0.004`; a p value so small that it rounds to zero says that it is smaller. */
function pValue(p: number): string {
  return p < 0.001 ? 'p <0.001' : `p ${p.toFixed(3)}`
}

function seriesLabel(series: RecentShift['series']): string {
  switch (series) {
    case 'merges-per-week':
      return 'Merged changes'
    case 'ai-marked-share':
      return 'The AI-marked share'
    default:
      return metricLabels[series]
  }
}

/** Both in the unit of the larger one, so that they can be compared at sight. */
function valuePair(before: number, after: number, unit: RecentShift['unit']): readonly [string, string] {
  const larger = Math.max(before, after)
  switch (unit) {
    case 'milliseconds':
      return [formatDuration(before, durationUnit(larger)), formatDuration(after, durationUnit(larger))]
    case 'per-week':
      return [formatRate(before, rateUnit(larger)), formatRate(after, rateUnit(larger))]
    case 'share':
      return [formatValue(before, unit), formatValue(after, unit)]
  }
}
