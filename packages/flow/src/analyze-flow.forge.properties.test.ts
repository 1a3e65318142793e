import { fc, test } from '@fast-check/vitest'
import { day, instant, seededRng, shift, week, type Change, type Instant, type Rng } from '@sluice/model'
import { describe, expect } from 'vitest'
import type { ChangeCiRun, FlowFacts, FlowOptions, ForgeFacts, OpenChange } from './analysis.ts'
import { analyzeFlow } from './analyze-flow.ts'
import { syntheticOrganisation } from './testing/index.ts'

const seeds = fc.integer({ min: 1, max: 1_000_000 })

describe('analyzeFlow with a forge', () => {
  test.prop([seeds], { seed: 41, numRuns: 15 })('does not depend on the order of facts', (seed) => {
    const { facts, options, forge } = organisation(seed)
    const rng = seededRng(seed + 1)
    const shuffledFacts: FlowFacts = {
      changes: shuffled(facts.changes, rng),
      deployments: shuffled(facts.deployments, rng),
      deploymentChanges: shuffled(facts.deploymentChanges, rng),
      failures: shuffled(facts.failures, rng),
      forge: {
        events: shuffled(forge.events, rng),
        ciRuns: shuffled(forge.ciRuns, rng),
        open: shuffled(forge.open, rng),
        abandoned: shuffled(forge.abandoned, rng),
        readUntil: forge.readUntil,
      },
    }

    expect(analyzeFlow(shuffledFacts, options)).toEqual(analyzeFlow(facts, options))
  })

  test.prop([seeds], { seed: 42, numRuns: 15 })(
    'does not look into the future: what was open in the past is open in a report about the past',
    (seed) => {
      const { facts, options } = organisation(seed)
      const middle = instant((options.window.since + options.window.until) / 2)
      const window = { since: options.window.since, until: middle }

      expect(analyzeFlow(knownBefore(facts, middle), { ...options, window })).toEqual(
        analyzeFlow(facts, { ...options, window }),
      )
    },
  )

  test.prop([seeds, fc.constantFrom('elapsed', 'weekdays')], { seed: 43, numRuns: 15 })(
    'shares out all of the time of merged changes, and counts every open change in one stage',
    (seed, calendar) => {
      const { facts, options } = organisation(seed)
      const { stages, open } = analyzeFlow(facts, { ...options, calendar })

      expect(stages.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10)
      expect(open?.byStage.reduce((sum, { changes }) => sum + changes, 0)).toBe(open?.changes)
      for (const { stage, changes } of open?.byStage ?? []) {
        expect(stages.find((summary) => summary.stage === stage)?.inProgress).toBeGreaterThanOrEqual(changes)
      }
    },
  )

  test.prop([seeds], { seed: 44, numRuns: 10 })(
    "obeys Little's law exactly in every stage: time in it, cut at the window, is its mean number of changes",
    (seed) => {
      const { facts, options } = organisation(seed)
      const { since, until } = options.window
      const everything = analyzeFlow(facts, {
        ...options,
        window: { since: instant(since - 52 * week), until },
      })
      const { stages, open } = analyzeFlow(facts, options)
      const spans = [
        ...everything.changes
          .filter(({ change, problem }) => change.authorClass !== 'bot' && problem === undefined)
          .flatMap((row) => row.stages),
        ...(open?.slowest ?? []).flatMap((row) => row.stages),
      ]

      for (const { stage, meanInProgress } of stages) {
        const time = spans
          .filter((span) => span.stage === stage)
          .reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, until) - Math.max(from, since)), 0)
        expect(meanInProgress).toBeCloseTo(time / (until - since), 9)
      }
    },
  )
})

interface Organisation {
  readonly facts: FlowFacts
  readonly options: FlowOptions
  readonly forge: ForgeFacts
}

/** An organisation with a forge, at most ten changes that are open, two that were abandoned, and one by a bot. */
function organisation(seed: number): Organisation {
  const { facts, options } = syntheticOrganisation({ seed, weeks: 20, changes: 100, forge: true })
  const { forge } = facts
  if (forge === undefined) throw new TypeError('forge facts')
  const { until } = options.window
  const latest = facts.changes
    .filter(({ authorClass }) => authorClass !== 'bot')
    .toSorted((a, b) => b.mergedAt - a.mergedAt)
  // The latest changes had their merges taken back: they are open with the lives that they had.
  const openedAt = new Map(
    forge.events.flatMap(({ change, kind, at }) => (kind === 'opened' ? [[change, at] as const] : [])),
  )
  const open = latest.slice(0, 9).map((change) => openOf(change, openedAt.get(change.id) ?? change.startedAt))
  const abandoned = latest.slice(9, 11).map((change) => ({
    change: change.id,
    at: change.mergedAt,
    was: openOf(change, openedAt.get(change.id) ?? change.startedAt),
  }))
  const gone = new Set([...open.map(({ id }) => id), ...abandoned.map(({ change }) => change)])
  const living: ForgeFacts = {
    ...forge,
    events: forge.events.filter(({ change, kind }) => !gone.has(change) || kind !== 'merged'),
    open,
    abandoned,
    readUntil: shift(until, -1 * day),
  }
  return {
    options,
    forge: living,
    facts: {
      ...facts,
      changes: facts.changes.filter(({ id }) => !gone.has(id)),
      deploymentChanges: facts.deploymentChanges.filter(({ change }) => !gone.has(change)),
      forge: living,
    },
  }
}

function openOf({ id, title, startedAt, authorClass }: Change, openedAt: Instant): OpenChange {
  return { id, title, startedAt, openedAt, authorClass }
}

/** What sources would have told at an instant. */
function knownBefore(facts: FlowFacts, end: Instant): FlowFacts {
  const { forge } = facts
  if (forge === undefined) throw new TypeError('forge facts')
  const deployments = facts.deployments.filter(({ finishedAt }) => finishedAt < end)
  const ids = new Set(deployments.map(({ id }) => id))
  const openedAt = new Map(
    forge.events.flatMap(({ change, kind, at }) => (kind === 'opened' ? [[change, at] as const] : [])),
  )
  const mergedLater = facts.changes.flatMap((change) => {
    const opened = openedAt.get(change.id)
    return change.mergedAt >= end && opened !== undefined && opened < end ? [openOf(change, opened)] : []
  })
  const abandonedLater = forge.abandoned.flatMap(({ at, was }) =>
    at >= end && was !== undefined ? [was] : [],
  )
  return {
    changes: facts.changes.filter(({ mergedAt }) => mergedAt < end),
    deployments,
    deploymentChanges: facts.deploymentChanges.filter(({ deployment }) => ids.has(deployment)),
    failures: facts.failures
      .filter(({ knownAt, deployment }) => knownAt < end && ids.has(deployment))
      .map(({ remediation, ...failure }) =>
        remediation !== undefined && ids.has(remediation) ? { ...failure, remediation } : failure,
      ),
    forge: {
      events: forge.events.filter(({ at }) => at < end),
      ciRuns: forge.ciRuns.filter(({ createdAt }) => createdAt < end).map((run) => runBefore(run, end)),
      open: [...forge.open, ...mergedLater, ...abandonedLater].filter((change) => change.openedAt < end),
      abandoned: forge.abandoned.filter(({ at }) => at < end),
      readUntil: end < forge.readUntil ? end : forge.readUntil,
    },
  }
}

function runBefore(run: ChangeCiRun, end: Instant): ChangeCiRun {
  if (run.finishedAt !== undefined && run.finishedAt < end) return run
  const { finishedAt: _, outcome: __, startedAt, ...rest } = run
  return startedAt !== undefined && startedAt < end ? { ...rest, startedAt } : rest
}

function shuffled<TItem>(items: readonly TItem[], rng: Rng): readonly TItem[] {
  return items
    .map((item) => ({ item, order: rng() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item)
}
