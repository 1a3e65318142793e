import { fc, test } from '@fast-check/vitest'
import { instant, stages } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { partitionStages, type StageClaim } from './partition.ts'

const claim = (stage: StageClaim['stage'], from: number, to: number): StageClaim => ({
  stage,
  from: instant(from),
  to: instant(to),
})
const whole = { from: instant(0), to: instant(100) }

/** Times around the whole, so that claims stick out, touch and run backwards. */
const anyTime = fc.integer({ min: -50, max: 150 })
const anyClaims = fc.array(
  fc.record({ stage: fc.constantFrom(...stages), from: anyTime.map(instant), to: anyTime.map(instant) }),
  { maxLength: 8 },
)

describe('partitionStages', () => {
  it('leaves to the unknown what nobody claims', () => {
    expect(partitionStages(whole, [claim('ci-run', 20, 30)])).toEqual([
      claim('unknown', 0, 20),
      claim('ci-run', 20, 30),
      claim('unknown', 30, 100),
    ])
  })

  it('lets the first claim win where claims overlap', () => {
    expect(partitionStages(whole, [claim('ci-run', 20, 60), claim('reviewer-wait', 0, 100)])).toEqual([
      claim('reviewer-wait', 0, 20),
      claim('ci-run', 20, 60),
      claim('reviewer-wait', 60, 100),
    ])
  })

  it('cannot make a review longer than the change was open', () => {
    expect(partitionStages(whole, [claim('reviewer-wait', -500, 500)])).toEqual([
      claim('reviewer-wait', 0, 100),
    ])
  })

  it('takes nothing from a claim that ends before it starts', () => {
    expect(partitionStages(whole, [claim('coding', 60, 20)])).toEqual([claim('unknown', 0, 100)])
  })

  it('keeps a wait of no length, because no wait is known and not missing', () => {
    expect(partitionStages(whole, [claim('coding', 0, 100), claim('release-wait', 100, 100)])).toEqual([
      claim('coding', 0, 100),
      claim('release-wait', 100, 100),
    ])
  })

  it('says nothing about a change that took no time and that nobody claims', () => {
    expect(partitionStages({ from: instant(7), to: instant(7) }, [])).toEqual([])
  })

  test.prop([anyClaims, fc.integer({ min: 0, max: 100 })], { seed: 1, numRuns: 500 })(
    'sums to the whole exactly, without gap or overlap, and none is negative',
    (claims, length) => {
      const spans = partitionStages({ from: instant(0), to: instant(length) }, claims)

      const ends = spans.map(({ to }) => to)
      expect(spans.map(({ from }) => from)).toEqual(spans.length === 0 ? [] : [0, ...ends.slice(0, -1)])
      expect(spans.every(({ from, to }) => to >= from)).toBe(true)
      expect(spans.reduce((sum, { from, to }) => sum + (to - from), 0)).toBe(length)
    },
  )

  test.prop([anyClaims], { seed: 2, numRuns: 500 })(
    'agrees at every moment with a slow look at the list of claims',
    (claims) => {
      const spans = partitionStages(whole, claims)

      const stageAt = (list: readonly StageClaim[], moment: number) =>
        list.find(({ from, to }) => from <= moment && moment < to)?.stage ?? 'unknown'
      const moments = Array.from({ length: 100 }, (_, moment) => moment)
      expect(moments.map((moment) => stageAt(spans, moment))).toEqual(
        moments.map((moment) => stageAt(claims, moment)),
      )
    },
  )
})
