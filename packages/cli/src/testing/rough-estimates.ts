import type { SurvivalStep, WeekPoint, Window } from '@sluice/flow'
import { instant, milliseconds, startOfWeek, week, type Instant } from '@sluice/model'
import type { Estimate } from '@sluice/stats'

// Rough on purpose: samples for rendering need plausible intervals, not correct ones. The real
// estimators and their tests live in @sluice/stats.

/** Median with an approximate order-statistic interval; unknown below eight values. */
export function roughMedian(values: readonly number[], censored = 0): Estimate {
  const sorted = values.toSorted((left, right) => left - right)
  const n = sorted.length + censored
  if (sorted.length < 8) {
    return {
      kind: 'unknown',
      reason: n === 0 ? 'no-data' : 'too-few',
      n,
      censored,
      method: 'kaplan-meier',
      needed: 8 + censored,
    }
  }
  const reach = 0.98 * Math.sqrt(sorted.length)
  const at = (rank: number): number => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(rank)))] ?? 0
  const middle = (sorted.length - 1) / 2
  return {
    kind: 'known',
    value: at(middle),
    interval: { low: at(middle - reach), high: at(middle + reach), confidence: 0.95 },
    n,
    censored,
    method: 'kaplan-meier',
  }
}

/** Share with its Wilson interval; unknown without a trial. */
export function roughShare(successes: number, trials: number): Estimate {
  if (trials === 0) return { kind: 'unknown', reason: 'no-data', n: 0, censored: 0, method: 'wilson' }
  const z2 = 1.96 ** 2
  const share = successes / trials
  const centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
  const reach =
    (1.96 / (1 + z2 / trials)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials ** 2))
  return {
    kind: 'known',
    value: share,
    interval: { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach), confidence: 0.95 },
    n: trials,
    censored: 0,
    method: 'wilson',
  }
}

/** Share of durations that are longer, with the interval of a share; `open` ones outlast all others. */
export function roughSurvival(durations: readonly number[], open: number): readonly SurvivalStep[] {
  const sorted = durations.toSorted((left, right) => left - right)
  const n = sorted.length + open
  return sorted.map((duration, index) => {
    const left = n - index - 1
    const estimate = roughShare(left, n)
    const interval = estimate.kind === 'known' ? estimate.interval : { low: 0, high: 1 }
    return {
      at: milliseconds(duration),
      share: left / n,
      low: interval.low,
      high: interval.high,
      atRisk: left + 1,
    }
  })
}

/** Events per week with an approximate Poisson interval. */
export function roughRate(count: number, weeks: number): Estimate {
  return {
    kind: 'known',
    value: count / weeks,
    interval: {
      low: Math.max(0, Math.sqrt(count) - 0.98) ** 2 / weeks,
      high: (Math.sqrt(count + 1) + 0.98) ** 2 / weeks,
      confidence: 0.95,
    },
    n: count,
    censored: 0,
    method: 'poisson-exact',
  }
}

/** One point for every week of the window, from the items whose instant lies in it. */
export function weekly<TItem>(
  window: Window,
  items: readonly TItem[],
  at: (item: TItem) => Instant,
  estimate: (items: readonly TItem[]) => Estimate,
): readonly WeekPoint[] {
  const points: WeekPoint[] = []
  for (let start = startOfWeek(window.since); start < window.until; start = instant(start + week)) {
    const inWeek = items.filter((item) => startOfWeek(at(item)) === start)
    points.push({ weekOf: start, estimate: estimate(inWeek) })
  }
  return points
}
