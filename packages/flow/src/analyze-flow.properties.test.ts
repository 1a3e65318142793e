import { fc, test } from '@fast-check/vitest'
import { day, instant, seededRng, week, type Instant, type Rng } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import type { FlowAnalysis, FlowFacts, FlowOptions, MetricId } from './analysis.ts'
import { analyzeFlow } from './analyze-flow.ts'
import { syntheticOrganisation } from './testing/index.ts'

describe('analyzeFlow', () => {
  const seeds = fc.integer({ min: 1, max: 1_000_000 })

  test.prop([seeds, fc.constantFrom('elapsed', 'weekdays')], { seed: 3, numRuns: 40 })(
    'partitions the way of every change exactly',
    (seed, calendar) => {
      const { facts, options: whole } = messyOrganisation(seed)
      const analysis = analyzeFlow(facts, { ...whole, calendar })

      for (const { change, stages, shipped, problem } of analysis.changes) {
        const end =
          problem === 'before-first-deployment'
            ? firstDeploymentAt(facts)
            : (shipped?.at ?? whole.window.until)
        const length = Math.max(0, end - change.startedAt)
        expect(stages.reduce((sum, { from, to }) => sum + (to - from), 0)).toBe(length)
        expect(stages.every(({ from, to }) => to >= from)).toBe(true)
      }
      expect(analysis.stages.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10)
    },
  )

  test.prop([seeds], { seed: 4, numRuns: 25 })('does not depend on the order of facts', (seed) => {
    const { facts, options: whole } = messyOrganisation(seed)

    expect(analyzeFlow(shuffledFacts(facts, seededRng(seed + 1)), whole)).toEqual(analyzeFlow(facts, whole))
  })

  test.prop([seeds, fc.integer({ min: -2_000, max: 2_000 })], { seed: 5, numRuns: 25 })(
    'moves with time in whole weeks; only the months of the cohort comparison may fall otherwise',
    (seed, weeks) => {
      const { facts, options: whole } = messyOrganisation(seed)
      const moved = analyzeFlow(shiftedValue(facts, weeks * week), shiftedValue(whole, weeks * week))

      expect(withoutMonths(moved)).toEqual(
        withoutMonths(shiftedValue(analyzeFlow(facts, whole), weeks * week)),
      )
    },
  )

  it('moves as a whole with time in periods of 400 years, after which the calendar repeats', () => {
    const { facts, options: whole } = messyOrganisation(7)
    const period = 146_097 * day
    const moved = analyzeFlow(shiftedValue(facts, period), shiftedValue(whole, period))

    expect(moved.metrics.map(({ estimate }) => estimate)).toEqual(
      analyzeFlow(facts, whole).metrics.map(({ estimate }) => estimate),
    )
    expect(moved.cohorts.leadTime.matched).toEqual(analyzeFlow(facts, whole).cohorts.leadTime.matched)
  })

  test.prop([seeds], { seed: 6, numRuns: 25 })('does not look into the future', (seed) => {
    const { facts, options: whole } = messyOrganisation(seed)
    const middle = instant((whole.window.since + whole.window.until) / 2)
    const window = { since: whole.window.since, until: middle }

    expect(analyzeFlow(knownBefore(facts, middle), { ...whole, window })).toEqual(
      analyzeFlow(facts, { ...whole, window }),
    )
  })

  test.prop([seeds, fc.integer({ min: 1, max: 30 })], { seed: 8, numRuns: 25 })(
    'counts no less in a window that begins earlier',
    (seed, weeks) => {
      const { facts, options: whole } = messyOrganisation(seed)
      const narrow = { since: instant(whole.window.since + weeks * week), until: whole.window.until }

      const [inNarrow, inWide] = [narrow, whole.window].map((window) =>
        countsOf(analyzeFlow(facts, { ...whole, window })),
      )
      expect(inWide?.map((count, index) => (count ?? NaN) >= (inNarrow?.[index] ?? NaN))).toEqual([
        true,
        true,
        true,
        true,
      ])
    },
  )

  test.prop([seeds], { seed: 9, numRuns: 25 })(
    "obeys Little's law exactly when stays are cut at the window",
    (seed) => {
      const { facts, options: whole } = messyOrganisation(seed)

      const wait = analyzeFlow(facts, whole).stages.find(({ stage }) => stage === 'release-wait')

      expect(wait?.meanInProgress).toBeCloseTo(meanWaiting(facts, whole), 9)
    },
  )

  it('gives the same report for the same seed', () => {
    const { facts, options: whole } = messyOrganisation(11)

    expect(analyzeFlow(facts, whole)).toEqual(analyzeFlow(facts, whole))
  })
})

/** A synthetic organisation whose facts also hold what goes wrong: lying clocks, lost links, a late first release. */
function messyOrganisation(seed: number): { readonly facts: FlowFacts; readonly options: FlowOptions } {
  const organisation = syntheticOrganisation({ seed, weeks: 40, changes: 120, knownStartShare: 0.6 })
  const rng = seededRng(seed)
  const { facts, options: whole } = organisation
  return {
    options: whole,
    facts: {
      ...facts,
      deployments: facts.deployments
        .map((deployment) =>
          rng() < 0.05
            ? { ...deployment, finishedAt: instant(deployment.finishedAt - 30 * day) }
            : deployment,
        )
        .map((deployment) =>
          deployment.isBaseline && rng() < 0.5
            ? { ...deployment, finishedAt: instant(deployment.finishedAt + 5 * week) }
            : deployment,
        ),
      deploymentChanges: facts.deploymentChanges.filter(() => rng() < 0.9),
    },
  }
}

function firstDeploymentAt(facts: FlowFacts): number {
  return Math.min(...facts.deployments.map(({ finishedAt }) => finishedAt))
}

/** Mean number of people's changes that wait for a release: N(t) integrated from event to event, blind to single stays. */
function meanWaiting(facts: FlowFacts, { window }: FlowOptions): number {
  const finishes = new Map(facts.deployments.map(({ id, finishedAt }) => [id, finishedAt]))
  const shipments = new Map(
    facts.deploymentChanges.map(({ change, deployment }) => [change, finishes.get(deployment)]),
  )
  const events = facts.changes.flatMap(({ id, mergedAt, authorClass }) => {
    const shippedAt = shipments.get(id)
    const isHonest = shippedAt === undefined ? mergedAt > firstDeploymentAt(facts) : shippedAt >= mergedAt
    if (authorClass === 'bot' || !isHonest) return []
    return [
      { at: mergedAt, step: 1 },
      { at: Math.min(shippedAt ?? window.until, window.until), step: -1 },
    ]
  })
  let waiting = 0
  let integral = 0
  let last: number = window.since
  for (const { at: eventAt, step } of events.toSorted((a, b) => a.at - b.at)) {
    integral += waiting * (eventAt - last)
    waiting += step
    last = eventAt
  }
  return integral / (window.until - window.since)
}

function countsOf(analysis: FlowAnalysis): readonly (number | undefined)[] {
  const countOf = (id: MetricId, key: string): number | undefined =>
    analysis.metrics.find((metric) => metric.id === id)?.counts[key]
  return [
    countOf('change-lead-time', 'changes'),
    countOf('change-lead-time', 'shipped'),
    countOf('deployment-frequency', 'deployments'),
    countOf('change-fail-rate', 'failed'),
  ]
}

function shuffledFacts(facts: FlowFacts, rng: Rng): FlowFacts {
  return {
    changes: shuffled(facts.changes, rng),
    deployments: shuffled(facts.deployments, rng),
    deploymentChanges: shuffled(facts.deploymentChanges, rng),
    failures: shuffled(facts.failures, rng),
  }
}

function shuffled<TItem>(items: readonly TItem[], rng: Rng): readonly TItem[] {
  return items
    .map((item) => ({ item, order: rng() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item)
}

function knownBefore(facts: FlowFacts, end: Instant): FlowFacts {
  const deployments = facts.deployments.filter(({ finishedAt }) => finishedAt < end)
  const ids = new Set(deployments.map(({ id }) => id))
  return {
    changes: facts.changes.filter(({ mergedAt }) => mergedAt < end),
    deployments,
    deploymentChanges: facts.deploymentChanges.filter(({ deployment }) => ids.has(deployment)),
    failures: facts.failures
      .filter(({ knownAt, deployment }) => knownAt < end && ids.has(deployment))
      .map(({ remediation, ...failure }) =>
        remediation !== undefined && ids.has(remediation) ? { ...failure, remediation } : failure,
      ),
  }
}

/** Fields that hold an instant, wherever they are. */
const instantFields = new Set([
  'since',
  'until',
  'startedAt',
  'mergedAt',
  'finishedAt',
  'knownAt',
  'weekOf',
  'from',
  'to',
  'lastAt',
])

function shiftedValue<TValue>(value: TValue, by: number): TValue {
  const text = JSON.stringify(value, (key, field: unknown) => {
    if (typeof field !== 'number') return field
    if (field === Infinity) return 'Infinity'
    // `at` is an instant where a change shipped, and a length on the survival curve.
    return instantFields.has(key) ? field + by : field
  })
  return JSON.parse(text, (_, field: unknown) => (field === 'Infinity' ? Infinity : field))
}

function withoutMonths(analysis: FlowAnalysis): unknown {
  const { cohorts, changes, survival: _, ...rest } = analysis
  const { leadTime: __, ...otherCohorts } = cohorts
  return {
    ...rest,
    cohorts: otherCohorts,
    changes: changes.map(({ change, stages, problem }) => ({ change, stages, problem })),
  }
}
