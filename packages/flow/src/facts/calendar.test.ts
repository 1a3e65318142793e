import { fc, test } from '@fast-check/vitest'
import { day, hour, instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { at } from '../testing/index.ts'
import { spanLengthOf } from './calendar.ts'

const weekdays = spanLengthOf('weekdays')
const anyInstant = fc.integer({ min: -4e12, max: 4e12 }).map(instant)

describe('spanLengthOf', () => {
  it('counts every hour when time is elapsed time', () => {
    expect(spanLengthOf('elapsed')(at('2026-11-06T12:00:00Z'), at('2026-11-09T12:00:00Z'))).toBe(3 * day)
  })

  it('leaves out Saturday and Sunday in UTC when only weekdays count', () => {
    expect(weekdays(at('2026-11-06T12:00:00Z'), at('2026-11-09T12:00:00Z'))).toBe(day)
  })

  it('counts nothing within a weekend', () => {
    expect(weekdays(at('2026-11-07T01:00:00Z'), at('2026-11-08T23:00:00Z'))).toBe(0)
  })

  it('counts before the epoch as after it', () => {
    // 1969-12-26 was a Friday.
    expect(weekdays(at('1969-12-26T23:00:00Z'), at('1969-12-29T01:00:00Z'))).toBe(2 * hour)
  })

  test.prop([fc.constantFrom('elapsed', 'weekdays'), fc.tuple(anyInstant, anyInstant, anyInstant)], {
    seed: 1,
  })('is additive and never negative', (calendar, instants) => {
    const [first, second, third] = instants.toSorted((a, b) => a - b)
    if (first === undefined || second === undefined || third === undefined) throw new TypeError('three')
    const length = spanLengthOf(calendar)

    expect(length(first, second)).toBeGreaterThanOrEqual(0)
    expect(length(first, second) + length(second, third)).toBe(length(first, third))
  })
})
