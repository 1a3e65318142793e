import { fc, test } from '@fast-check/vitest'
import { day, instant, isoDate } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { isoMonth } from './iso-month.ts'

/** The farthest instant that a `Date` can hold, on either side. */
const farthest = 8.64e15

describe('isoMonth', () => {
  it('is the month that Date prints, on every day of four centuries', () => {
    const first = Date.UTC(1799, 11, 31)
    const days = Array.from({ length: 146_097 + 2 }, (_, index) => instant(first + index * day))

    expect(days.filter((at) => isoMonth(at) !== monthOfDate(at))).toEqual([])
  })

  test.prop([fc.integer({ min: -farthest, max: farthest })], { seed: 20261122, numRuns: 20_000 })(
    'is the month that Date prints, for any instant',
    (at) => {
      expect(isoMonth(instant(at))).toBe(monthOfDate(at))
    },
  )

  it.each([
    ['the last millisecond of a month', Date.UTC(2024, 1, 29, 23, 59, 59, 999), '2024-02'],
    ['the first millisecond of the next', Date.UTC(2024, 2, 1), '2024-03'],
    ['the last millisecond before the epoch', -1, '1969-12'],
    ['the last instant with a year of four digits', Date.UTC(9999, 11, 31, 23, 59, 59, 999), '9999-12'],
    ['the first with a longer one', Date.UTC(10_000, 0, 1), '+010000-01'],
    ['the last instant before the year 0', -62_167_219_200_001, '-000001-12'],
  ])('knows %s', (_, at, month) => {
    expect(isoMonth(instant(at))).toBe(month)
  })
})

function monthOfDate(at: number): string {
  return isoDate(instant(at)).slice(0, -3)
}
