import { kaplanMeier } from '@sluice/stats'
import { describe, expect, it } from 'vitest'
import { batchedCurve, batchedQuantile, type Observation } from './batched-curve.ts'

/** Durations 1 to 40, each span in the batch that the function names. */
function spans(batchOf: (duration: number) => number | undefined, ended = true): readonly Observation[] {
  return Array.from({ length: 40 }, (_, index) => {
    const batch = batchOf(index + 1)
    return { duration: index + 1, ended, ...(batch !== undefined && { batch }) }
  })
}

function widening(observations: readonly Observation[]): number {
  const curve = kaplanMeier(observations)
  const widened = batchedCurve(curve, observations, 0.5, 0.95)
  return (widened.steps[9]?.variance ?? NaN) / (curve.steps[9]?.variance ?? NaN)
}

describe('batchedCurve', () => {
  it('leaves spans that end on their own as they are', () => {
    const curve = kaplanMeier(spans(() => undefined))

    expect(
      batchedCurve(
        curve,
        spans(() => undefined),
        0.5,
        0.95,
      ),
    ).toBe(curve)
  })

  it('hardly widens when every span is a batch of its own', () => {
    expect(widening(spans((duration) => duration))).toBeLessThan(1.15)
  })

  it('takes a batch of spans that are alike for little more than one span', () => {
    // Eight batches of five neighbours: the design effect is near five, times Student for seven degrees.
    const effect = widening(spans((duration) => Math.ceil(duration / 5)))

    expect(effect).toBeGreaterThan(5)
    expect(effect).toBeLessThan(10)
  })

  it('never narrows, even if batches balance one another out', () => {
    const curve = kaplanMeier(spans((duration) => Math.min(duration, 41 - duration)))

    expect(
      batchedCurve(
        curve,
        spans((duration) => Math.min(duration, 41 - duration)),
        0.5,
        0.95,
      ),
    ).toBe(curve)
  })

  it('takes a single batch for a single observation', () => {
    expect(widening(spans(() => 1))).toBe(40)
  })
})

describe('batchedQuantile', () => {
  it('keeps the lower end near the value when seven long releases carried a thousand changes', () => {
    // Each release ends the wait of 140 changes that arrived evenly over its eight to twelve weeks.
    const observations = [60, 75, 56, 84, 63, 70, 58].flatMap((days, batch) =>
      Array.from({ length: 140 }, (_, index) => ({
        duration: ((index + 0.5) * days) / 140,
        ended: true,
        batch,
      })),
    )

    const estimate = batchedQuantile(kaplanMeier(observations), observations, 0.5, { confidence: 0.95 })

    if (estimate.kind !== 'known') throw new Error('The median is known.')
    expect(estimate.value).toBeCloseTo(33, -1)
    expect(estimate.interval.low).toBeGreaterThan(estimate.value / 2)
    expect(estimate.interval.high).toBeLessThan(estimate.value * 2)
  })

  it('keeps the value and widens the interval', () => {
    const alone = batchedQuantile(
      kaplanMeier(spans(() => undefined)),
      spans(() => undefined),
      0.5,
      { confidence: 0.95 },
    )
    const batched = spans((duration) => Math.ceil(duration / 5))

    const estimate = batchedQuantile(kaplanMeier(batched), batched, 0.5, { confidence: 0.95 })

    expect(estimate).toMatchObject({ kind: 'known', value: 20.5, n: 40 })
    expect(estimate.kind === 'known' && estimate.interval.low).toBeLessThan(
      alone.kind === 'known' ? alone.interval.low : NaN,
    )
  })

  it('does not say "at least no time" of what was not reached', () => {
    const batched = [
      ...spans(() => 1)
        .slice(0, 15)
        .map((span) => ({ ...span, duration: 0 })),
      ...spans(() => 2, false),
    ]

    expect(batchedQuantile(kaplanMeier(batched), batched, 0.5, { confidence: 0.95 })).toEqual({
      kind: 'unknown',
      reason: 'not-reached',
      n: 55,
      censored: 40,
      method: 'kaplan-meier',
    })
  })
})
