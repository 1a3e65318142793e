import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { bootstrapEstimate } from './bootstrap-estimate.ts'
import { medianDifference } from './median-difference.ts'
import { quantile } from './quantile.ts'
import { coverageOf } from './testing/coverage.ts'
import { randomSource, times } from './testing/random-source.ts'

fc.configureGlobal({ seed: 1 })

const confidence = 0.95

describe('bootstrapEstimate', () => {
  it('gives the statistic with the spread of its replicates', () => {
    const values = times(100, (index) => index)

    expect(bootstrapEstimate(values, mean, { rng: randomSource(3).uniform, confidence })).toEqual({
      kind: 'known',
      value: 49.5,
      // 49.5 ± 1.98 x 2.89 by theory
      interval: { low: expect.closeTo(43.8, 0), high: expect.closeTo(55.2, 0), confidence },
      n: 100,
      censored: 0,
      method: 'bootstrap',
    })
  })

  it('has an interval of no width when all values are equal', () => {
    const estimate = bootstrapEstimate(
      times(8, () => 4),
      middle,
      { rng: randomSource(1).uniform, confidence },
    )

    expect(estimate).toMatchObject({ value: 4, interval: { low: 4, high: 4 } })
  })

  it('says how many values it needs', () => {
    const options = { rng: randomSource(1).uniform, confidence }
    const unknown = { kind: 'unknown', censored: 0, method: 'bootstrap' }

    expect(bootstrapEstimate([], mean, options)).toEqual({ ...unknown, reason: 'no-data', n: 0, needed: 8 })
    expect(bootstrapEstimate([1, 2], mean, options)).toEqual({
      ...unknown,
      reason: 'too-few',
      n: 2,
      needed: 8,
    })
    expect(bootstrapEstimate([1], mean, { ...options, minimum: 1 })).toMatchObject({
      kind: 'unknown',
      needed: 2,
    })
    expect(bootstrapEstimate([1, 2], mean, { ...options, minimum: 2 }).kind).toBe('known')
  })

  it.prop({
    values: fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 8, maxLength: 30 }),
    seed: fc.nat(),
  })('is the same for the same seed whatever the order, and follows shift and scale', ({ values, seed }) => {
    const estimate = bootstrapEstimate(values, middle, optionsOf(seed))
    const moved = bootstrapEstimate(
      values.map((value) => 2 * value + 6).toReversed(),
      middle,
      optionsOf(seed),
    )

    expect(bootstrapEstimate(values.toReversed(), middle, optionsOf(seed))).toEqual(estimate)
    if (estimate.kind !== 'known' || moved.kind !== 'known') throw new Error('unknown')
    expect(moved.value).toBe(2 * estimate.value + 6)
    expect(moved.interval.low).toBeCloseTo(2 * estimate.interval.low + 6, 9)
    expect(moved.interval.high).toBeCloseTo(2 * estimate.interval.high + 6, 9)
    expect(estimate.interval.low).toBeLessThanOrEqual(estimate.value)
    expect(estimate.interval.high).toBeGreaterThanOrEqual(estimate.value)
  })

  it.each([
    ['a value', () => bootstrapEstimate([Number.NaN], mean, optionsOf(1))],
    ['a statistic', () => bootstrapEstimate(times(8, Number), () => Number.NaN, optionsOf(1))],
    ['a number of replicates', () => bootstrapEstimate([1], mean, { ...optionsOf(1), replicates: 0 })],
    ['a confidence', () => bootstrapEstimate([1], mean, { ...optionsOf(1), confidence: 1.2 })],
  ])('refuses %s that is none', (_, estimate) => {
    expect(estimate).toThrow(RangeError)
  })

  // Nominal 0.95, 1,500 runs, tolerance 0.017. Achieved with these seeds: 0.955, 0.946.
  it.each([12, 40])('covers the median of %d skewed values as often as it says', (n) => {
    const random = randomSource(n)

    const { achieved, tolerance } = coverageOf({ runs: 1500, nominal: confidence, truth: 1 }, () =>
      bootstrapEstimate(
        times(n, () => Math.exp(random.normal())),
        middle,
        { rng: random.uniform, confidence, replicates: 400 },
      ),
    )

    expect(Math.abs(achieved - confidence)).toBeLessThan(tolerance)
  })
})

describe('medianDifference', () => {
  it('is the difference of the medians', () => {
    const a = times(20, (index) => 110 + index)
    const b = times(31, (index) => index)

    expect(medianDifference(a, b, optionsOf(2))).toEqual({
      kind: 'known',
      value: 104.5,
      interval: { low: expect.closeTo(95, -1), high: expect.closeTo(114, -1), confidence },
      n: 51,
      censored: 0,
      method: 'bootstrap',
    })
  })

  it('says how many values each group needs', () => {
    const unknown = { kind: 'unknown', censored: 0, method: 'bootstrap', needed: 8 }

    expect(medianDifference([], times(9, Number), optionsOf(1))).toEqual({
      ...unknown,
      reason: 'no-data',
      n: 9,
    })
    expect(medianDifference(times(9, Number), [1], optionsOf(1))).toEqual({
      ...unknown,
      reason: 'too-few',
      n: 10,
    })
  })

  it.prop({
    a: fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 8, maxLength: 30 }),
    b: fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 8, maxLength: 30 }),
    seed: fc.nat(),
  })('does not depend on the order and moves with either group', ({ a, b, seed }) => {
    const estimate = medianDifference(a, b, optionsOf(seed))
    const raised = medianDifference(
      a.map((value) => value + 5),
      b.map((value) => value - 2),
      optionsOf(seed),
    )

    expect(medianDifference(a.toReversed(), b.toReversed(), optionsOf(seed))).toEqual(estimate)
    if (estimate.kind !== 'known' || raised.kind !== 'known') throw new Error('unknown')
    expect(raised.value).toBe(estimate.value + 7)
    expect(raised.interval.low).toBeCloseTo(estimate.interval.low + 7, 9)
    expect(estimate.interval.low).toBeLessThanOrEqual(estimate.value)
    expect(estimate.interval.high).toBeGreaterThanOrEqual(estimate.value)
  })

  it.each([
    ['a value', () => medianDifference([Number.NaN], [1], optionsOf(1))],
    ['a value', () => medianDifference([1], [Infinity], optionsOf(1))],
    ['a number of replicates', () => medianDifference([1], [1], { ...optionsOf(1), replicates: 1.5 })],
    ['a confidence', () => medianDifference([1], [1], { ...optionsOf(1), confidence: 0 })],
  ])('refuses %s that is none', (_, estimate) => {
    expect(estimate).toThrow(RangeError)
  })

  // Nominal 0.95, kept as a lower bound: resampled medians of two groups stray further than medians of new samples
  // do. 1,500 runs, tolerance 0.017. Achieved with this seed: 0.982.
  it('covers the difference of skewed groups at least as often as it says', () => {
    const random = randomSource(8)

    const { achieved, tolerance } = coverageOf({ runs: 1500, nominal: confidence, truth: 3 }, () =>
      medianDifference(
        times(12, () => 3 + Math.exp(random.normal())),
        times(40, () => Math.exp(random.normal())),
        { rng: random.uniform, confidence, replicates: 400 },
      ),
    )

    expect(achieved).toBeGreaterThan(confidence - tolerance)
  })
})

function optionsOf(seed: number): { readonly rng: () => number; readonly confidence: number } {
  return { rng: randomSource(seed).uniform, confidence }
}

function middle(sample: Float64Array): number {
  return quantile(sample.sort(), 0.5)
}

function mean(sample: Float64Array): number {
  return sample.reduce((sum, value) => sum + value, 0) / sample.length
}
