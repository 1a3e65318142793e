import { fc, it as propertyTest } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { readDecimal } from './read-decimal.ts'

describe('readDecimal', () => {
  it.each([
    ['0.123', 0.123],
    ['14,029.255', 14_029.255],
    ['2.120,532', 2_120.532],
    ['1,234,567', 1_234_567],
    ['1.234.567', 1_234_567],
    ['0,03', 0.03],
    ['1,078', 1.078],
    ["1'024.5", 1_024.5],
    ['1\u00a0024,5', 1_024.5],
    ['1.2e-05', 0.000012],
    ['1,2E3', 1_200],
    ['.5', 0.5],
    ['0.', 0],
    [' 7 ', 7],
  ])('reads %s', (text, value) => {
    expect(readDecimal(text)).toBe(value)
  })

  it.each([undefined, '', '-1', 'NaN', '1e999', '12:30', '0x10', '1.5s', '.', '1..2,3,4x'])(
    'has nothing for %s',
    (text) => {
      expect(readDecimal(text)).toBeUndefined()
    },
  )

  propertyTest.prop({ value: fc.double({ min: 0, max: 1e9, noNaN: true }) }, { seed: 1 })(
    'reads what English and German programs write',
    ({ value }) => {
      const digits = { minimumFractionDigits: 3, maximumFractionDigits: 3 }
      const expected = Number(value.toFixed(3))

      expect(readDecimal(value.toLocaleString('en', digits))).toBeCloseTo(expected, 2)
      expect(readDecimal(value.toLocaleString('de', digits))).toBeCloseTo(expected, 2)
    },
  )
})
