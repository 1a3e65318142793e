import { instant, seededRng, week } from '@sluice/model'
import type { Estimate } from '@sluice/stats'
import { describe, expect, it } from 'vitest'
import type { WeekPoint } from '../analysis.ts'
import { at } from '../testing/index.ts'
import { levelShifts } from './level-shifts.ts'

const monday = at('2026-01-05')

function known(value: number): Estimate {
  const interval = { low: value, high: value, confidence: 0.95 }
  return { kind: 'known', value, interval, n: 9, censored: 0, method: 'kaplan-meier' }
}
const unknown: Estimate = { kind: 'unknown', reason: 'no-data', n: 0, censored: 0, method: 'kaplan-meier' }

function series(estimates: readonly Estimate[]): readonly WeekPoint[] {
  return estimates.map((estimate, index) => ({ weekOf: instant(monday + index * week), estimate }))
}

function noisy(levels: readonly number[], seed: number): readonly Estimate[] {
  const rng = seededRng(seed)
  return levels.map((level) => known(level * (0.9 + 0.2 * rng())))
}

const steps = (first: number, second: number): readonly number[] =>
  Array.from({ length: 40 }, (_, index) => (index < 20 ? first : second))

describe('levelShifts', () => {
  it('finds where a level doubles, with the medians on both sides in plain units', () => {
    const [shift, ...others] = levelShifts(series(noisy(steps(100, 200), 1)), seededRng(1))

    expect(others).toEqual([])
    expect(shift?.weekOf).toBe(monday + 20 * week)
    expect(shift?.before).toBeCloseTo(100, -1)
    expect(shift?.after).toBeCloseTo(200, -1)
    expect(shift?.p).toBeLessThanOrEqual(0.01)
  })

  it('keeps quiet about a shift below a quarter, however certain', () => {
    expect(levelShifts(series(noisy(steps(100, 118), 2)), seededRng(1))).toEqual([])
  })

  it('passes over weeks without a number and finds the week all the same', () => {
    const estimates = noisy(steps(100, 300), 3).map((estimate, index) =>
      index % 5 === 2 ? unknown : estimate,
    )

    expect(levelShifts(series(estimates), seededRng(1)).map(({ weekOf }) => weekOf)).toEqual([
      monday + 20 * week,
    ])
  })

  it('takes no part of a week for a week', () => {
    const points = series(noisy(steps(100, 100), 4)).map((point, index): WeekPoint =>
      index >= 36 ? { ...point, estimate: known(1), isPartial: true } : point,
    )

    expect(levelShifts(points, seededRng(1))).toEqual([])
  })

  it('does not search a series that cannot hold two segments', () => {
    expect(levelShifts(series([1, 1, 1, 9, 9, 9, 9].map(known)), seededRng(1))).toEqual([])
  })

  it('raises few false alarms on noise', () => {
    const alarms = Array.from({ length: 100 }, (_, seed) => {
      const rng = seededRng(seed + 1)
      const noise = Array.from({ length: 52 }, () => known(Math.exp(rng() + rng() + rng())))
      return levelShifts(series(noise), rng).length
    }).filter((count) => count > 0)

    // One in a hundred is the promise; more than five in a hundred would happen once in two thousand such tests.
    expect(alarms.length).toBeLessThanOrEqual(5)
  })
})
