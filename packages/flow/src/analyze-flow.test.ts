import { day, hour, instant, serviceId, week, type Instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import type { FlowAnalysis, Metric, MetricId } from './analysis.ts'
import { analyzeFlow } from './analyze-flow.ts'
import { at, factsOf, optionsFor, syntheticOrganisation, type FactsBuilder } from './testing/index.ts'

/** Ten whole weeks, Monday to Monday. */
const options = optionsFor('2026-08-03T00:00:00Z', '2026-10-12T00:00:00Z')
const { since, until } = options.window

function metricOf(analysis: FlowAnalysis, id: MetricId): Metric {
  const metric = analysis.metrics.find((candidate) => candidate.id === id)
  if (metric === undefined) throw new TypeError(`no ${id}`)
  return metric
}

function daysAfter(start: Instant, days: number): Instant {
  return instant(start + days * day)
}

/** A history with its first deployment before the window, so that counting begins with the window. */
function running(): FactsBuilder {
  const builder = factsOf()
  builder.deployment({ finishedAt: daysAfter(since, -30), isBaseline: true })
  return builder
}

describe('analyzeFlow', () => {
  describe('lead time', () => {
    it('counts a change that never shipped as still waiting, not as fast and not as absent', () => {
      const builder = running()
      const changes = Array.from({ length: 9 }, (_, index) =>
        builder.change({ mergedAt: daysAfter(since, index) }),
      )
      for (const change of changes.slice(0, 6)) {
        builder.deployment({ finishedAt: daysAfter(change.mergedAt, 1 + Number(change.mergedAt > since)) }, [
          change,
        ])
      }

      const { estimate, counts, companions } = metricOf(
        analyzeFlow(builder.facts(), options),
        'change-lead-time',
      )

      expect(estimate).toMatchObject({
        kind: 'known',
        value: 2 * day,
        n: 9,
        censored: 3,
        method: 'kaplan-meier',
      })
      expect(counts).toEqual({
        changes: 9,
        shipped: 6,
        inFlight: 3,
        shippedBeforeMerge: 0,
        beforeFirstDeployment: 0,
      })
      expect(companions.find(({ id }) => id === 'naive-median')?.estimate).toMatchObject({
        n: 6,
        censored: 0,
      })
    })

    it('ships a change with the first of several deployments', () => {
      const builder = running()
      const change = builder.change({ mergedAt: daysAfter(since, 1) })
      builder.deployment({ finishedAt: daysAfter(since, 9) }, [change])
      const first = builder.deployment({ finishedAt: daysAfter(since, 3) }, [change])

      const [row] = analyzeFlow(builder.facts(), options).changes

      expect(row?.shipped).toEqual({ deployment: first.id, at: daysAfter(since, 3), how: 'reachable' })
      expect(row?.stages).toEqual([
        { stage: 'release-wait', from: daysAfter(since, 1), to: daysAfter(since, 3) },
      ])
    })

    it('sees a deployment at the end of the window not yet, and one just before it', () => {
      const builder = running()
      const early = builder.change({ mergedAt: daysAfter(since, 1) })
      const late = builder.change({ mergedAt: daysAfter(since, 2) })
      builder.deployment({ finishedAt: instant(until - 1) }, [early])
      builder.deployment({ finishedAt: until }, [late])

      const analysis = analyzeFlow(builder.facts(), options)

      expect(analysis.changes.map(({ shipped }) => shipped?.at)).toEqual([until - 1, undefined])
      expect(analysis.inFlight).toMatchObject({ changes: 1, mergedBeforeWindow: 0 })
    })

    it('is about changes merged in the window; older ones count in what a deployment carried', () => {
      const builder = running()
      const older = builder.change({ mergedAt: daysAfter(since, -1) })
      const inWindow = builder.change({ mergedAt: since })
      builder.change({ mergedAt: until })
      builder.deployment({ finishedAt: daysAfter(since, 1) }, [older, inWindow])

      const analysis = analyzeFlow(builder.facts(), options)

      expect(analysis.changes.map(({ change }) => change.id)).toEqual([inWindow.id])
      expect(analysis.deployments.map(({ changes }) => changes)).toEqual([[older.id, inWindow.id]])
    })

    it('flags a change whose deployment is older than its merge and leaves it out of the curve', () => {
      const builder = running()
      const change = builder.change({ mergedAt: daysAfter(since, 5), startedAt: daysAfter(since, 1) })
      builder.deployment({ finishedAt: daysAfter(since, 3) }, [change])

      const analysis = analyzeFlow(builder.facts(), options)

      expect(analysis.changes).toEqual([
        expect.objectContaining({
          problem: 'shipped-before-merge',
          stages: [{ stage: 'unknown', from: daysAfter(since, 1), to: daysAfter(since, 3) }],
        }),
      ])
      expect(metricOf(analysis, 'change-lead-time')).toMatchObject({
        estimate: { kind: 'unknown', reason: 'no-data', n: 0 },
        counts: { shippedBeforeMerge: 1 },
      })
      expect(analysis.stages).toEqual([])
      expect(analysis.caveats).toContainEqual({ kind: 'clock-problems', count: 1, of: 1 })
    })

    it('does not take what the first known deployment carried for changes that wait to this day', () => {
      const builder = factsOf()
      const before = builder.change({ mergedAt: daysAfter(since, 1) })
      const baseline = builder.deployment({ finishedAt: daysAfter(since, 7), isBaseline: true }, [before])

      const analysis = analyzeFlow(builder.facts(), options)

      expect(analysis.changes).toEqual([
        expect.objectContaining({
          problem: 'before-first-deployment',
          stages: [{ stage: 'unknown', from: before.mergedAt, to: baseline.finishedAt }],
        }),
      ])
      expect(analysis.inFlight.changes).toBe(0)
      expect(analysis.caveats).toContainEqual({ kind: 'before-first-deployment', count: 1, of: 1 })
    })

    it('weighs by commits on request: one large change outweighs many small ones', () => {
      const builder = running()
      for (let index = 0; index < 30; index += 1) {
        const isLarge = index % 3 === 0
        const change = builder.change({ mergedAt: daysAfter(since, index), commits: isLarge ? 10 : 1 })
        builder.deployment({ finishedAt: daysAfter(change.mergedAt, isLarge ? 9 : 1) }, [change])
      }

      const { estimate, companions } = metricOf(analyzeFlow(builder.facts(), options), 'change-lead-time')

      expect(estimate).toMatchObject({ value: day })
      // 120 commits in 30 changes tell as much as (120)^2 / (10 * 100 + 20) = 14 changes.
      expect(companions.find(({ id }) => id === 'commit-weighted-median')?.estimate).toMatchObject({
        value: 9 * day,
        n: 14,
      })
    })

    it('interpolates the naive median of an even number of changes', () => {
      const builder = running()
      for (const wait of [1, 2, 3, 5, 8, 13]) {
        const change = builder.change({ mergedAt: since })
        builder.deployment({ finishedAt: daysAfter(since, wait) }, [change])
      }

      const { companions } = metricOf(analyzeFlow(builder.facts(), options), 'change-lead-time')

      expect(companions.find(({ id }) => id === 'naive-median')?.estimate).toMatchObject({ value: 4 * day })
    })

    it('hides the 85th percentile of fewer than twenty changes', () => {
      const builder = running()
      for (let index = 0; index < 19; index += 1) {
        const change = builder.change({ mergedAt: daysAfter(since, index) })
        builder.deployment({ finishedAt: daysAfter(change.mergedAt, 1) }, [change])
      }

      const { companions } = metricOf(analyzeFlow(builder.facts(), options), 'change-lead-time')

      expect(companions.find(({ id }) => id === 'p85')?.estimate).toMatchObject({
        kind: 'unknown',
        reason: 'too-few',
        needed: 20,
      })
    })

    it.each([
      [8, 'first-commit', 3 * day],
      [7, 'merge', day],
    ])('with a known start of %i in ten changes starts the clock at %s', (known, start, value) => {
      const builder = running()
      for (let index = 0; index < 10; index += 1) {
        const mergedAt = daysAfter(since, index)
        const change = builder.change({
          mergedAt,
          ...(index < known && { startedAt: daysAfter(mergedAt, -2), start: 'first-commit' }),
        })
        builder.deployment({ finishedAt: daysAfter(mergedAt, 1) }, [change])
      }

      const analysis = analyzeFlow(builder.facts(), options)

      expect(analysis.clock).toEqual({
        start,
        counts: { 'first-commit': known, authored: 0, opened: 0, merged: 10 - known },
      })
      expect(metricOf(analysis, 'change-lead-time').estimate).toMatchObject({ value })
    })

    it('leaves weekends out when only weekdays count', () => {
      const builder = running()
      for (let index = 0; index < 6; index += 1) {
        const friday = instant(since + index * week + 4 * day)
        const change = builder.change({ mergedAt: friday })
        builder.deployment({ finishedAt: daysAfter(friday, 3) }, [change])
      }

      const analysis = analyzeFlow(builder.facts(), { ...options, calendar: 'weekdays' })

      expect(metricOf(analysis, 'change-lead-time').estimate).toMatchObject({ value: day })
    })

    it('leaves bots out of the headline and shows it with them beside', () => {
      const builder = running()
      for (let index = 0; index < 12; index += 1) {
        const isBot = index % 2 === 0
        const change = builder.change({
          mergedAt: daysAfter(since, index),
          authorClass: isBot ? 'bot' : 'unmarked',
        })
        builder.deployment({ finishedAt: instant(change.mergedAt + (isBot ? hour : day)) }, [change])
      }

      const analysis = analyzeFlow(builder.facts(), options)

      expect(metricOf(analysis, 'change-lead-time').estimate).toMatchObject({ value: day, n: 6 })
      expect(analysis.withBots).toMatchObject({ changes: 12, leadTime: { value: (hour + day) / 2, n: 12 } })
    })
  })

  describe('without any deployment', () => {
    const builder = factsOf()
    for (let index = 0; index < 30; index += 1) {
      builder.change({
        mergedAt: daysAfter(since, index),
        startedAt: daysAfter(since, index - 1),
        start: 'authored',
      })
    }
    const analysis = analyzeFlow(builder.facts(), { ...options, clusters: true })

    it('says "unknown" and never "low" or zero', () => {
      expect(
        analysis.metrics.map(({ id, estimate }) => [id, estimate.kind === 'unknown' && estimate.reason]),
      ).toEqual([
        ['change-lead-time', 'no-data'],
        ['deployment-frequency', 'no-data'],
        ['change-fail-rate', 'no-data'],
        ['failed-deployment-recovery-time', 'no-data'],
        ['deployment-rework-rate', 'no-data'],
      ])
      expect(analysis.metrics.map(({ cluster }) => cluster?.kind)).not.toContain('inside')
      expect(analysis.metrics.map(({ trend }) => trend.weeks.length)).toEqual([0, 0, 0, 0, 0])
      expect(analysis.inFlight).toMatchObject({
        changes: 0,
        medianAge: { kind: 'unknown', reason: 'no-data' },
      })
    })

    it('does not claim a release wait, and names the source that would tell', () => {
      expect(analysis.stages).toEqual([
        expect.objectContaining({ stage: 'unknown', share: 1, wouldTell: 'deployments' }),
      ])
      expect(analysis.nextSources.map(({ source }) => source)).toEqual([
        'deployments',
        'forge',
        'incidents',
        'ci',
      ])
      expect(analysis.caveats).toContainEqual({ kind: 'no-deployments', count: 0, of: 30 })
    })
  })

  describe('deployment frequency', () => {
    it('is a rate over the whole window, with zero weeks in it', () => {
      const builder = running()
      for (const weeks of [1, 1.1, 5]) builder.deployment({ finishedAt: instant(since + weeks * week) })

      const { estimate, companions, trend } = metricOf(
        analyzeFlow(builder.facts(), options),
        'deployment-frequency',
      )

      expect(estimate).toMatchObject({ kind: 'known', value: 0.3, n: 3, method: 'poisson-exact' })
      expect(trend.weeks.map((point) => point.estimate.kind === 'known' && point.estimate.value)).toEqual([
        0, 2, 0, 0, 0, 1, 0, 0, 0, 0,
      ])
      expect(companions).toMatchObject([
        { id: 'days-with-deployment-per-week', estimate: { value: 0, n: 10 } },
      ])
    })

    it('is zero with an upper bound when there were deployments, but none in the window', () => {
      const { estimate } = metricOf(analyzeFlow(running().facts(), options), 'deployment-frequency')

      expect(estimate).toMatchObject({ kind: 'known', value: 0, interval: { low: 0 } })
      expect(estimate.kind === 'known' && estimate.interval.high).toBeCloseTo(-Math.log(0.025) / 10)
    })

    it('begins to count with the first known deployment, which starts the clock and is no evidence of a rate', () => {
      const builder = factsOf()
      builder.deployment({ finishedAt: instant(since + 5 * week), isBaseline: true })
      builder.deployment({ finishedAt: instant(since + 6 * week) })
      builder.deployment({ finishedAt: instant(since + 8 * week) })

      const { estimate, counts, trend } = metricOf(
        analyzeFlow(builder.facts(), options),
        'deployment-frequency',
      )

      expect(estimate).toMatchObject({ value: 0.4, n: 2 })
      expect(counts).toEqual({ deployments: 3, tags: 3, recorded: 0 })
      expect(trend.weeks.map((point) => point.estimate.kind)).toEqual([
        ...Array.from({ length: 5 }, () => 'unknown'),
        ...Array.from({ length: 5 }, () => 'known'),
      ])
    })

    it('tells no rate from a lone deployment that starts its own clock', () => {
      const builder = factsOf()
      builder.deployment({ finishedAt: daysAfter(until, -1), isBaseline: true })

      expect(metricOf(analyzeFlow(builder.facts(), options), 'deployment-frequency').estimate).toMatchObject({
        kind: 'unknown',
        reason: 'too-few',
        needed: 2,
      })
    })

    it('counts a lockstep release once for the repository and once for each service', () => {
      const builder = running()
      const { revision } = builder.deployment({ finishedAt: daysAfter(since, 7), service: serviceId('a') })
      builder.deployment({ finishedAt: daysAfter(since, 7), service: serviceId('b'), revision })
      builder.deployment({ finishedAt: daysAfter(since, 9), service: serviceId('b') })

      const analysis = analyzeFlow(builder.facts(), options)

      expect(metricOf(analysis, 'deployment-frequency').counts).toEqual({
        deployments: 2,
        tags: 3,
        recorded: 0,
      })
      expect(analysis.services.map(({ service, deployments }) => [service, deployments])).toEqual([
        ['b', 2],
        ['a', 1],
        ['', 0],
      ])
    })

    it('marks weeks that the window only touches', () => {
      const midweek = optionsFor('2026-08-05T00:00:00Z', '2026-08-27T00:00:00Z')
      const { trend } = metricOf(analyzeFlow(running().facts(), midweek), 'deployment-frequency')

      expect(trend.weeks.map(({ weekOf, isPartial }) => [weekOf, isPartial])).toEqual([
        [at('2026-08-03'), true],
        [at('2026-08-10'), undefined],
        [at('2026-08-17'), undefined],
        [at('2026-08-24'), true],
      ])
    })
  })

  describe('failures', () => {
    function tenReleases(): { readonly builder: FactsBuilder; readonly ids: readonly string[] } & {
      readonly releases: readonly ReturnType<FactsBuilder['deployment']>[]
    } {
      const builder = running()
      const releases = Array.from({ length: 10 }, (_, index) =>
        builder.deployment({ finishedAt: instant(since + index * week + day) }),
      )
      return { builder, releases, ids: releases.map(({ id }) => id) }
    }

    it('counts a deployment once, under its strongest evidence, and all deployments below the line', () => {
      const { builder, releases } = tenReleases()
      const [first, second, third] = releases
      if (first === undefined || second === undefined || third === undefined) throw new TypeError('three')
      const knownAt = daysAfter(first.finishedAt, 1)
      builder.failure({ deployment: first.id, rung: 'revert', knownAt, remediation: second.id })
      builder.failure({ deployment: first.id, rung: 'incident', knownAt })
      builder.failure({ deployment: first.id, rung: 'incident', knownAt })
      builder.failure({ deployment: second.id, rung: 'hotfix', knownAt: daysAfter(second.finishedAt, 1) })

      const analysis = analyzeFlow(builder.facts(), options)

      const rate = metricOf(analysis, 'change-fail-rate')
      expect(rate.estimate).toMatchObject({ value: 0.2, n: 10, method: 'wilson' })
      expect(rate.counts).toEqual({ failed: 2, deployments: 10, young: 1 })
      expect(rate.evidence).toEqual([
        { rung: 'incident', count: 1 },
        { rung: 'hotfix', count: 1 },
      ])
      expect(metricOf(analysis, 'deployment-rework-rate')).toMatchObject({
        estimate: { value: 0.1, n: 10 },
        counts: { rework: 1, deployments: 10 },
      })
      expect(analysis.deployments.map(({ isRework }) => isRework).indexOf(true)).toBe(1)
      expect(analysis.caveats.map(({ kind }) => kind)).not.toContain('failures-are-a-lower-bound')
    })

    it('takes mere proximity in time for no evidence', () => {
      const { builder, releases } = tenReleases()
      for (const { id, finishedAt } of releases) {
        builder.failure({ deployment: id, rung: 'proximity', knownAt: finishedAt })
      }

      expect(metricOf(analyzeFlow(builder.facts(), options), 'change-fail-rate').counts).toMatchObject({
        failed: 0,
      })
    })

    it('bounds a clean record from above and says that it is a lower bound', () => {
      const analysis = analyzeFlow(tenReleases().builder.facts(), options)

      const { estimate } = metricOf(analysis, 'change-fail-rate')
      expect(estimate).toMatchObject({ kind: 'known', value: 0, interval: { low: 0 } })
      expect(estimate.kind === 'known' && estimate.interval.high).toBeCloseTo(1 - 0.025 ** (1 / 10), 10)
      expect(analysis.caveats).toContainEqual({ kind: 'failures-are-a-lower-bound', count: 0, of: 10 })
      expect(metricOf(analysis, 'failed-deployment-recovery-time').estimate).toMatchObject({
        reason: 'no-data',
      })
    })

    it('measures recovery to the first repair and keeps open failures as open', () => {
      const { builder, releases } = tenReleases()
      for (const [index, failed] of releases.slice(0, 8).entries()) {
        const repair = builder.deployment({ finishedAt: daysAfter(failed.finishedAt, 1 + index / 10) })
        const isOpen = index >= 6
        builder.failure({
          deployment: failed.id,
          knownAt: failed.finishedAt,
          ...(!isOpen && { remediation: repair.id }),
        })
      }

      const { estimate, counts } = metricOf(
        analyzeFlow(builder.facts(), options),
        'failed-deployment-recovery-time',
      )

      expect(counts).toEqual({ failed: 8, repaired: 6, repairedBeforeFailure: 0 })
      expect(estimate).toMatchObject({ kind: 'known', value: Math.round(1.35 * day), n: 8, censored: 2 })
    })

    it('counts a repair that is older than its failure, and measures nothing by it', () => {
      const { builder, releases } = tenReleases()
      const [earlier, failed] = releases
      if (earlier === undefined || failed === undefined) throw new TypeError('two')
      builder.failure({ deployment: failed.id, knownAt: failed.finishedAt, remediation: earlier.id })

      const analysis = analyzeFlow(builder.facts(), options)

      expect(metricOf(analysis, 'failed-deployment-recovery-time')).toMatchObject({
        estimate: { kind: 'unknown', n: 0 },
        counts: { failed: 1, repaired: 0, repairedBeforeFailure: 1 },
      })
      expect(metricOf(analysis, 'deployment-rework-rate').counts).toMatchObject({ rework: 0 })
    })
  })

  describe('what a reader must know', () => {
    it('says when tags stand in for deployments, and that some have no date', () => {
      const builder = running()
      builder.deployment({ finishedAt: daysAfter(since, 1), timing: 'commit' })
      builder.deployment({ finishedAt: daysAfter(since, 2), source: 'recorded', timing: 'recorded' })

      const analysis = analyzeFlow(builder.facts(), options)

      expect(analysis.metrics.map(({ proxy }) => proxy)).toEqual(Array.from({ length: 5 }, () => 'tags'))
      expect(analysis.caveats).toEqual(
        expect.arrayContaining([
          { kind: 'tags-are-a-proxy', count: 1, of: 2 },
          { kind: 'lightweight-tags', count: 1, of: 1 },
        ]),
      )
    })

    it('recommends the forge first where squash merges hide the time before the merge, without a share', () => {
      const { facts, options: window } = syntheticOrganisation({ changes: 50, knownStartShare: 0 })

      expect(analyzeFlow(facts, window).nextSources[0]).toEqual({
        source: 'forge',
        metrics: ['change-lead-time'],
      })
    })

    it('says how much of the time the forge would explain where starts are known', () => {
      const { facts, options: window } = syntheticOrganisation({ changes: 200, knownStartShare: 1 })

      const analysis = analyzeFlow(facts, window)

      const unknown = analysis.stages.find(({ stage }) => stage === 'unknown')
      expect(analysis.nextSources[0]).toEqual({
        source: 'forge',
        explains: unknown?.share,
        metrics: ['change-lead-time'],
      })
    })
  })

  it('answers for no facts at all', () => {
    const analysis = analyzeFlow(
      { changes: [], deployments: [], deploymentChanges: [], failures: [] },
      options,
    )

    expect(analysis.metrics.map(({ estimate }) => estimate.kind)).toEqual(
      Array.from({ length: 5 }, () => 'unknown'),
    )
    expect(analysis.changes).toEqual([])
    expect(analysis.cohorts.leadTime).toMatchObject({ verdict: 'cannot-tell', because: 'no-marked-change' })
  })
})
