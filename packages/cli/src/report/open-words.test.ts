import type { OpenSummary } from '@sluice/flow'
import { day, instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { openWords } from './open-words.ts'

const summary: OpenSummary = {
  asOf: instant(Date.UTC(2026, 10, 2)),
  changes: 41,
  byBots: 3,
  byStage: [
    { stage: 'coding', changes: 2 },
    { stage: 'pickup-wait', changes: 20 },
    { stage: 'reviewer-wait', changes: 1 },
    { stage: 'author-rework', changes: 9 },
    { stage: 'ci-repair', changes: 9 },
  ],
  medianAge: {
    kind: 'known',
    value: 3.1 * day,
    interval: { low: 2 * day, high: 5 * day, confidence: 0.95 },
    n: 41,
    censored: 0,
    method: 'quantile-type-7',
  },
  slowest: [],
  abandoned: 12,
}

describe('openWords', () => {
  it('says how many are open, for how long, and where most of them stand', () => {
    expect(openWords(summary)).toBe(
      'Open on 1 Nov 2026: 41 changes, half of them for 3.1 d or more: 20 in pickup wait, 9 in author rework, ' +
        '9 in CI repair, 3 elsewhere. 12 closed without a merge in the window.',
    )
  })

  it('names no age where too few are open to tell one', () => {
    const { changes: _, ...rest } = summary
    const medianAge = {
      kind: 'unknown',
      reason: 'too-few',
      n: 1,
      censored: 0,
      method: 'quantile-type-7',
    } as const

    expect(
      openWords({ ...rest, changes: 1, byStage: [{ stage: 'coding', changes: 1 }], medianAge, abandoned: 0 }),
    ).toBe('Open on 1 Nov 2026: 1 change: 1 in coding.')
  })

  it('has nothing to say where nothing was open', () => {
    expect(openWords({ ...summary, changes: 0, byStage: [], abandoned: 0 })).toBeUndefined()
  })
})
