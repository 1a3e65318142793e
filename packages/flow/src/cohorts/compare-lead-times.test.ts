import { day, instant, seededRng, type Instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import type { CohortComparison } from '../analysis.ts'
import { analyzeFlow } from '../analyze-flow.ts'
import { at, factsOf, optionsFor } from '../testing/index.ts'

const options = optionsFor('2025-11-01T00:00:00Z', '2026-11-01T00:00:00Z')

interface Stream {
  readonly perMonth: number
  /** Share of changes that carry a mark in a month, 0 to 11. */
  readonly markedShareIn: (month: number) => number
  /** Wait of a change in days. */
  readonly waitOf: (month: number, isMarked: boolean, random: () => number) => number
  readonly seed: number
}

/** A year of changes, each released on its own after its wait; the last month waits as briefly as all others. */
function compare(stream: Stream, seed = 1): CohortComparison {
  const rng = seededRng(stream.seed)
  const builder = factsOf()
  builder.deployment({ finishedAt: at('2025-10-01'), isBaseline: true })
  for (let month = 0; month < 12; month += 1) {
    const start: Instant = instant(Date.UTC(2025, 10 + month, 1))
    for (let serial = 0; serial < stream.perMonth; serial += 1) {
      const isMarked = rng() < stream.markedShareIn(month)
      const change = builder.change({
        mergedAt: instant(start + Math.floor(rng() * 27 * day)),
        type: rng() < 0.5 ? 'feature' : 'fix',
        ...(isMarked && { authorClass: 'ai-co-authored', marks: [{ tool: 'Codex', place: 'trailer' }] }),
      })
      const wait = Math.round(stream.waitOf(month, isMarked, rng) * day)
      builder.deployment({ finishedAt: instant(change.mergedAt + wait) }, [change])
    }
  }
  return analyzeFlow(builder.facts(), { ...options, seed }).cohorts.leadTime
}

describe('compareLeadTimes', () => {
  it('is not fooled when adoption and release cadence both change by month', () => {
    const comparison = compare({
      perMonth: 100,
      markedShareIn: (month) => 0.02 + 0.06 * month,
      // Releases become rarer month by month, for everybody alike.
      waitOf: (month, _, random) => (1 + month) * (0.5 + random()),
      seed: 1,
    })

    const { plain, matched } = comparison
    expect(plain?.kind === 'known' && plain.interval.low).toBeGreaterThan(2 * day)
    expect(matched?.kind === 'known' && Math.abs(matched.value)).toBeLessThan(0.5 * day)
    expect(comparison.verdict).not.toBe('differs')
  })

  it('finds a difference that is there within months', () => {
    const comparison = compare({
      perMonth: 60,
      markedShareIn: () => 0.3,
      waitOf: (_, isMarked, random) => (isMarked ? 6 : 3) * (0.5 + random()),
      seed: 2,
    })

    expect(comparison).toMatchObject({ verdict: 'differs', overlap: 1, stratifiedBy: ['month', 'type'] })
    expect(comparison.matched?.kind === 'known' && comparison.matched.value).toBeGreaterThan(2 * day)
  })

  it('says "does not differ" only when the whole interval lies within a quarter of the unmarked median', () => {
    const comparison = compare({
      perMonth: 100,
      markedShareIn: () => 0.4,
      waitOf: (_, __, random) => 3 * (0.5 + random()),
      seed: 3,
    })

    const { matched, equivalenceMargin } = comparison
    expect(comparison.verdict).toBe('does-not-differ')
    expect(matched?.kind === 'known' && Math.max(-matched.interval.low, matched.interval.high)).toBeLessThan(
      equivalenceMargin ?? 0,
    )
  })

  it('cannot tell from a wide interval', () => {
    const comparison = compare({
      perMonth: 12,
      markedShareIn: () => 0.3,
      waitOf: (_, __, random) => 3 * Math.exp(4 * (random() - 0.5)),
      seed: 4,
    })

    expect(comparison).toMatchObject({ verdict: 'cannot-tell', because: 'interval-too-wide' })
  })

  it('cannot tell from fewer than twenty marked changes, however large the difference', () => {
    const comparison = compare({
      perMonth: 50,
      markedShareIn: () => 0.02,
      waitOf: (_, isMarked) => (isMarked ? 20 : 1),
      seed: 5,
    })

    expect(comparison).toMatchObject({ verdict: 'cannot-tell', because: 'too-few-marked' })
    expect(comparison).not.toHaveProperty('matched')
  })

  it('cannot tell when marked and unmarked changes share no month', () => {
    const comparison = compare({
      perMonth: 20,
      markedShareIn: (month) => (month < 6 ? 0 : 1),
      waitOf: () => 2,
      seed: 6,
    })

    expect(comparison).toMatchObject({ verdict: 'cannot-tell', because: 'no-overlap', overlap: 0 })
  })

  it('leaves out months in which the slow changes are still missing, and says how many changes', () => {
    const comparison = compare({
      perMonth: 40,
      markedShareIn: () => 0.4,
      // In the last month marked changes ship at once or not at all.
      waitOf: (month, isMarked, random) => (month === 11 && isMarked && random() < 0.5 ? 400 : 1 + random()),
      seed: 7,
    })

    expect(comparison.leftOut).toBe(40)
    expect(comparison.strata.map(({ name }) => name.slice(0, 7))).not.toContain('2026-10')
  })

  it('repeats itself with the same seed, and keeps its verdict with another', () => {
    const stream: Stream = {
      perMonth: 30,
      markedShareIn: () => 0.3,
      waitOf: (_, isMarked, random) => (isMarked ? 6 : 2) * (0.5 + random()),
      seed: 8,
    }

    expect(compare(stream, 1)).toEqual(compare(stream, 1))
    expect([1, 2, 3, 4, 5].map((seed) => compare(stream, seed).verdict)).toEqual(
      Array.from({ length: 5 }, () => 'differs'),
    )
  })
})
