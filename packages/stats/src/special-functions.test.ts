import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { betaQuantile } from './beta-quantile.ts'
import { binomialCdf } from './binomial-cdf.ts'
import { chiSquaredQuantile } from './chi-squared-quantile.ts'
import { logGamma } from './log-gamma.ts'
import { normalCdf, normalQuantile } from './normal-distribution.ts'
import { regularizedBeta } from './regularized-beta.ts'
import { regularizedGammaP, regularizedGammaQ } from './regularized-gamma.ts'
import { studentQuantile } from './student-quantile.ts'

fc.configureGlobal({ seed: 1 })

// Agreement with SciPy is tested in oracle/oracle.test.ts; here: what must hold between the functions, and the edges.

const innerProbability = (): fc.Arbitrary<number> => fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true })
const shape = (): fc.Arbitrary<number> => fc.double({ min: 0.5, max: 3000, noNaN: true })

describe('logGamma', () => {
  it.prop({ x: fc.double({ min: 1e-6, max: 1e6, noNaN: true }) })(
    'grows by log x from x to x + 1',
    ({ x }) => {
      const difference = logGamma(x + 1) - logGamma(x)

      expect(Math.abs(difference - Math.log(x))).toBeLessThan(1e-13 * (1 + Math.abs(logGamma(x))))
    },
  )

  it.each([0, -1, Number.NaN, Infinity])('refuses %d', (x) => {
    expect(() => logGamma(x)).toThrow(RangeError)
  })
})

describe('normalQuantile', () => {
  it.prop({ p: innerProbability() })('inverts normalCdf', ({ p }) => {
    expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12)
  })

  it('is infinite at the ends', () => {
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity])
  })

  it.each([-0.1, 1.1, Number.NaN])('refuses %d', (p) => {
    expect(() => normalQuantile(p)).toThrow(RangeError)
  })
})

describe('normalCdf', () => {
  it.prop({ x: fc.double({ min: -30, max: 30, noNaN: true }) })('is symmetric', ({ x }) => {
    expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 15)
  })

  it('ends at 0 and 1', () => {
    expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity)]).toEqual([0, 0.5, 1])
  })
})

describe('regularizedGammaP', () => {
  it.prop({ shape: shape(), x: fc.double({ min: 0, max: 5000, noNaN: true }) })(
    'and the upper tail sum to 1',
    ({ shape, x }) => {
      expect(regularizedGammaP(shape, x) + regularizedGammaQ(shape, x)).toBeCloseTo(1, 12)
    },
  )

  it('ends at 0 and 1', () => {
    expect([regularizedGammaP(2, 0), regularizedGammaP(2, Infinity)]).toEqual([0, 1])
  })

  it.each([
    [0, 1],
    [1, -1],
    [Number.NaN, 1],
    [1, Number.NaN],
  ])('refuses shape %d with x %d', (shape, x) => {
    expect(() => regularizedGammaP(shape, x)).toThrow(RangeError)
  })
})

describe('chiSquaredQuantile', () => {
  it.prop({ p: innerProbability(), degrees: shape() })(
    'inverts the distribution function',
    ({ p, degrees }) => {
      expect(regularizedGammaP(degrees / 2, chiSquaredQuantile(p, degrees) / 2)).toBeCloseTo(p, 10)
    },
  )

  it('ends at 0 and Infinity, and is 0 where the value is smaller than any double', () => {
    expect([chiSquaredQuantile(0, 3), chiSquaredQuantile(1, 3), chiSquaredQuantile(1e-6, 0.01)]).toEqual([
      0,
      Infinity,
      0,
    ])
  })
})

describe('regularizedBeta', () => {
  // Fractions of 1024, so that 1 - x is exact.
  it.prop({ x: fc.integer({ min: 0, max: 1024 }).map((part) => part / 1024), a: shape(), b: shape() })(
    'mirrors when the shapes are swapped',
    ({ x, a, b }) => {
      expect(regularizedBeta(x, a, b) + regularizedBeta(1 - x, b, a)).toBeCloseTo(1, 10)
    },
  )

  it.each([
    [0.5, 0, 1],
    [0.5, 1, Infinity],
    [1.5, 1, 1],
    [Number.NaN, 1, 1],
  ])('refuses %d with shapes %d and %d', (x, a, b) => {
    expect(() => regularizedBeta(x, a, b)).toThrow(RangeError)
    expect(() => betaQuantile(x === 0.5 ? 0.5 : x, a, b)).toThrow(RangeError)
  })
})

describe('betaQuantile', () => {
  it.prop({
    p: innerProbability(),
    a: fc.integer({ min: 1, max: 5000 }),
    b: fc.integer({ min: 1, max: 5000 }),
  })('inverts regularizedBeta', ({ p, a, b }) => {
    expect(regularizedBeta(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 9)
  })
})

describe('studentQuantile', () => {
  it.prop({ p: innerProbability(), degrees: fc.integer({ min: 1, max: 1000 }) })(
    'is antisymmetric and lies further out than the normal quantile',
    ({ p, degrees }) => {
      const t = studentQuantile(p, degrees)

      expect(studentQuantile(1 - p, degrees)).toBeCloseTo(-t, 6 - Math.ceil(Math.log10(1 + Math.abs(t))))
      expect(Math.abs(t)).toBeGreaterThanOrEqual(Math.abs(normalQuantile(p)) * (1 - 1e-9))
    },
  )
})

describe('binomialCdf', () => {
  it.prop({ trials: fc.integer({ min: 1, max: 60 }), p: fc.double({ min: 0, max: 0.6, noNaN: true }) })(
    'adds the probabilities of each number of successes',
    ({ trials, p }) => {
      let pmf = (1 - p) ** trials
      let sum = pmf
      for (let successes = 0; successes < trials; successes += 1) {
        expect(binomialCdf(successes, trials, p)).toBeCloseTo(sum, 11)
        pmf *= ((trials - successes) / (successes + 1)) * (p / (1 - p))
        sum += pmf
      }
      expect(binomialCdf(trials, trials, p)).toBe(1)
    },
  )

  it('is 0 below no success', () => {
    expect(binomialCdf(-1, 10, 0.5)).toBe(0)
  })

  it.each([
    [1, 2.5, 0.5],
    [1, 2, 1.5],
    [1, -2, 0.5],
  ])('refuses %d of %d with probability %d', (successes, trials, p) => {
    expect(() => binomialCdf(successes, trials, p)).toThrow(RangeError)
  })
})
