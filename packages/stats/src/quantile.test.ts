import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { median, quantile } from './quantile.ts'

fc.configureGlobal({ seed: 1 })

const values = (): fc.Arbitrary<number[]> =>
  fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ min: -1e9, max: 1e9, noNaN: true })), {
    minLength: 1,
    maxLength: 40,
  })
const share = (): fc.Arbitrary<number> => fc.double({ min: 0, max: 1, noNaN: true })

describe('quantile', () => {
  it('interpolates between the order statistics around (n - 1)p', () => {
    expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile([10, 20, 40, 80], p))).toEqual([10, 17.5, 30, 50, 80])
  })

  it.prop({ values: values(), p: share() })(
    'lies between the smallest and the largest value',
    ({ values, p }) => {
      const sorted = Float64Array.from(values).sort()

      expect(quantile(sorted, p)).toBeGreaterThanOrEqual(Math.min(...values))
      expect(quantile(sorted, p)).toBeLessThanOrEqual(Math.max(...values))
    },
  )

  it.prop({ values: values(), p: share(), further: share() })(
    'never falls as p grows',
    ({ values, p, further }) => {
      const sorted = Float64Array.from(values).sort()
      const [smaller, larger] = [Math.min(p, further), Math.max(p, further)]

      expect(quantile(sorted, larger)).toBeGreaterThanOrEqual(quantile(sorted, smaller) - 1e-6)
    },
  )

  it.prop({
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    n: fc.integer({ min: 1, max: 9 }),
    p: share(),
  })('of equal values is that value', ({ value, n, p }) => {
    expect(
      quantile(
        Array.from({ length: n }, () => value),
        p,
      ),
    ).toBe(value)
  })

  it('does not mistake an infinite neighbour that weighs nothing for NaN', () => {
    expect(quantile([1, Infinity, Infinity], 0)).toBe(1)
    expect(quantile([1, Infinity, Infinity], 0.75)).toBe(Infinity)
  })

  it('refuses no values and a share that is none', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError)
    expect(() => quantile([1], 1.5)).toThrow(RangeError)
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError)
  })
})

describe('median', () => {
  it('takes the mean of the middle two', () => {
    expect(median([9, 1, 4, 2])).toBe(3)
  })

  it.prop({ values: values(), shift: fc.integer({ min: -99, max: 99 }) })(
    'moves and mirrors with the values, in whatever order they come',
    ({ values, shift }) => {
      const middle = median(values)

      expect(median(values.map((value) => value + shift).toReversed())).toBeCloseTo(middle + shift, 5)
      expect(median(values.map((value) => -value))).toBeCloseTo(-middle, 5)
    },
  )

  it.each([[[]], [[1, Number.NaN]], [[Infinity]]])('refuses %j', (values) => {
    expect(() => median(values)).toThrow(RangeError)
  })
})
