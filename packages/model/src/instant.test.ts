import { fc, it as propertyTest } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { elapsed, instant, isoDate, shift, startOfWeek, week } from './instant.ts'

const anInstant = fc.integer({ min: -4e12, max: 8e12 }).map(instant)

describe('startOfWeek', () => {
  it('is Monday 00:00 UTC', () => {
    expect(isoDate(startOfWeek(instant(Date.UTC(2026, 10, 22, 23, 59))))).toBe('2026-11-16')
    expect(isoDate(startOfWeek(instant(Date.UTC(2026, 10, 23))))).toBe('2026-11-23')
  })

  it('works before the epoch', () => {
    expect(isoDate(startOfWeek(instant(-1)))).toBe('1969-12-29')
  })

  propertyTest.prop({ at: anInstant })('contains the instant and starts on a Monday', ({ at }) => {
    const start = startOfWeek(at)

    expect(new Date(start).getUTCDay()).toBe(1)
    expect(elapsed(start, at)).toBeGreaterThanOrEqual(0)
    expect(elapsed(start, at)).toBeLessThan(week)
  })
})

describe('shift', () => {
  propertyTest.prop({ at: anInstant, by: fc.integer({ min: -1e12, max: 1e12 }) })(
    'is undone by the opposite shift and measured by elapsed',
    ({ at, by }) => {
      expect(shift(shift(at, by), -by)).toBe(at)
      expect(elapsed(at, shift(at, by))).toBe(by)
    },
  )
})
