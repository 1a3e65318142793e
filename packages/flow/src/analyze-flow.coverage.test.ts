import { day, instant, milliseconds, seededRng } from '@sluice/model'
import type { Estimate } from '@sluice/stats'
import { describe, expect, it } from 'vitest'
import type { FlowFacts, FlowOptions, MetricId } from './analysis.ts'
import { analyzeFlow } from './analyze-flow.ts'
import {
  factsOf,
  optionsFor,
  syntheticOrganisation,
  type SyntheticOrganisationOptions,
} from './testing/index.ts'

const runs = 400
const confidence = 0.95
/** Three standard errors of a share of 0.95 over the runs. */
const monteCarloError = 3 * Math.sqrt((confidence * (1 - confidence)) / runs)

/** Of many organisations with one truth, the share whose interval holds it. */
function coverage(options: SyntheticOrganisationOptions, id: MetricId, truth: number): number {
  let covered = 0
  for (let seed = 1; seed <= runs; seed += 1) {
    const { facts, options: flowOptions } = syntheticOrganisation({ ...options, markedShare: 0, seed })
    const metric = analyzeFlow(facts, flowOptions).metrics.find((candidate) => candidate.id === id)
    if (metric !== undefined && holds(metric.estimate, truth)) covered += 1
  }
  return covered / runs
}

function holds(estimate: Estimate | undefined, truth: number): boolean {
  return estimate?.kind === 'known' && estimate.interval.low <= truth && truth <= estimate.interval.high
}

/** A year of 1,000 changes; each release ships all that was merged since the one before. */
function releaseTrains(
  seed: number,
  spacing: (random: () => number) => number,
): readonly [FlowFacts, FlowOptions] {
  const rng = seededRng(seed)
  const builder = factsOf()
  const options = optionsFor('2025-11-03T00:00:00Z', '2026-11-02T00:00:00Z')
  const { since, until } = options.window
  let merged = Array.from({ length: 1_000 }, () => instant(since + Math.floor(rng() * (until - since))))
    .sort((a, b) => a - b)
    .map((mergedAt) => builder.change({ mergedAt }))
  builder.deployment({ finishedAt: instant(since - day), isBaseline: true })
  // The first release falls somewhere into its period, as the beginning of the window means nothing to the train.
  let at = since + rng() * 14 * day * spacing(rng)
  while (at < until) {
    const finishedAt = instant(Math.floor(at))
    const next = merged.findIndex(({ mergedAt }) => mergedAt > finishedAt)
    const aboard = next === -1 ? merged : merged.slice(0, next)
    builder.deployment({ finishedAt }, aboard)
    merged = merged.slice(aboard.length)
    at += 14 * day * spacing(rng)
  }
  return [builder.facts(), options]
}

/** Median of a coding time and a wait, both log-normal with a standard deviation of 1 on the log scale. */
function medianOfSum(codingMedian: number, waitMedian: number): number {
  const rng = seededRng(99)
  const normal = () => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng())
  const sums = Float64Array.from(
    { length: 400_000 },
    () => codingMedian * Math.exp(normal()) + waitMedian * Math.exp(normal()),
  )
  return sums.sort()[sums.length / 2] ?? NaN
}

describe('analyzeFlow', () => {
  it('covers the true median lead time as often as it says, with a fifth still in flight', () => {
    // A window of ten weeks and a median wait of eight days leave about a fifth of the changes unreleased.
    const share = coverage(
      { weeks: 10, changes: 90, medianWait: milliseconds(8 * day) },
      'change-lead-time',
      8 * day,
    )

    expect(Math.abs(share - confidence)).toBeLessThan(monteCarloError)
  })

  it.each([
    ['regularly', () => 1, 7 * day],
    ['at random', (random: () => number) => -Math.log(1 - random()), 14 * day * Math.LN2],
  ])(
    'covers the true median of changes that are released together every two weeks, %s',
    (_, spacing, truth) => {
      let covered = 0
      for (let seed = 1; seed <= runs; seed += 1) {
        const analysis = analyzeFlow(...releaseTrains(seed, spacing))
        if (holds(analysis.metrics[0]?.estimate, truth)) covered += 1
      }

      // Taking the changes for independent would cover about 0.83 and 0.31.
      expect(Math.abs(covered / runs - confidence)).toBeLessThan(monteCarloError)
    },
  )

  it('covers the true median from the first commit as often as it says', () => {
    const share = coverage(
      { weeks: 20, changes: 90, medianWait: milliseconds(5 * day), knownStartShare: 1 },
      'change-lead-time',
      medianOfSum(day, 5 * day),
    )

    expect(Math.abs(share - confidence)).toBeLessThan(monteCarloError)
  })

  it('covers the true fail rate as often as it says', () => {
    const share = coverage({ weeks: 10, changes: 120, failureShare: 0.1 }, 'change-fail-rate', 0.1)

    expect(Math.abs(share - confidence)).toBeLessThan(monteCarloError)
  })
})
