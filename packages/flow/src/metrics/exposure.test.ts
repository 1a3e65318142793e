import { day, instant, minute, shift } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { analyzeFlow } from '../analyze-flow.ts'
import { factsOf, optionsFor } from '../testing/index.ts'

describe('rateOver', () => {
  it('makes no weekly rate of a busy hour', () => {
    const start = instant(Date.UTC(2026, 0, 5))
    const builder = factsOf()
    for (let count = 0; count < 40; count += 1) {
      builder.change({ mergedAt: shift(start, 30 * day + count * minute) })
    }

    const { throughput } = analyzeFlow(builder.facts(), optionsFor('2026-01-05', '2026-02-05'))

    expect(throughput.estimate).toMatchObject({ kind: 'unknown', reason: 'too-few' })
  })
})
