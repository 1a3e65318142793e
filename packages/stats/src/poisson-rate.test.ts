import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { poissonRate } from './poisson-rate.ts'
import { coverageOf } from './testing/coverage.ts'
import { randomSource } from './testing/random-source.ts'

fc.configureGlobal({ seed: 1 })

const confidence = 0.95

describe('poissonRate', () => {
  it('gives the exact interval', () => {
    // Garwood (1936): 5 events, [1.623, 11.668].
    expect(poissonRate({ count: 5, exposure: 1, confidence })).toEqual({
      kind: 'known',
      value: 5,
      interval: { low: expect.closeTo(1.6235, 4), high: expect.closeTo(11.6683, 4), confidence },
      n: 5,
      censored: 0,
      method: 'poisson-exact',
    })
  })

  it('bounds the rate from above when nothing happened', () => {
    expect(poissonRate({ count: 0, exposure: 2, confidence })).toMatchObject({
      value: 0,
      interval: { low: 0, high: expect.closeTo(-Math.log(0.025) / 2, 12) },
    })
  })

  it.each([0, -1])('is unknown with an exposure of %d', (exposure) => {
    expect(poissonRate({ count: 3, exposure, confidence })).toEqual({
      kind: 'unknown',
      reason: 'no-data',
      n: 3,
      censored: 0,
      method: 'poisson-exact',
    })
  })

  it.prop({
    count: fc.integer({ min: 0, max: 100_000 }),
    exposure: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    level: fc.double({ min: 0.01, max: 0.999, noNaN: true }),
  })(
    'holds its value, rises with the count and follows the unit of exposure',
    ({ count, exposure, level }) => {
      const [estimate, more, inDays] = [
        poissonRate({ count, exposure, confidence: level }),
        poissonRate({ count: count + 1, exposure, confidence: level }),
        poissonRate({ count, exposure: 7 * exposure, confidence: level }),
      ]

      if (estimate.kind !== 'known' || more.kind !== 'known' || inDays.kind !== 'known')
        throw new Error('unknown')
      expect(estimate.interval.low).toBeLessThanOrEqual(estimate.value)
      // With no event and little confidence the exact interval ends at a rate above 0 all the same.
      expect(estimate.interval.high).toBeGreaterThan(estimate.value)
      expect(more.interval.low).toBeGreaterThan(estimate.interval.low)
      expect(more.interval.high).toBeGreaterThan(estimate.interval.high)
      expect(7 * inDays.interval.high).toBeCloseTo(estimate.interval.high, 5)
    },
  )

  it.each([
    ['a count', { count: 1.5, exposure: 1, confidence }],
    ['a count', { count: -1, exposure: 1, confidence }],
    ['a count', { count: Number.NaN, exposure: 1, confidence }],
    ['an exposure', { count: 1, exposure: Infinity, confidence }],
    ['an exposure', { count: 1, exposure: Number.NaN, confidence }],
    ['a confidence', { count: 1, exposure: 1, confidence: 0 }],
  ])('refuses %s that is none', (_, options) => {
    expect(() => poissonRate(options)).toThrow(RangeError)
  })

  // Nominal 0.95; for a mean of 6 the exact interval covers 0.9626 (sum over the counts that do), because counts are whole.
  // Achieved with this seed: 0.9624; tolerance 0.0081.
  it('covers the rate at least as often as it says', () => {
    const random = randomSource(6)
    const exact = 0.9626

    const { achieved, tolerance } = coverageOf({ runs: 5000, nominal: exact, truth: 3 }, () =>
      poissonRate({ count: random.poisson(6), exposure: 2, confidence }),
    )

    expect(Math.abs(achieved - exact)).toBeLessThan(tolerance)
    expect(exact).toBeGreaterThanOrEqual(confidence)
  })
})
