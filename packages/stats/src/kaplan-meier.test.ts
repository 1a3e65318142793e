import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { kaplanMeier, type Observation } from './kaplan-meier.ts'

fc.configureGlobal({ seed: 1 })

const observation = (): fc.Arbitrary<Observation> =>
  fc.record(
    {
      duration: fc.integer({ min: 1, max: 30 }),
      ended: fc.boolean(),
      entry: fc.integer({ min: 0, max: 20 }),
    },
    { requiredKeys: ['duration', 'ended'] },
  )

describe('kaplanMeier', () => {
  it('steps down where something ended, by the share of those at risk', () => {
    const observations = [
      { duration: 4, ended: true },
      { duration: 2, ended: true },
      { duration: 4, ended: false },
      { duration: 3, ended: false },
      { duration: 6, ended: false },
    ]

    expect(kaplanMeier(observations)).toEqual({
      steps: [
        { time: 2, atRisk: 5, events: 1, survival: 0.8, variance: expect.closeTo(0.8 ** 2 / 20, 15) },
        { time: 3, atRisk: 4, events: 0, survival: 0.8, variance: expect.closeTo(0.8 ** 2 / 20, 15) },
        {
          time: 4,
          atRisk: 3,
          events: 1,
          survival: expect.closeTo(0.8 * (2 / 3), 15),
          variance: expect.closeTo((1.6 / 3) ** 2 * (1 / 20 + 1 / 6), 15),
        },
        {
          time: 6,
          atRisk: 1,
          events: 0,
          survival: expect.closeTo(0.8 * (2 / 3), 15),
          variance: expect.closeTo((1.6 / 3) ** 2 * (1 / 20 + 1 / 6), 15),
        },
      ],
      n: 5,
      censored: 3,
    })
  })

  it('counts an observation at risk only after its entry', () => {
    const curve = kaplanMeier([
      { duration: 5, ended: true },
      { duration: 9, ended: true, entry: 5 },
      { duration: 7, ended: true, entry: 4 },
    ])

    expect(curve.steps.map(({ time, atRisk }) => [time, atRisk])).toEqual([
      [5, 2],
      [7, 2],
      [9, 1],
    ])
  })

  it('leaves out what ended by its entry', () => {
    expect(kaplanMeier([{ duration: 5, ended: true, entry: 5 }])).toEqual({ steps: [], n: 0, censored: 0 })
  })

  it('has no steps without observations', () => {
    expect(kaplanMeier([])).toEqual({ steps: [], n: 0, censored: 0 })
  })

  it('stays at 1 when nothing has ended', () => {
    const curve = kaplanMeier([1, 2, 2].map((duration) => ({ duration, ended: false })))

    expect(curve.steps.map(({ survival, variance }) => [survival, variance])).toEqual([
      [1, 0],
      [1, 0],
    ])
    expect(curve.censored).toBe(3)
  })

  it.prop({ durations: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }) })(
    'is the share of longer durations when nothing is censored',
    ({ durations }) => {
      for (const { time, survival } of kaplanMeier(durations.map((duration) => ({ duration, ended: true })))
        .steps)
        expect(survival).toBeCloseTo(
          durations.filter((duration) => duration > time).length / durations.length,
          12,
        )
    },
  )

  it.prop({ observations: fc.array(observation()) })(
    'never rises, stays in [0, 1], and knows no NaN',
    ({ observations }) => {
      const { steps, n } = kaplanMeier(observations)

      let previous = { time: -Infinity, survival: 1 }
      for (const step of steps) {
        expect(step.time).toBeGreaterThan(previous.time)
        expect(step.survival).toBeLessThanOrEqual(previous.survival)
        expect(step.survival).toBeGreaterThanOrEqual(0)
        expect(step.variance).toBeGreaterThanOrEqual(0)
        expect(step.atRisk).toBeGreaterThanOrEqual(step.events)
        previous = step
      }
      expect(n).toBe(observations.filter(({ duration, entry = -1 }) => entry < duration).length)
    },
  )

  it.prop({ observations: fc.array(observation()) })('does not depend on the order', ({ observations }) => {
    expect(kaplanMeier(observations.toReversed())).toEqual(kaplanMeier(observations))
  })

  it('refuses a duration or an entry that is not finite', () => {
    expect(() => kaplanMeier([{ duration: Infinity, ended: false }])).toThrow(RangeError)
    expect(() => kaplanMeier([{ duration: 1, ended: true, entry: Number.NaN }])).toThrow(RangeError)
  })
})
