import { day, hour, week } from '@sluice/model'
import { quantileEstimate, wilson, type Estimate } from '@sluice/stats'
import { describe, expect, it } from 'vitest'
import type { Metric, MetricId, Unit } from './analysis.ts'
import { withCluster } from './clusters.ts'
import { optionsFor } from './testing/index.ts'

const options = optionsFor('2026-08-03T00:00:00Z', '2026-10-12T00:00:00Z', { clusters: true })

function metric(id: MetricId, unit: Unit, estimate: Estimate): Metric {
  return {
    id,
    unit,
    estimate,
    companions: [],
    counts: {},
    evidence: [],
    trend: { weeks: [], changePoints: [] },
  }
}

function between(low: number, high: number): Estimate {
  const values = Array.from({ length: 6 }, (_, index) => low + ((high - low) * index) / 5)
  return quantileEstimate(values, 0.5, { confidence: 0.95 })
}

function failRate(successes: number, trials: number): Metric {
  return metric('change-fail-rate', 'share', wilson({ successes, trials, confidence: 0.95 }))
}

describe('withCluster', () => {
  it('stays silent unless it was asked', () => {
    const leadTime = metric('change-lead-time', 'milliseconds', between(hour, 2 * hour))

    expect(withCluster(leadTime, { ...options, clusters: false })).toBe(leadTime)
  })

  it.each([
    ['change-lead-time', 'milliseconds', hour, 20 * hour, 'elite'],
    ['change-lead-time', 'milliseconds', 2 * day, 6 * day, 'high'],
    ['change-lead-time', 'milliseconds', 2 * week, 4 * week, 'medium'],
    ['deployment-frequency', 'per-week', 8, 40, 'elite'],
    ['deployment-frequency', 'per-week', 0.3, 0.9, 'medium'],
    ['failed-deployment-recovery-time', 'milliseconds', hour / 4, hour / 2, 'elite'],
  ] as const)(
    'names the cluster of %s in %s only from an interval inside it',
    (id, unit, low, high, cluster) => {
      expect(withCluster(metric(id, unit, between(low, high)), options).cluster).toEqual({
        kind: 'inside',
        cluster,
        table: 'dora-2024',
      })
    },
  )

  it('cannot tell from an interval across a border', () => {
    const leadTime = metric('change-lead-time', 'milliseconds', between(20 * hour, 30 * hour))

    expect(withCluster(leadTime, options).cluster).toEqual({ kind: 'cannot-tell', table: 'dora-2024' })
  })

  it('knows that medium fails less often than high', () => {
    expect(withCluster(failRate(75, 1_000), options).cluster).toMatchObject({ cluster: 'medium' })
    expect(withCluster(failRate(150, 1_000), options).cluster).toMatchObject({ cluster: 'high' })
  })

  it.each([
    [0, 42, 30],
    [0, 65, 7],
    [0, 71, 1],
  ])(
    'does not call %i failures of %i elite, and says how many more it takes',
    (failed, trials, neededMore) => {
      expect(withCluster(failRate(failed, trials), options).cluster).toEqual({
        kind: 'cannot-tell',
        neededMore,
        table: 'dora-2024',
      })
    },
  )

  it('calls 72 deployments without a failure elite', () => {
    expect(withCluster(failRate(0, 72), options).cluster).toMatchObject({ kind: 'inside', cluster: 'elite' })
  })

  it('names no cluster between high and medium, which recover alike', () => {
    const recovery = metric('failed-deployment-recovery-time', 'milliseconds', between(2 * hour, 20 * hour))

    expect(withCluster(recovery, options).cluster).toEqual({ kind: 'cannot-tell', table: 'dora-2024' })
  })

  it('has no answer for weekday time and for rework', () => {
    const leadTime = metric('change-lead-time', 'milliseconds', between(hour, 2 * hour))
    const rework = metric('deployment-rework-rate', 'share', between(0.1, 0.2))

    expect(withCluster(leadTime, { ...options, calendar: 'weekdays' })).toBe(leadTime)
    expect(withCluster(rework, options)).toBe(rework)
  })
})
