import { fc, it as propertyTest } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { readTimestamp } from './read-timestamp.ts'

describe('readTimestamp', () => {
  it.each([
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z', false],
    ['2026-11-22T10:00:00.123456+02:00', '2026-11-22T08:00:00.123Z', false],
    ['2026-11-22T10:00:00-0530', '2026-11-22T15:30:00.000Z', false],
    ['2026-11-22T10:00:00', '2026-11-22T09:00:00.000Z', true],
    ['2026-11-22 10:00', '2026-11-22T09:00:00.000Z', true],
    ['2026-11-22T10:00:00,5', '2026-11-22T09:00:00.500Z', true],
  ])('reads %s', (text, iso, isZoneAssumed) => {
    const time = readTimestamp(text, 60)

    expect([new Date(time?.at ?? Number.NaN).toISOString(), time?.isZoneAssumed]).toEqual([
      iso,
      isZoneAssumed,
    ])
  })

  it.each([
    undefined,
    '',
    '1970-01-01T00:00:00',
    '2026-02-30T10:00:00Z',
    '2026-11-22T25:00:00Z',
    '1732269600',
    'Sun Nov 22 2026',
    '2026-11-22',
  ])('has nothing for %s', (text) => {
    expect(readTimestamp(text, 0)).toBeUndefined()
  })

  propertyTest.prop({ at: fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) }) }, { seed: 1 })(
    'reads back what Date writes',
    ({ at }) => {
      expect(readTimestamp(new Date(at).toISOString(), 0)).toEqual({ at, isZoneAssumed: false })
    },
  )
})
