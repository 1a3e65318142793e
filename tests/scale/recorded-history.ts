import {
  changeId,
  ciRunId,
  day,
  deploymentId,
  eventId,
  hour,
  incidentId,
  instant,
  milliseconds,
  repositoryName,
  revision,
  seededRng,
  serviceId,
  shift,
  stages,
  type DeliveryEvent,
  type Exposure,
  type Instant,
  type MetricSample,
  type RepositoryName,
  type Rng,
  type TestOutcome,
  type TestResult,
} from '@sluice/model'
import type { LedgerBatch, Recorded, RecordedStages } from '@sluice/ledger'
import { deliveryHistory, inBatches } from '@sluice/ledger/testing'

/** Repositories of the history; they lie on both shards. */
export const repositories: readonly RepositoryName[] = ['shop', 'pay', 'search', 'mail'].map((name) =>
  repositoryName(`github.com/acme/${name}`),
)

export const [someRepository = repositoryName('')] = repositories
export const historyFrom = instant(Date.UTC(2025, 0, 1))
export const historyUntil = shift(historyFrom, 60 * day)

/**
 * What a few teams did, as it would arrive: in any order, some of it twice, some of it late, some of it removed, with
 * texts that no engine likes. The same seed gives the same history.
 */
export function recordedHistory(seed: number): readonly LedgerBatch[] {
  const random = seededRng(seed)
  const events = [...repositories.flatMap(storyOf), ...awkwardEvents()]
  const arriving = shuffled([...events, ...events.filter(() => random() < 0.1)], random)
  const batches: LedgerBatch[] = [...inBatches(arriving, 700)].map((batch) => ({ events: batch }))
  const observed = {
    testResults: testResults(random),
    exposures: exposures(random),
    metricSamples: metricSamples(random),
  }
  return [
    ...batches.slice(0, 2),
    observed,
    { stageSpans: stageSpans(random, 4) },
    ...batches.slice(2),
    // The ways of the same changes again, and shorter: nothing may be left of the longer ones.
    { stageSpans: stageSpans(random, 2).slice(0, 60) },
    toldAgainDifferently(observed),
    {
      rejected: [{ id: 'r1', source: 'github', reason: 'no title', excerpt: '{}', receivedAt: historyFrom }],
    },
  ]
}

const changesOfRepository = 40

function storyOf(repository: RepositoryName, place: number): readonly DeliveryEvent[] {
  const story = [...deliveryHistory({ changes: changesOfRepository, seed: place + 1, repository })]
  // Forges number runs and jobs over all repositories.
  const told = JSON.stringify(story).replaceAll(/"github:(\d+-)/g, `"github:${place}${place}$1`)
  const parsed: readonly DeliveryEvent[] = JSON.parse(told)
  return parsed
}

/** What is known already by its id, told otherwise; the first that was told of it stands. */
function toldAgainDifferently({
  testResults = [],
  exposures = [],
  metricSamples = [],
}: LedgerBatch): LedgerBatch {
  const awkward = awkwardEvents().find(({ id }) => id === 'test:awkward')
  return {
    events:
      awkward?.kind === 'change' ? [{ ...awkward, change: { ...awkward.change, title: 'told again' } }] : [],
    testResults: testResults
      .slice(0, 50)
      .map((result) => ({ ...result, outcome: 'failed', duration: milliseconds(1e9) })),
    exposures: exposures
      .slice(0, 50)
      .map((exposure) => ({ ...exposure, variant: 'told again', at: historyFrom })),
    metricSamples: metricSamples.slice(0, 50).map((sample) => ({ ...sample, value: 1e12 })),
  }
}

/** Removed and come back, of the same moment, with values missing and with texts that are hard to write. */
function awkwardEvents(): readonly DeliveryEvent[] {
  const repository = someRepository
  const late = shift(historyFrom, 40 * day)
  const header = (id: string, at: Instant) => ({ id: eventId(`test:${id}`), source: 'test', repository, at })
  const change = (id: string, at: Instant, number: number, title: string): DeliveryEvent => ({
    ...header(id, at),
    kind: 'change',
    change: {
      id: changeId(`${repository}#${number}`),
      number,
      title,
      state: 'merged',
      isDraft: false,
      openedAt: at,
      mergedAt: shift(at, hour),
      baseBranch: 'main',
      labels: ["it's", 'a\tb', '\\n', '"'],
    },
  })
  const removed = (
    id: string,
    at: Instant,
    kind: 'change' | 'deployment' | 'incident' | 'ci-run',
    subject: string,
  ) => ({ ...header(id, at), kind: 'removed', subject: { kind, id: subject } }) satisfies DeliveryEvent
  const deployment = deploymentId('test:deployment')
  return [
    change(
      'awkward',
      late,
      9001,
      `a 'quote', a \\ and \\' , "two"\n\t\r\b and \u0000 and \ud83d\ude00 and \ud800 half`,
    ),
    change('tie:a', late, 9002, 'the lesser id of the same moment'),
    change('tie:b', late, 9002, 'the greater id of the same moment'),
    change('old', shift(late, -1 * day), 9003, 'told early, arrives late'),
    change('new', late, 9003, 'stands'),
    change('gone', late, 9004, 'removed'),
    removed('gone:removal', shift(late, 1), 'change', `${repository}#9004`),
    removed('back:removal', late, 'change', `${repository}#9005`),
    change('back', shift(late, 1), 9005, 'came back after its removal'),
    // Removed twice: the later one hides, whichever arrives first.
    change('twice', shift(late, 5), 9006, 'removed before and after'),
    removed('twice:1', shift(late, 1), 'change', `${repository}#9006`),
    removed('twice:2', shift(late, 9), 'change', `${repository}#9006`),
    {
      ...header('run', late),
      kind: 'ci-run',
      run: {
        id: ciRunId('test:run:1'),
        nativeId: '1',
        attempt: 1,
        pipeline: 'build',
        trigger: 'merge-queue',
        revision: revision('f'.repeat(40)),
        changes: [changeId(`${repository}#9001`), changeId(`${repository}#9003`)],
        createdAt: late,
      },
    },
    removed('run:removal', shift(late, 1), 'ci-run', 'github:001-build-0:1'),
    {
      ...header('deployment', late),
      kind: 'deployment',
      deployment: {
        id: deployment,
        service: serviceId(''),
        environment: 'production',
        isProduction: true,
        revision: revision('e'.repeat(40)),
        createdAt: late,
        isRollback: true,
        isPlanned: false,
      },
    },
    // Two states of one moment: the one that comes later in the life of a deployment is the last.
    {
      ...header('step:1', late),
      kind: 'deployment-event',
      event: { deployment, state: 'succeeded', at: late },
    },
    {
      ...header('step:2', late),
      kind: 'deployment-event',
      event: { deployment, state: 'running', at: late },
    },
    {
      ...header('link', late),
      kind: 'deployment-changes',
      link: { deployment, how: 'reachable', changes: [], revisions: [revision('a'.repeat(40))] },
    },
    {
      ...header('incident', late),
      kind: 'incident',
      incident: {
        id: incidentId('test:incident'),
        service: serviceId('shop'),
        title: 'Down',
        openedAt: late,
      },
    },
    {
      ...header('failure', late),
      kind: 'failure',
      evidence: { deployment, rung: 'incident', knownAt: late, isWithdrawn: true },
    },
    {
      ...header('finding', late),
      kind: 'finding',
      finding: {
        id: 'finding-1',
        rule: 'no-secrets',
        tool: 'sluice',
        severity: 'high',
        revision: revision('c'.repeat(40)),
        path: 'src/a.ts',
        message: 'A secret',
        state: 'open',
      },
    },
  ]
}

function testResults(random: Rng): readonly Recorded<TestResult>[] {
  const outcomes: readonly TestOutcome[] = [
    'passed',
    'passed',
    'passed',
    'failed',
    'errored',
    'flaky',
    'skipped',
  ]
  return Array.from({ length: 6000 }, (_, number) => {
    const place = number % 500
    const name = `does thing ${Math.floor(random() * 120)}`
    return {
      id: `report-${Math.floor(number / 500)}:${place}`,
      repository: repositories[number % repositories.length] ?? someRepository,
      test: `unit\u0000src/a.test.ts\u0000${name}`,
      suite: 'unit',
      name,
      outcome: outcomes[Math.floor(random() * outcomes.length)] ?? 'passed',
      attempts: 1,
      at: shift(historyFrom, Math.floor(random() * 60 * day)),
      ...(random() < 0.7 && { duration: milliseconds(random() * 1000) }),
    }
  })
}

function exposures(random: Rng): readonly Exposure[] {
  return Array.from({ length: 3000 }, (_, number) => ({
    id: `exposure-${number}`,
    flag: number % 3 === 0 ? 'other' : 'checkout',
    // Some units meet two variants, some in the same moment: the first by time, then by name, counts.
    variant: ['control', 'treatment', 'third'][Math.floor(random() * 3)] ?? 'control',
    unit: `user-${Math.floor(random() * 900)}`,
    at: shift(historyFrom, Math.floor(random() * 50) * day),
  }))
}

function metricSamples(random: Rng): readonly MetricSample[] {
  return Array.from({ length: 5000 }, (_, number) => ({
    id: `sample-${number}`,
    metric: number % 4 === 0 ? 'latency' : 'revenue',
    unit: `user-${Math.floor(random() * 1200)}`,
    value: (random() - 0.3) * 1e6,
    at: shift(historyFrom, Math.floor(random() * 60) * day),
  }))
}

function stageSpans(random: Rng, count: number): readonly RecordedStages[] {
  return repositories.flatMap((repository) =>
    Array.from({ length: changesOfRepository }, (_, number) => {
      let at = shift(historyFrom, Math.floor(random() * 50 * day))
      const spans = stages.slice(0, count).map((stage) => {
        const from = at
        at = shift(at, Math.floor(random() * 2 * day))
        return { stage, from, to: at }
      })
      return { repository, change: changeId(`${repository}#${number + 1}`), spans }
    }),
  )
}

function shuffled<T>(items: readonly T[], random: Rng): readonly T[] {
  return items
    .map((item) => ({ item, order: random() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ item }) => item)
}
