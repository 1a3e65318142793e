import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { mantelHaenszel } from './mantel-haenszel.ts'
import { coverageOf } from './testing/coverage.ts'
import { randomSource, times } from './testing/random-source.ts'

fc.configureGlobal({ seed: 1 })

const confidence = 0.95
const count = (): fc.Arbitrary<number> => fc.integer({ min: 1, max: 40 })
const table = () => fc.record({ a: count(), b: count(), c: count(), d: count() })

describe('mantelHaenszel', () => {
  it('agrees with mantelhaen.test of R', () => {
    // mantelhaen.test(array(c(5,20,12,33, 3,15,9,24, 8,11,10,30), dim = c(2, 2, 3)))
    const tables = [
      { a: 5, b: 20, c: 12, d: 33 },
      { a: 3, b: 15, c: 9, d: 24 },
      { a: 8, b: 11, c: 10, d: 30 },
    ]

    expect(mantelHaenszel(tables, { confidence })).toEqual({
      kind: 'known',
      value: expect.closeTo(0.98698584677202, 12),
      interval: {
        low: expect.closeTo(0.49100220647831, 12),
        high: expect.closeTo(1.98398510001669, 12),
        confidence,
      },
      n: 180,
      censored: 0,
      method: 'mantel-haenszel',
    })
  })

  it('has no answer when no stratum has both groups and both outcomes', () => {
    const unknown = { kind: 'unknown', reason: 'no-data', n: 0, censored: 0, method: 'mantel-haenszel' }

    expect(mantelHaenszel([], { confidence })).toEqual(unknown)
    expect(mantelHaenszel([{ a: 0, b: 0, c: 3, d: 4 }], { confidence })).toEqual(unknown)
    expect(mantelHaenszel([{ a: 5, b: 0, c: 3, d: 0 }], { confidence })).toEqual(unknown)
  })

  it('has too few when the ratio would be 0 or infinite', () => {
    expect(mantelHaenszel([{ a: 0, b: 6, c: 3, d: 4 }], { confidence })).toEqual({
      kind: 'unknown',
      reason: 'too-few',
      n: 13,
      censored: 0,
      method: 'mantel-haenszel',
    })
    expect(mantelHaenszel([{ a: 6, b: 0, c: 3, d: 4 }], { confidence })).toMatchObject({ reason: 'too-few' })
  })

  it.prop({ tables: fc.array(table(), { minLength: 1, maxLength: 8 }) })(
    'turns over when the groups are swapped, whatever the order of the strata',
    ({ tables }) => {
      const ratio = mantelHaenszel(tables, { confidence })
      const swapped = mantelHaenszel(
        tables.map(({ a, b, c, d }) => ({ a: c, b: d, c: a, d: b })).toReversed(),
        {
          confidence,
        },
      )

      if (ratio.kind !== 'known' || swapped.kind !== 'known') throw new Error('unknown')
      expect(swapped.value * ratio.value).toBeCloseTo(1, 9)
      expect(swapped.interval.low * ratio.interval.high).toBeCloseTo(1, 9)
      expect(ratio.interval.low).toBeLessThan(ratio.value)
      expect(ratio.interval.high).toBeGreaterThan(ratio.value)
    },
  )

  it('refuses counts that are none', () => {
    expect(() => mantelHaenszel([{ a: -1, b: 1, c: 1, d: 1 }], { confidence })).toThrow(RangeError)
    expect(() => mantelHaenszel([{ a: 0.5, b: 1, c: 1, d: 1 }], { confidence })).toThrow(RangeError)
    expect(() => mantelHaenszel([], { confidence: 2 })).toThrow(RangeError)
  })

  // Nominal 0.95, 3,000 runs, tolerance 0.012. Achieved with these seeds: 0.949, 0.955.
  it.each([
    { strata: 5, first: 15, second: 30 },
    { strata: 60, first: 2, second: 4 },
  ])('covers an odds ratio of 2 in $strata strata of $first and $second', ({ strata, first, second }) => {
    const random = randomSource(strata)

    const { achieved, tolerance } = coverageOf({ runs: 3000, nominal: confidence, truth: 2 }, () =>
      mantelHaenszel(
        times(strata, (stratum) => {
          const p = 0.1 + (0.4 * stratum) / strata
          const a = random.binomial(first, (2 * p) / (1 + p))
          const c = random.binomial(second, p)
          return { a, b: first - a, c, d: second - c }
        }),
        { confidence },
      ),
    )

    expect(Math.abs(achieved - confidence)).toBeLessThan(tolerance)
  })
})
