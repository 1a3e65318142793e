import {
  day,
  hour,
  incidentId,
  instant,
  revision,
  serviceId,
  shift,
  week,
  type Deployment,
  type Instant,
} from '@sluice/model'
import { describe, expect, it } from 'vitest'
import type { FlowAnalysis, Metric, MetricId } from './analysis.ts'
import { analyzeFlow } from './analyze-flow.ts'
import { failuresFromIncidents } from './failures/failures-from-incidents.ts'
import { failuresFromRollbacks } from './failures/failures-from-rollbacks.ts'
import { factsOf, optionsFor, syntheticOrganisation, type FactsBuilder } from './testing/index.ts'

/** Ten whole weeks, Monday to Monday. */
const options = optionsFor('2026-08-03T00:00:00Z', '2026-10-12T00:00:00Z')
const { since, until } = options.window
const recorded = { source: 'recorded', timing: 'recorded', environment: 'production' } as const

function metricOf(analysis: FlowAnalysis, id: MetricId): Metric {
  const metric = analysis.metrics.find((candidate) => candidate.id === id)
  if (metric === undefined) throw new TypeError(`no ${id}`)
  return metric
}

function dayOf(days: number): Instant {
  return shift(since, days * day)
}

function running(readUntil?: Instant): FactsBuilder {
  const builder = factsOf(readUntil === undefined ? {} : { readUntil })
  builder.deployment({ ...recorded, finishedAt: dayOf(-30), isBaseline: true })
  return builder
}

describe('analyzeFlow with recorded deployments', () => {
  describe('that did not succeed', () => {
    function withFailed(isFelt: boolean): FlowAnalysis {
      const builder = running()
      const change = builder.change({ mergedAt: dayOf(1) })
      const failed = builder.deployment({ ...recorded, finishedAt: dayOf(2), outcome: 'failed' }, [change])
      const next = builder.deployment({ ...recorded, finishedAt: dayOf(3) }, [change])
      if (isFelt) {
        builder.failure({ deployment: failed.id, rung: 'incident', knownAt: dayOf(2), remediation: next.id })
        builder.failure({ deployment: failed.id, rung: 'rollback', knownAt: dayOf(2) })
      }
      return analyzeFlow(builder.facts(), options)
    }

    it('ships nothing with them, and counts them in no metric while nobody felt them', () => {
      const analysis = withFailed(false)

      expect(analysis.changes[0]?.shipped?.at).toBe(dayOf(3))
      expect(metricOf(analysis, 'deployment-frequency').counts).toMatchObject({ deployments: 1 })
      expect(metricOf(analysis, 'change-fail-rate').counts).toMatchObject({ failed: 0, deployments: 1 })
      expect(analysis.services).toMatchObject([{ deployments: 1, lastAt: dayOf(3) }])
      expect(analysis.caveats).toContainEqual({ kind: 'failed-deployments-left-out', count: 1, of: 2 })
      expect(
        analysis.deployments.map(({ deployment, changes }) => [deployment.outcome, changes.length]),
      ).toEqual([
        ['failed', 0],
        [undefined, 1],
      ])
    })

    it('counts them once in the change fail rate when evidence says that users felt them', () => {
      const analysis = withFailed(true)

      expect(metricOf(analysis, 'change-fail-rate')).toMatchObject({
        counts: { failed: 1, deployments: 2 },
        evidence: [{ rung: 'incident', count: 1 }],
      })
      expect(metricOf(analysis, 'failed-deployment-recovery-time').counts).toMatchObject({ repaired: 1 })
      expect(metricOf(analysis, 'deployment-frequency').counts).toMatchObject({ deployments: 1 })
      expect(analysis.caveats.map(({ kind }) => kind)).not.toContain('failed-deployments-left-out')
    })

    it('lets none of them repair anything', () => {
      const builder = running()
      const broken = builder.deployment({ ...recorded, finishedAt: dayOf(1) })
      const attempt = builder.deployment({ ...recorded, finishedAt: dayOf(2), outcome: 'failed' })
      builder.failure({ deployment: broken.id, knownAt: dayOf(1), remediation: attempt.id })

      const analysis = analyzeFlow(builder.facts(), options)

      expect(metricOf(analysis, 'failed-deployment-recovery-time').counts).toMatchObject({
        failed: 1,
        repaired: 0,
      })
      expect(metricOf(analysis, 'deployment-rework-rate').counts).toMatchObject({ rework: 0 })
    })
  })

  it('ships a change once, with the first of several environments, and counts their deployments as one', () => {
    const builder = running()
    const change = builder.change({ mergedAt: dayOf(1) })
    const sha = revision('ab')
    builder.deployment({ ...recorded, revision: sha, environment: 'eu', finishedAt: dayOf(2) }, [change])
    builder.deployment({ ...recorded, revision: sha, environment: 'us', finishedAt: shift(dayOf(2), hour) }, [
      change,
    ])

    const analysis = analyzeFlow(builder.facts(), options)

    expect(analysis.changes[0]?.shipped?.at).toBe(dayOf(2))
    expect(metricOf(analysis, 'deployment-frequency').counts).toMatchObject({ deployments: 1, recorded: 2 })
  })

  it('counts a revision that is deployed again as a deployment that ships nothing', () => {
    const builder = running()
    const change = builder.change({ mergedAt: dayOf(1) })
    const sha = revision('ab')
    builder.deployment({ ...recorded, revision: sha, finishedAt: dayOf(2) }, [change])
    builder.deployment({ ...recorded, revision: sha, finishedAt: dayOf(5) }, [change])

    const analysis = analyzeFlow(builder.facts(), options)

    expect(analysis.deployments.map(({ changes }) => changes.length)).toEqual([1, 0])
    expect(metricOf(analysis, 'deployment-frequency').counts).toMatchObject({ deployments: 2 })
    expect(metricOf(analysis, 'change-fail-rate').counts).toMatchObject({ failed: 0 })
  })

  it('does not take what the first deployment of another service carried for a change that still waits', () => {
    const builder = running()
    const change = builder.change({ mergedAt: dayOf(3) })
    builder.deployment(
      { ...recorded, service: serviceId('search'), finishedAt: dayOf(5), isBaseline: true },
      [change],
    )

    const analysis = analyzeFlow(builder.facts(), options)

    expect(analysis.changes).toMatchObject([{ problem: 'before-first-deployment' }])
    expect(analysis.changes[0]?.stages.at(-1)?.to).toBe(dayOf(5))
    expect(analysis.inFlight.changes).toBe(0)
  })

  it('leaves a change that was merged into a branch nobody deploys waiting, however fast it was merged', () => {
    const builder = running()
    for (let serial = 0; serial < 8; serial += 1) {
      const change = builder.change({
        mergedAt: dayOf(serial + 1),
        startedAt: shift(dayOf(serial + 1), -1 * hour),
        start: 'first-commit',
      })
      builder.event(change, 'opened', change.startedAt)
    }

    const analysis = analyzeFlow(builder.facts(), options)

    expect(metricOf(analysis, 'change-lead-time').estimate).toMatchObject({
      kind: 'unknown',
      reason: 'not-reached',
      n: 8,
      censored: 8,
    })
    expect(analysis.inFlight.changes).toBe(8)
  })

  it('counts as rework what its source calls unplanned, and nothing that it calls planned', () => {
    const builder = running()
    const broken = builder.deployment({ ...recorded, finishedAt: dayOf(1) })
    const planned = builder.deployment({ ...recorded, finishedAt: dayOf(3), isPlanned: true })
    builder.deployment({ ...recorded, finishedAt: dayOf(5), isPlanned: false })
    builder.failure({ deployment: broken.id, knownAt: dayOf(2), remediation: planned.id })

    const analysis = analyzeFlow(builder.facts(), options)

    expect(metricOf(analysis, 'deployment-rework-rate').counts).toEqual({ rework: 1, deployments: 3 })
    expect(analysis.deployments.map(({ isRework }) => isRework)).toEqual([false, false, true])
  })

  it('weighs lead time from the first commit by commits beside by changes', () => {
    const builder = running()
    for (let serial = 0; serial < 30; serial += 1) {
      const isLarge = serial % 3 === 0
      const mergedAt = dayOf(serial)
      const change = builder.change({
        mergedAt,
        startedAt: shift(mergedAt, isLarge ? -9 * day : -1 * day),
        start: 'first-commit',
        commits: isLarge ? 10 : 1,
      })
      builder.event(change, 'opened', change.startedAt)
      builder.deployment({ ...recorded, finishedAt: shift(mergedAt, hour) }, [change])
    }

    const { estimate, companions } = metricOf(analyzeFlow(builder.facts(), options), 'change-lead-time')

    expect(estimate).toMatchObject({ value: day + hour })
    expect(companions.find(({ id }) => id === 'commit-weighted-median')?.estimate).toMatchObject({
      value: 9 * day + hour,
    })
  })
})

describe('analyzeFlow with incidents', () => {
  function weeklyDeployments(builder: FactsBuilder): readonly Deployment[] {
    return Array.from({ length: 10 }, (_, weeks) =>
      builder.deployment({ ...recorded, finishedAt: instant(since + weeks * week + day) }),
    )
  }

  it('counts a deployment once, whatever rungs of the ladder it stands on', () => {
    const builder = running()
    const deployments = weeklyDeployments(builder)
    const [first, second, third] = deployments
    if (first === undefined || second === undefined || third === undefined) throw new TypeError('three')
    const back = builder.deployment({
      ...recorded,
      revision: first.revision,
      finishedAt: shift(second.finishedAt, day),
    })
    const incident = {
      id: incidentId('i1'),
      service: second.service,
      title: 'Checkout is down',
      openedAt: shift(second.finishedAt, hour),
      resolvedAt: shift(second.finishedAt, day + hour),
      deployment: second.id,
    }
    const facts = builder.facts()
    const failures = [
      ...failuresFromIncidents([incident], facts.deployments),
      ...failuresFromRollbacks(facts.deployments),
    ]

    const analysis = analyzeFlow({ ...facts, failures }, options)

    expect(failures.map(({ deployment, remediation }) => [deployment, remediation])).toEqual([
      [second.id, back.id],
      [second.id, back.id],
    ])
    expect(metricOf(analysis, 'change-fail-rate')).toMatchObject({
      counts: { failed: 1, deployments: 11 },
      evidence: [{ rung: 'incident', count: 1 }],
    })
    expect(metricOf(analysis, 'deployment-rework-rate').counts).toMatchObject({ rework: 1 })
  })

  it('keeps recovery by a deployment apart from incidents that ended without one', () => {
    const builder = running()
    const deployments = weeklyDeployments(builder)
    const incidents = deployments.slice(0, 8).map((deployment, serial) => ({
      id: incidentId(`i${serial}`),
      service: deployment.service,
      title: 'Checkout is down',
      openedAt: shift(deployment.finishedAt, hour),
      // Seven are over after two hours, without a deployment; the last one goes on until the next.
      ...(serial < 7 && { resolvedAt: shift(deployment.finishedAt, 3 * hour) }),
      deployment: deployment.id,
    }))
    const facts = builder.facts()

    const recovery = metricOf(
      analyzeFlow({ ...facts, failures: failuresFromIncidents(incidents, facts.deployments) }, options),
      'failed-deployment-recovery-time',
    )

    expect(recovery.counts).toEqual({
      failed: 8,
      repaired: 1,
      repairedBeforeFailure: 0,
      recoveredWithoutDeployment: 7,
    })
    expect(recovery.estimate).toMatchObject({ n: 1, censored: 0 })
    expect(recovery.companions).toMatchObject([
      { id: 'incident-resolution-median', estimate: { kind: 'known', value: 2 * hour, n: 8, censored: 1 } },
    ])
  })

  it('takes a clean record for one where an incident tool was read', () => {
    const builder = running()
    weeklyDeployments(builder)

    const { caveats, nextSources } = analyzeFlow({ ...builder.facts(), connected: ['incidents'] }, options)

    expect(caveats.map(({ kind }) => kind)).not.toContain('failures-are-a-lower-bound')
    expect(nextSources.map(({ source }) => source)).toEqual(['forge', 'ci'])
  })
})

describe('analyzeFlow with a forge', () => {
  it('advises the forge for what it does not tell yet, with the share of time that is unknown', () => {
    const builder = running()
    for (let serial = 0; serial < 20; serial += 1) {
      const mergedAt = dayOf(serial + 1)
      const change = builder.change({ mergedAt, startedAt: shift(mergedAt, -1 * day), start: 'first-commit' })
      if (serial < 10) builder.event(change, 'opened', change.startedAt)
      builder.deployment({ ...recorded, finishedAt: shift(mergedAt, day) }, [change])
    }

    const { nextSources, caveats } = analyzeFlow(builder.facts(), options)

    expect(nextSources).toEqual([
      { source: 'forge', explains: 0.25, metrics: ['change-lead-time'] },
      expect.objectContaining({ source: 'incidents' }),
      { source: 'ci', metrics: ['change-lead-time'] },
    ])
    expect(caveats).toContainEqual({ kind: 'without-forge-facts', count: 10, of: 20 })
  })

  it('follows open changes only as far as the forge was read, and says how long ago that was', () => {
    const readUntil = shift(until, -3 * day - hour)
    const builder = running(readUntil)
    const open = builder.open({ openedAt: dayOf(10) })
    builder.event(open, 'opened', dayOf(10))

    const analysis = analyzeFlow(builder.facts(), options)

    expect(analysis.open).toMatchObject({ asOf: readUntil, byStage: [{ stage: 'pickup-wait', changes: 1 }] })
    expect(analysis.caveats).toContainEqual({ kind: 'forge-read-too-early', count: 3, of: 70 })
  })

  it('warns when the forge and its CI suddenly tell less than before', () => {
    const { facts, options: year } = syntheticOrganisation({ changes: 1_000, forge: true })
    const silentSince = year.window.until - 2 * week
    const { forge, ...rest } = facts
    if (forge === undefined) throw new TypeError('forge facts')
    const late = new Set(facts.changes.filter(({ mergedAt }) => mergedAt >= silentSince).map(({ id }) => id))
    const broken = {
      ...forge,
      events: forge.events.filter(({ change }) => !late.has(change)),
      ciRuns: forge.ciRuns.filter(({ change }) => !late.has(change)),
    }
    const kindsOf = (analysis: FlowAnalysis): readonly string[] =>
      analysis.caveats.map(({ kind }) => kind).filter((kind) => kind.endsWith('input-dropped'))

    expect(kindsOf(analyzeFlow({ ...rest, forge: broken }, year))).toEqual([
      'forge-input-dropped',
      'ci-input-dropped',
    ])
    expect(kindsOf(analyzeFlow(facts, year))).toEqual([])
  })

  it('knows nothing after the merge without any deployment, and all before it', () => {
    const builder = factsOf()
    const change = builder.change({ mergedAt: dayOf(3), startedAt: dayOf(1), start: 'first-commit' })
    builder.event(change, 'opened', dayOf(2))

    const analysis = analyzeFlow(builder.facts(), options)

    expect(analysis.changes[0]?.stages.map(({ stage }) => stage)).toEqual(['coding', 'merge-wait', 'unknown'])
    expect(analysis.stages.find(({ stage }) => stage === 'unknown')?.wouldTell).toBe('deployments')
    expect(metricOf(analysis, 'change-lead-time').estimate).toMatchObject({ reason: 'no-data' })
  })
})
