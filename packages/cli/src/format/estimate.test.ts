import { day, hour, minute } from '@sluice/model'
import type { Known, Unknown } from '@sluice/stats'
import { describe, expect, it } from 'vitest'
import { formatEstimate } from './estimate.ts'

function known(value: number, low: number, high: number): Known {
  return {
    kind: 'known',
    value,
    interval: { low, high, confidence: 0.95 },
    n: 9,
    censored: 0,
    method: 'wilson',
  }
}

function unknown(details: Partial<Unknown> = {}): Unknown {
  return { kind: 'unknown', reason: 'too-few', n: 5, censored: 0, method: 'wilson', ...details }
}

describe('formatEstimate', () => {
  it.each([
    [known(11.1 * day, 9.9 * day, 12.6 * day), '11.1 d [9.9, 12.6]'],
    [known(3 * day, 2 * hour, Infinity), '3.0 d [0.1, no upper bound yet]'],
    [known(3 * day, 0, Infinity), '3.0 d [no upper bound yet]'],
    [known(2 * day, 5 * minute, 5 * day), '2.0 d [<0.1, 5.0]'],
    [known(2 * day, 0, 5 * day), '2.0 d [<0.1, 5.0]'],
    [known(30 * hour, 20 * hour, 60 * hour), '30.0 h [20.0, 60.0]'],
    [known(45 * minute, 30 * minute, 2 * hour), '45 min [30, 120]'],
    [known(400 * day, 300 * day, 500 * day), '400 d [300, 500]'],
    [known(0, 0, 3 * minute), '0 min [0, 3]'],
  ])('shows value and interval of a time in one unit: %#', (estimate, text) => {
    expect(formatEstimate(estimate, 'milliseconds')).toBe(text)
  })

  it.each([
    [known(0.094, 0.041, 0.203), '9.4 % [4.1, 20.3]'],
    [known(0, 0, 0.055), '0 % [0, 5.5]'],
    [known(1, 0.998, 1), '100 % [99.8, 100]'],
    [known(0.9996, 0.9981, 0.9999), '>99.9 % [99.8, >99.9]'],
  ])('shows a share in percent: %#', (estimate, text) => {
    expect(formatEstimate(estimate, 'share')).toBe(text)
  })

  it.each([
    [known(4.1, 3.3, 5.1), '4.1 / week [3.3, 5.1]'],
    [known(0.42, 0.26, 0.63), '1.8 / month [1.1, 2.7]'],
    [known(0.02, 0, 0.1), '1.0 / year [0, 5.2]'],
    [known(0, 0, 0.07), '0 / week [0, 0.1]'],
  ])('shows a rate over a time in which something happens: %#', (estimate, text) => {
    expect(formatEstimate(estimate, 'per-week')).toBe(text)
  })

  it.each([
    [unknown(), 'cannot tell yet (n 5)'],
    [unknown({ needed: 6 }), 'cannot tell yet (n 5, needs 6)'],
    [unknown({ reason: 'no-data', n: 0 }), 'no data'],
    [unknown({ reason: 'not-reached', atLeast: 12 * day }), 'at least 12.0 d'],
  ])('says why there is no number: %#', (estimate, text) => {
    expect(formatEstimate(estimate, 'milliseconds')).toBe(text)
  })
})
