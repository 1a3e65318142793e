import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { kaplanMeier } from './kaplan-meier.ts'
import { logLogLimit } from './log-log-limit.ts'
import { normalQuantile } from './normal-distribution.ts'

const z = normalQuantile(0.975)

describe('logLogLimit', () => {
  it('is what the formula gives by hand for one end among eleven', () => {
    // S = 10/11, Greenwood's variance S² / (11 · 10): -log S = 0.0953102, and its log has standard error 1.0003716.
    const step = { survival: 10 / 11, variance: (10 / 11) ** 2 / 110 }

    expect(logLogLimit(step, z)).toBeCloseTo(0.508_08, 4)
    expect(logLogLimit(step, -z)).toBeCloseTo(0.986_68, 4)
  })

  it('knows the survival where nothing has ended, and nothing where all has', () => {
    const limits = (survival: number): readonly number[] => [
      logLogLimit({ survival, variance: 0 }, z),
      logLogLimit({ survival, variance: 0 }, -z),
    ]

    expect(limits(1)).toEqual([1, 1])
    expect(limits(0)).toEqual([0, 1])
  })

  const observations = fc.array(
    fc.record({ duration: fc.integer({ min: 0, max: 50 }), ended: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  it.prop([observations, fc.double({ min: 0.1, max: 4, noNaN: true })], { seed: 1 })(
    'surrounds the survival, within 0 and 1, and more widely for a larger quantile',
    (seen, quantile) => {
      for (const step of kaplanMeier(seen).steps) {
        const limits = [
          0,
          logLogLimit(step, quantile * 1.5),
          logLogLimit(step, quantile),
          // The limits meet the survival where they are no wider than rounding.
          step.survival,
          logLogLimit(step, -quantile),
          logLogLimit(step, -quantile * 1.5),
          1,
        ]
        const falls = limits.filter((limit, index) => limit < (limits[index - 1] ?? 0) - 1e-12)
        expect(falls).toEqual([])
      }
    },
  )
})
