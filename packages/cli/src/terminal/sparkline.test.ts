import type { WeekPoint } from '@sluice/flow'
import { instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { sparkline } from './sparkline.ts'

function week(value: number | undefined): WeekPoint {
  return {
    weekOf: instant(0),
    estimate:
      value === undefined
        ? { kind: 'unknown', reason: 'too-few', n: 1, censored: 0, method: 'kaplan-meier' }
        : {
            kind: 'known',
            value,
            interval: { low: 0, high: 9, confidence: 0.95 },
            n: 9,
            censored: 0,
            method: 'kaplan-meier',
          },
  }
}

describe('sparkline', () => {
  it('rises from nothing to the largest value in eight levels', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7].map(week), 8)).toBe('▁▂▃▄▅▆▇█')
  })

  it('leaves a gap, not a zero, where a week is unknown', () => {
    expect(sparkline([week(0), week(undefined), week(5)], 10)).toBe('▁·█')
  })

  it('shows the newest weeks where not all have room', () => {
    expect(sparkline([8, 0, 4, 8].map(week), 3)).toBe('▁▅█')
  })

  it('is empty when no week is known', () => {
    expect(sparkline([week(undefined)], 5)).toBe('')
  })
})
