import { week, type Instant } from '@sluice/model'
import { poissonRate, type Estimate } from '@sluice/stats'
import { noData } from '../estimates.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import { byWeek, type WindowWeek } from '../trend/weeks.ts'

/** From when on events are counted, and which of them count. */
export interface Exposure {
  readonly from: Instant
  readonly counts: (at: Instant) => boolean
}

/**
 * Counting begins with the window, or with the first known event when that is later. That first one starts the
 * clock and is not counted: a span chosen to begin with an event says nothing about how often events come.
 */
export function exposureFrom(first: Instant, index: FlowIndex): Exposure {
  const { since } = index.window
  if (first <= since) return { from: since, counts: (at) => at >= since }
  return { from: first, counts: (at) => at > first }
}

/** Events per week with an exact Poisson interval. A lone event that starts its own clock tells no rate, nor does less than a week. */
export function rateOver(count: number, from: Instant, index: FlowIndex): Estimate {
  const { window, confidence } = index
  if (from > window.since && count === 0) {
    return { kind: 'unknown', reason: 'too-few', n: 1, censored: 0, method: 'poisson-exact', needed: 2 }
  }
  // A rate per week from a part of one week would be extrapolated, and read as if it were measured.
  if (window.until - from < week) {
    return { kind: 'unknown', reason: 'too-few', n: count, censored: 0, method: 'poisson-exact' }
  }
  return poissonRate({ count, exposure: (window.until - from) / week, confidence })
}

/** Rate of each week: zero in an empty one, no data before counting began, scaled up where a week is cut. */
export function weeklyRates(
  weeks: readonly WindowWeek[],
  events: readonly Instant[],
  from: Instant,
  index: FlowIndex,
): (week: WindowWeek, position: number) => Estimate {
  const { window, confidence } = index
  const eventsByWeek = byWeek(weeks, events, (at) => at)
  return ({ weekOf }, position) => {
    const begin = Math.max(weekOf, from)
    const end = Math.min(weekOf + week, window.until)
    if (end <= begin) return noData('poisson-exact')
    const count = eventsByWeek[position]?.length ?? 0
    return poissonRate({ count, exposure: (end - begin) / week, confidence })
  }
}
