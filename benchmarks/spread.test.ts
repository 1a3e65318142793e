import { describe, expect, it } from 'vitest'
import { fittedExponent, spreadOf } from './spread.ts'

describe('spreadOf', () => {
  it('takes the middle of an odd number and the mean of the middle two of an even number', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3 })
    expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, low: 1, high: 4 })
  })
})

describe('fittedExponent', () => {
  it.each([1, 1.5, 2])('finds the power %s that made the points', (power) => {
    const points = [1e3, 1e4, 1e5].map((x) => ({ x, y: 3 * x ** power }))

    expect(fittedExponent(points)).toBeCloseTo(power, 10)
  })
})
