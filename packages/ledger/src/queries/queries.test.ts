import {
  changeId,
  ciJobId,
  ciRunId,
  day,
  deploymentId,
  eventId,
  incidentId,
  instant,
  milliseconds,
  repositoryName,
  revision,
  serviceId,
  type ChangeId,
  type CiRun,
  type DeliveryEvent,
  type DeploymentState,
  type EventHeader,
  type ForgeChange,
  type RepositoryName,
  type TestOutcome,
} from '@sluice/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ledger } from '../ledger.ts'
import { temporaryLedger, type TemporaryLedger } from '../testing/temporary-ledger.ts'

let temporary: TemporaryLedger
let ledger: Ledger
beforeAll(async () => {
  temporary = await temporaryLedger()
  ledger = temporary.ledger
})
afterAll(() => temporary.remove())

const always = { since: instant(0), until: instant(1e13) }

describe('repositories and sources', () => {
  it('count the events of each, and say when they began and ended', async () => {
    const [one, two] = [repositoryName('a/one'), repositoryName('a/two')]
    await ledger.append({
      events: [
        change(one, 1, { at: 5 }),
        change(one, 2, { at: 9 }),
        deployed(one, 'd', { at: 7 }),
        change(two, 1, { at: 4 }),
      ],
    })

    const known = await ledger.query('repositories', {})
    expect(known.filter(({ repository }) => repository.startsWith('a/'))).toEqual([
      { repository: one, events: 3, lastEventAt: 9 },
      { repository: two, events: 1, lastEventAt: 4 },
    ])
    expect(await ledger.query('sources', { repository: one })).toEqual([
      { source: 'test', kind: 'change', events: 2, firstAt: 5, lastAt: 9 },
      { source: 'test', kind: 'deployment', events: 1, firstAt: 7, lastAt: 7 },
    ])
  })
})

describe('changes', () => {
  it('take the stronger class of request and commits, and the marks of both once', async () => {
    const repository = repositoryName('b/marks')
    const mark = { tool: 'copilot', place: 'trailer' } as const
    const other = { tool: 'claude', place: 'footer' } as const
    await ledger.append({
      events: [
        change(repository, 1, {
          authorship: { authorClass: 'ai-hinted', marks: [mark], canCarryMarks: false },
        }),
        {
          ...header(repository, 'commits:1', 2),
          kind: 'change-commits',
          change: id(repository, 1),
          commits: [commit('c1', 40), commit('c2', 30)],
          authorship: { authorClass: 'ai-authored', marks: [mark, other], canCarryMarks: true },
        },
        change(repository, 2),
      ],
    })

    const [marked, plain] = await ledger.query('changes', { repository })

    expect(marked).toMatchObject({
      authorClass: 'ai-authored',
      marks: JSON.stringify([mark, other]),
      canCarryMarks: true,
      commits: 2,
      firstAuthoredAt: 30,
    })
    expect(plain).toMatchObject({ authorClass: 'unmarked', marks: '[]', canCarryMarks: false })
    expect(plain?.commits).toBeUndefined()
    expect(plain?.mergedAt).toBeUndefined()
    expect(await ledger.query('changeCommits', { repository })).toEqual([
      { change: id(repository, 1), revision: 'c1', authoredAt: 40 },
      { change: id(repository, 1), revision: 'c2', authoredAt: 30 },
    ])
  })

  it('keep only the last list of commits, even a shorter one', async () => {
    const repository = repositoryName('b/lists')
    const list = (at: number, ...names: readonly string[]): DeliveryEvent => ({
      ...header(repository, 'commits:1', at),
      kind: 'change-commits',
      change: id(repository, 1),
      commits: names.map((name) => commit(name, at)),
    })

    await ledger.append({ events: [list(9, 'new'), list(1, 'a', 'b', 'c')] })

    expect(await ledger.query('changeCommits', { repository })).toEqual([
      { change: id(repository, 1), revision: 'new', authoredAt: 9 },
    ])
  })
})

describe('changeCiRuns', () => {
  const repository = repositoryName('c/runs')
  beforeAll(async () => {
    await ledger.append({
      events: [
        change(repository, 1, { headRevision: revision('head-1') }),
        change(repository, 2, { headRevision: revision('head-2') }),
        {
          ...header(repository, 'commits:1', 1),
          kind: 'change-commits',
          change: id(repository, 1),
          commits: [commit('commit-1', 1), commit('shared', 1)],
        },
        {
          ...header(repository, 'commits:2', 1),
          kind: 'change-commits',
          change: id(repository, 2),
          commits: [commit('shared', 1)],
        },
        {
          ...header(repository, 'pushed:1', 1),
          kind: 'change-event',
          event: {
            change: id(repository, 1),
            kind: 'force-pushed',
            at: instant(1),
            isAuthor: true,
            revision: revision('old-head-1'),
          },
        },
        run(repository, 'named', {
          revision: revision('queue'),
          trigger: 'merge-queue',
          changes: [id(repository, 2)],
        }),
        run(repository, 'head', { revision: revision('head-1'), changes: [id(repository, 1)] }),
        run(repository, 'old head', { revision: revision('old-head-1') }),
        run(repository, 'commit', { revision: revision('commit-1') }),
        run(repository, 'shared', { revision: revision('shared') }),
        run(repository, 'of nobody', { revision: revision('other') }),
        run(repository, 'of main', { revision: revision('head-1'), trigger: 'main' }),
        run(repository, 'at night', {
          revision: revision('head-1'),
          trigger: 'schedule',
          changes: [id(repository, 1)],
        }),
      ],
    })
  })

  it('finds the changes of a run by name, by heads past and present and by commits, each once', async () => {
    const runs = await ledger.query('changeCiRuns', { repository })

    expect(runs.map((row) => [row.change, row.pipeline])).toEqual([
      [id(repository, 1), 'commit'],
      [id(repository, 1), 'head'],
      [id(repository, 1), 'old head'],
      [id(repository, 1), 'shared'],
      [id(repository, 2), 'named'],
      [id(repository, 2), 'shared'],
    ])
    expect(runs[4]?.trigger).toBe('merge-queue')
  })

  it('starts a run with its first job where jobs are known, and knows attempts apart', async () => {
    const repository = repositoryName('c/jobs')
    const job = (name: string, runId: string, startedAt?: number): DeliveryEvent => ({
      ...header(repository, `job:${name}`, 1),
      kind: 'ci-job',
      job: {
        id: ciJobId(`${repository}:${name}`),
        run: ciRunId(runId),
        attempt: 1,
        name,
        revision: revision('head'),
        labels: [],
        ...(startedAt === undefined ? {} : { startedAt: instant(startedAt) }),
      },
    })
    await ledger.append({
      events: [
        change(repository, 1, { headRevision: revision('head') }),
        run(repository, 'build', { createdAt: instant(10), startedAt: instant(11), attempt: 1 }, 'build:1'),
        run(
          repository,
          'build',
          { createdAt: instant(20), startedAt: instant(21), attempt: 2, outcome: 'succeeded' },
          'build:2',
        ),
        job('late', 'build:1', 18),
        job('early', 'build:1', 15),
        job('waiting', 'build:1'),
      ],
    })

    expect(await ledger.query('changeCiRuns', { repository })).toEqual([
      {
        change: id(repository, 1),
        pipeline: 'build',
        attempt: 1,
        revision: 'head',
        trigger: 'change',
        createdAt: 10,
        startedAt: 15,
      },
      {
        change: id(repository, 1),
        pipeline: 'build',
        attempt: 2,
        revision: 'head',
        trigger: 'change',
        createdAt: 20,
        startedAt: 21,
        outcome: 'succeeded',
      },
    ])
  })
})

describe('deployments', () => {
  it('give those to production with their last state and their end', async () => {
    const repository = repositoryName('d/states')
    await ledger.append({
      events: [
        deployed(repository, 'told nothing', { createdAt: 1 }),
        deployed(repository, 'succeeded', { createdAt: 2 }),
        ...steps(repository, 'succeeded', [
          ['running', 10],
          ['succeeded', 20],
          ['succeeded', 30],
        ]),
        deployed(repository, 'failed twice', { createdAt: 3 }),
        ...steps(repository, 'failed twice', [
          ['failed', 10],
          ['running', 12],
          ['failed', 15],
        ]),
        deployed(repository, 'at once', { createdAt: 4 }),
        ...steps(repository, 'at once', [
          ['succeeded', 10],
          ['queued', 10],
          ['running', 10],
        ]),
        deployed(repository, 'to staging', { createdAt: 5, isProduction: false }),
      ],
    })

    const rows = await ledger.query('deployments', { repository })

    expect(rows.map(({ id: row, state, finishedAt }) => [row, state, finishedAt])).toEqual([
      [`${repository}:told nothing`, 'created', undefined],
      [`${repository}:succeeded`, 'succeeded', 20],
      [`${repository}:failed twice`, 'failed', 15],
      [`${repository}:at once`, 'succeeded', 10],
    ])
    expect(await ledger.query('deploymentSteps', { repository })).toHaveLength(9)
  })

  it('unfold what was listed, one row for each change or commit', async () => {
    const repository = repositoryName('d/carried')
    await ledger.append({
      events: [
        {
          ...header(repository, 'link', 1),
          kind: 'deployment-changes',
          link: {
            deployment: deploymentId('d1'),
            how: 'listed',
            changes: [id(repository, 2), id(repository, 1)],
            revisions: [revision('aa')],
          },
        },
      ],
    })

    expect(await ledger.query('deploymentChanges', { repository })).toEqual([
      { deployment: 'd1', how: 'listed', change: id(repository, 2) },
      { deployment: 'd1', how: 'listed', change: id(repository, 1) },
      { deployment: 'd1', how: 'listed', revision: 'aa' },
    ])
  })
})

describe('incidents and failures', () => {
  it('give withdrawn evidence too, and tell two incidents of one deployment apart', async () => {
    const repository = repositoryName('e/failures')
    const evidence = (at: number, incident: string | undefined, isWithdrawn = false): DeliveryEvent => ({
      ...header(repository, `failure:${incident}`, at),
      kind: 'failure',
      evidence: {
        deployment: deploymentId('d1'),
        rung: incident === undefined ? 'rollback' : 'incident',
        knownAt: instant(3),
        isWithdrawn,
        ...(incident === undefined ? {} : { incident: incidentId(incident) }),
      },
    })
    await ledger.append({
      events: [
        evidence(1, 'i1'),
        evidence(2, 'i1', true),
        evidence(1, 'i2'),
        evidence(1, undefined),
        {
          ...header(repository, 'incident', 1),
          kind: 'incident',
          incident: {
            id: incidentId('i1'),
            service: serviceId('till'),
            title: 'Down',
            openedAt: instant(3),
            severity: 'high',
          },
        },
      ],
    })

    expect(await ledger.query('failures', { repository })).toEqual([
      { deployment: 'd1', rung: 'incident', incident: 'i1', knownAt: 3, isWithdrawn: true },
      { deployment: 'd1', rung: 'incident', incident: 'i2', knownAt: 3, isWithdrawn: false },
      { deployment: 'd1', rung: 'rollback', knownAt: 3, isWithdrawn: false },
    ])
    expect(await ledger.query('incidents', { repository })).toEqual([
      { id: 'i1', service: 'till', title: 'Down', openedAt: 3, severity: 'high' },
    ])
  })
})

describe('stageDurationsByWeek', () => {
  it('gives interpolated quantiles of the spans that ended in each week', async () => {
    const repository = repositoryName('f/weeks')
    // 2026-01-05 is a Monday.
    const monday = Date.UTC(2026, 0, 5)
    const span = (end: number, length: number) => ({
      stage: 'reviewer-wait' as const,
      from: instant(end - length),
      to: instant(end),
    })
    await ledger.append({
      stageSpans: [
        {
          repository,
          change: id(repository, 1),
          spans: [
            span(monday - 1, 100),
            span(monday, 10),
            span(monday + day, 20),
            span(monday + 6 * day, 40),
          ],
        },
      ],
    })

    const rows = await ledger.query('stageDurationsByWeek', {
      since: instant(monday - 1),
      until: instant(monday + 7 * day),
    })

    expect(rows).toEqual([
      { repository, stage: 'reviewer-wait', weekOf: monday - 7 * day, n: 1, p50: 100, p90: 100 },
      { repository, stage: 'reviewer-wait', weekOf: monday, n: 3, p50: 20, p90: 36 },
    ])
  })
})

describe('testReliability', () => {
  it('counts runs, failures and flakes of each test, and leaves out what was skipped or lies outside', async () => {
    const repository = repositoryName('g/tests')
    const outcomes: readonly (readonly [TestOutcome, number, number?])[] = [
      ['passed', 1, 10],
      ['failed', 2, 30],
      ['errored', 3],
      ['flaky', 4],
      ['skipped', 5],
      ['failed', 100],
    ]
    await ledger.append({
      testResults: outcomes.map(([outcome, at, duration], place) => ({
        id: `${repository}:1:${place}`,
        test: 'unit\u0000a\u0000b',
        suite: 'unit',
        name: 'b',
        outcome,
        attempts: 1,
        at: instant(at),
        repository,
        ...(duration === undefined ? {} : { duration: milliseconds(duration) }),
      })),
    })

    expect(
      await ledger.query('testReliability', { repository, since: instant(1), until: instant(100) }),
    ).toEqual([{ test: 'unit\u0000a\u0000b', runs: 4, failed: 2, flaky: 1, duration: 20 }])
  })
})

describe('firstDeploymentAfterMerge', () => {
  it('finds the first success that ended at or after each merge, to production only', async () => {
    const repository = repositoryName('h/first')
    await ledger.append({
      events: [
        ...[10, 20, 21, 99].map((mergedAt, number) =>
          change(repository, number, { state: 'merged', mergedAt: instant(mergedAt) }),
        ),
        change(repository, 9),
        deployed(repository, 'staging', { isProduction: false }),
        ...steps(repository, 'staging', [['succeeded', 11]]),
        deployed(repository, 'failed'),
        ...steps(repository, 'failed', [['failed', 12]]),
        deployed(repository, 'b'),
        ...steps(repository, 'b', [['succeeded', 20]]),
        deployed(repository, 'a'),
        ...steps(repository, 'a', [['succeeded', 20]]),
        deployed(repository, 'c'),
        ...steps(repository, 'c', [['succeeded', 50]]),
      ],
    })

    const rows = await ledger.query('firstDeploymentAfterMerge', { repository, ...always })

    expect(rows).toEqual([
      { change: id(repository, 0), mergedAt: 10, deployment: `${repository}:a`, deployedAt: 20 },
      { change: id(repository, 1), mergedAt: 20, deployment: `${repository}:a`, deployedAt: 20 },
      { change: id(repository, 2), mergedAt: 21, deployment: `${repository}:c`, deployedAt: 50 },
      { change: id(repository, 3), mergedAt: 99 },
    ])
  })
})

describe('variantSums', () => {
  it('sums the samples of each unit from its first exposure on, with units without one as 0', async () => {
    const exposure = (unit: string, variant: string, at: number) => ({
      id: `v:${unit}:${at}`,
      flag: 'till',
      variant,
      unit,
      at: instant(at),
    })
    const sample = (unit: string, value: number, at: number) => ({
      id: `v:${unit}:${at}:${value}`,
      metric: 'revenue',
      unit,
      value,
      at: instant(at),
    })
    await ledger.append({
      exposures: [
        exposure('u1', 'on', 10),
        exposure('u1', 'off', 20),
        exposure('u2', 'on', 10),
        exposure('u3', 'on', 10),
        exposure('u4', 'off', 10),
        exposure('late', 'off', 1_000),
        { ...exposure('u5', 'on', 10), flag: 'other' },
      ],
      metricSamples: [
        sample('u1', 5, 9),
        sample('u1', 1, 10),
        sample('u1', 2, 30),
        sample('u2', 9, 11),
        sample('u4', 4, 12),
        sample('u4', 7, 1_000),
        { ...sample('u2', 100, 12), metric: 'other' },
      ],
    })

    const rows = await ledger.query('variantSums', {
      flag: 'till',
      metric: 'revenue',
      since: instant(0),
      until: instant(1_000),
    })

    expect(rows).toEqual([
      { variant: 'off', units: 1, mean: 4, variance: 0 },
      { variant: 'on', units: 3, mean: 4, variance: 21 },
    ])
  })
})

function header(repository: RepositoryName, what: string, at: number): EventHeader {
  return { id: eventId(`${repository}:${what}@${at}`), source: 'test', repository, at: instant(at) }
}

function id(repository: RepositoryName, number: number): ChangeId {
  return changeId(`${repository}#${number}`)
}

function change(
  repository: RepositoryName,
  number: number,
  { at = 1, ...shape }: Partial<ForgeChange> & { readonly at?: number } = {},
): DeliveryEvent {
  return {
    ...header(repository, `pull:${number}`, at),
    kind: 'change',
    change: {
      id: id(repository, number),
      number,
      title: `Change ${number}`,
      state: 'open',
      isDraft: false,
      openedAt: instant(number),
      baseBranch: 'main',
      labels: [],
      ...shape,
    },
  }
}

function commit(name: string, at: number) {
  const author = { name: 'Ada', email: 'ada@example.com' }
  return {
    revision: revision(name),
    author,
    committer: author,
    authoredAt: instant(at),
    committedAt: instant(at),
    message: name,
  }
}

function run(
  repository: RepositoryName,
  pipeline: string,
  shape: Partial<CiRun>,
  runId = `${repository}:${pipeline}`,
): DeliveryEvent {
  return {
    ...header(repository, `run:${runId}`, 1),
    kind: 'ci-run',
    run: {
      id: ciRunId(runId),
      nativeId: runId,
      attempt: 1,
      pipeline,
      trigger: 'change',
      revision: revision('head'),
      changes: [],
      createdAt: instant(1),
      ...shape,
    },
  }
}

function deployed(
  repository: RepositoryName,
  name: string,
  { at = 1, createdAt = 1, isProduction = true } = {},
): DeliveryEvent {
  return {
    ...header(repository, `deployment:${name}`, at),
    kind: 'deployment',
    deployment: {
      id: deploymentId(`${repository}:${name}`),
      service: serviceId('shop'),
      environment: isProduction ? 'production' : 'staging',
      isProduction,
      revision: revision('head'),
      createdAt: instant(createdAt),
    },
  }
}

function steps(
  repository: RepositoryName,
  name: string,
  states: readonly (readonly [DeploymentState, number])[],
): readonly DeliveryEvent[] {
  return states.map(([state, at]) => ({
    ...header(repository, `step:${name}:${state}`, at),
    kind: 'deployment-event',
    event: { deployment: deploymentId(`${repository}:${name}`), state, at: instant(at) },
  }))
}
