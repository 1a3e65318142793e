import { day, hour, minute } from '@sluice/model'
import type { Known } from '@sluice/stats'
import { describe, expect, it } from 'vitest'
import { differenceText } from './difference-words.ts'

describe('differenceText', () => {
  it.each([
    [difference(6.3 * hour, 2.1 * hour, 10.8 * hour), '+6.3 h', '[2.1, 10.8]'],
    [difference(-9 * hour, -2 * day, 3 * hour), '−0.4 d', '[−2.0, 0.1]'],
    [difference(3 * day, -1 * minute, 6 * day), '+3.0 d', '[>−0.1, 6.0]'],
    [difference(3 * day, minute, Infinity), '+3.0 d', '[<0.1, no upper bound yet]'],
    [difference(-3 * day, -Infinity, 0), '−3.0 d', '[no lower bound yet, 0]'],
    [difference(0, 0, 0), '0 min', '[0, 0]'],
  ])('gives value and interval one unit, and a bound the side of zero on which it lies: %#', (...row) => {
    const [estimate, value, interval] = row
    expect(differenceText(estimate)).toEqual({ value, interval })
  })
})

function difference(value: number, low: number, high: number): Known {
  return {
    kind: 'known',
    value,
    interval: { low, high, confidence: 0.95 },
    n: 40,
    censored: 0,
    method: 'hodges-lehmann-stratified',
  }
}
