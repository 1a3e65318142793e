import { fc, test } from '@fast-check/vitest'
import {
  changeEventKinds,
  ciOutcomes,
  deploymentStates,
  hour,
  instant,
  minute,
  revision,
  seededRng,
  shift,
  week,
  type Change,
  type ChangeEvent,
  type Deployment,
  type DeploymentStep,
  type Instant,
  type Rng,
} from '@sluice/model'
import { describe, expect } from 'vitest'
import type { ChangeCiRun, ChangeRow, FlowFacts, FlowOptions, StageSpan } from '../analysis.ts'
import { analyzeFlow } from '../analyze-flow.ts'
import { aChange, aDeployment, aiReviewer, author, bot, optionsFor, reviewer } from '../testing/index.ts'

const options = optionsFor('2026-08-03T00:00:00Z', '2026-10-12T00:00:00Z')
const { since } = options.window

/** Minutes of the life of a change whose first commit is at 0 and whose merge at 1,000. Few of them, so that many are equal. */
const anyMinute = fc.integer({ min: -8, max: 48 }).map((step) => step * 25)
const anyActor = fc.constantFrom(author, reviewer, bot, aiReviewer, undefined)
const anyEvent = fc.record({
  kind: fc.constantFrom(...changeEventKinds),
  at: anyMinute.map(momentOf),
  actor: anyActor,
  isAuthor: fc.boolean(),
})
const anyEvents = fc.array(anyEvent, { maxLength: 14 }).map((events) =>
  events.map(({ actor, ...event }): Omit<ChangeEvent, 'change'> =>
    // An author is whoever the forge calls so, be it a program.
    actor === undefined ? event : { ...event, actor },
  ),
)
const anyRuns = fc.array(
  fc
    .record({
      pipeline: fc.constantFrom('test', 'lint'),
      attempt: fc.integer({ min: 1, max: 3 }),
      revision: fc.constantFrom(revision('a'), revision('b'), revision('c')),
      trigger: fc.constantFrom('change', 'merge-queue'),
      createdAt: anyMinute.map(momentOf),
      startedAt: fc.option(anyMinute.map(momentOf), { nil: undefined }),
      finishedAt: fc.option(anyMinute.map(momentOf), { nil: undefined }),
      outcome: fc.constantFrom(...ciOutcomes, undefined),
    })
    .map(({ startedAt, finishedAt, outcome, ...run }): Omit<ChangeCiRun, 'change'> => ({
      ...run,
      ...(startedAt !== undefined && { startedAt }),
      ...(finishedAt !== undefined && { finishedAt }),
      ...(outcome !== undefined && { outcome }),
    })),
  { maxLength: 8 },
)
const anySteps = fc.array(
  fc.record({
    state: fc.constantFrom(...deploymentStates),
    at: fc.integer({ min: 30, max: 70 }).map((step) => momentOf(step * 25)),
  }),
  { maxLength: 6 },
)
const anyLife = fc.record({ events: anyEvents, runs: anyRuns, steps: anySteps, isMerged: fc.boolean() })

interface Life {
  readonly events: readonly Omit<ChangeEvent, 'change'>[]
  readonly runs: readonly Omit<ChangeCiRun, 'change'>[]
  readonly steps: readonly DeploymentStep[]
  /** Else it is still open. */
  readonly isMerged: boolean
}

function momentOf(minutes: number): Instant {
  return instant(since + week + minutes * minute)
}

function changeOf(serial: number): Change {
  return aChange(serial, { startedAt: momentOf(0), start: 'first-commit', mergedAt: momentOf(1_000) })
}

function factsOfLives(lives: readonly Life[]): FlowFacts {
  const changes = lives.map((_, serial) => changeOf(serial))
  const baseline = aDeployment(0, { finishedAt: since, isBaseline: true })
  const deployments = lives.map((life, serial): Deployment =>
    aDeployment(serial + 1, { finishedAt: momentOf(1_500), steps: life.steps }),
  )
  const isMerged = (serial: number): boolean => lives[serial]?.isMerged === true
  return {
    changes: changes.filter((_, serial) => isMerged(serial)),
    deployments: [baseline, ...deployments],
    deploymentChanges: changes.flatMap(({ id }, serial) => {
      const deployment = deployments[serial]
      return deployment === undefined || !isMerged(serial)
        ? []
        : [{ change: id, deployment: deployment.id, how: 'reachable' as const }]
    }),
    failures: [],
    forge: {
      events: lives.flatMap(({ events }, serial) =>
        events.map((event) => ({ ...event, change: idOf(serial) })),
      ),
      ciRuns: lives.flatMap(({ runs }, serial) => runs.map((run) => ({ ...run, change: idOf(serial) }))),
      open: changes.flatMap(({ id, title, startedAt }, serial) =>
        isMerged(serial)
          ? []
          : [{ id, title, startedAt, openedAt: momentOf(100), authorClass: 'unmarked' as const }],
      ),
      abandoned: [],
      readUntil: momentOf(1_300),
    },
  }
}

function idOf(serial: number): Change['id'] {
  return changeOf(serial).id
}

/** The spans of one change, merged or open, with the whole that they must partition. */
function spansOf(facts: FlowFacts, id: Change['id'], by: FlowOptions = options): Cut {
  const { changes, open } = analyzeFlow(facts, by)
  const merged = changes.find(({ change }) => change.id === id)
  if (merged !== undefined) {
    const { stages, shipped, doubts } = merged
    const cut = { stages, from: merged.change.startedAt, to: shipped?.at }
    return doubts === undefined ? cut : { ...cut, doubts }
  }
  const row = open?.slowest.find(({ change }) => change.id === id)
  return { stages: row?.stages ?? [], from: row?.change.startedAt, to: open?.asOf }
}

interface Cut {
  readonly stages: readonly StageSpan[]
  readonly from: Instant | undefined
  readonly to: Instant | undefined
  readonly doubts?: ChangeRow['doubts']
}

function shuffled<TItem>(items: readonly TItem[], rng: Rng): readonly TItem[] {
  return items
    .map((item) => ({ item, order: rng() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item)
}

function shiftedFacts(facts: FlowFacts, by: number): FlowFacts {
  const moved = (at: Instant): Instant => shift(at, by)
  const movedRun = ({ startedAt, finishedAt, ...run }: ChangeCiRun): ChangeCiRun => ({
    ...run,
    createdAt: moved(run.createdAt),
    ...(startedAt !== undefined && { startedAt: moved(startedAt) }),
    ...(finishedAt !== undefined && { finishedAt: moved(finishedAt) }),
  })
  const { forge } = facts
  return {
    ...facts,
    changes: facts.changes.map((change) => ({
      ...change,
      startedAt: moved(change.startedAt),
      mergedAt: moved(change.mergedAt),
    })),
    deployments: facts.deployments.map((deployment) => ({
      ...deployment,
      finishedAt: moved(deployment.finishedAt),
      ...(deployment.steps !== undefined && {
        steps: deployment.steps.map(({ state, at }) => ({ state, at: moved(at) })),
      }),
    })),
    ...(forge !== undefined && {
      forge: {
        ...forge,
        events: forge.events.map((event) => ({ ...event, at: moved(event.at) })),
        ciRuns: forge.ciRuns.map(movedRun),
        open: forge.open.map((change) => ({
          ...change,
          startedAt: moved(change.startedAt),
          openedAt: moved(change.openedAt),
        })),
        readUntil: moved(forge.readUntil),
      },
    }),
  }
}

describe('the stages of a change, whatever its sources tell', () => {
  test.prop([anyLife], { seed: 21, numRuns: 600 })(
    'sum to the whole exactly, without gap or overlap; none is negative, and none longer than the whole',
    (life) => {
      const { stages, from, to } = spansOf(factsOfLives([life]), idOf(0))

      const ends = stages.map((span) => span.to)
      expect(stages.map((span) => span.from)).toEqual([from, ...ends.slice(0, -1)])
      expect(ends.at(-1)).toBe(to)
      expect(stages.every((span) => span.to >= span.from)).toBe(true)
    },
  )

  test.prop([fc.array(anyLife, { minLength: 1, maxLength: 3 }), fc.integer()], { seed: 22, numRuns: 300 })(
    'do not depend on the order in which anything is told',
    (lives, seed) => {
      const facts = factsOfLives(lives)
      const rng = seededRng(seed)
      const { forge } = facts
      if (forge === undefined) throw new TypeError('forge facts')

      const told = analyzeFlow(facts, options)
      const toldOtherwise = analyzeFlow(
        {
          ...facts,
          deployments: facts.deployments.map(({ steps, ...rest }) => ({
            ...rest,
            ...(steps !== undefined && { steps: shuffled(steps, rng) }),
          })),
          forge: {
            ...forge,
            events: shuffled(forge.events, rng),
            ciRuns: shuffled(forge.ciRuns, rng),
            open: shuffled(forge.open, rng),
          },
        },
        options,
      )

      expect(toldOtherwise.open).toEqual(told.open)
      expect(toldOtherwise.changes).toEqual(told.changes)
    },
  )

  test.prop([anyLife, fc.integer({ min: -3_000, max: 3_000 })], { seed: 23, numRuns: 200 })(
    'move with time',
    (life, hours) => {
      const facts = factsOfLives([life])
      const by = hours * hour
      const moved = {
        ...options,
        window: { since: shift(options.window.since, by), until: shift(options.window.until, by) },
      }

      expect(spansOf(shiftedFacts(facts, by), idOf(0), moved).stages).toEqual(
        spansOf(facts, idOf(0)).stages.map(({ stage, from, to }) => ({
          stage,
          from: shift(from, by),
          to: shift(to, by),
        })),
      )
    },
  )

  test.prop(
    [
      anyLife,
      fc.constantFrom(bot, aiReviewer),
      fc.constantFrom(
        'approved' as const,
        'changes-requested' as const,
        'reviewed' as const,
        'commented' as const,
        'review-requested' as const,
        'pushed' as const,
        'force-pushed' as const,
      ),
      anyMinute.map(momentOf),
    ],
    { seed: 24, numRuns: 500 },
  )('are the same when a bot or an AI reviewer does one thing more', (life, actor, kind, at) => {
    const more = { ...life, events: [...life.events, { kind, at, actor, isAuthor: false }] }

    expect(spansOf(factsOfLives([more]), idOf(0))).toEqual(spansOf(factsOfLives([life]), idOf(0)))
  })

  test.prop([anyLife, anyLife], { seed: 25, numRuns: 300 })(
    'are the same when another change comes along',
    (life, other) => {
      expect(spansOf(factsOfLives([life, other]), idOf(0)).stages).toEqual(
        spansOf(factsOfLives([life]), idOf(0)).stages,
      )
    },
  )
})
