import { clockFrom, instant, type DeliveryEvent } from '@sluice/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHttpDoor } from '../kit/open-http-door.ts'
import { momentText } from '../kit/moment.ts'
import { generateForgeHistory, type HistoryEvent, type HistoryPull } from '../testing/forge-history.ts'
import { startGithubServer, type GithubServer } from '../testing/github-server.ts'
import {
  wireDeployment,
  wireIncident,
  wireJobs,
  wirePull,
  wireRun,
  wireStatuses,
  wireUser,
} from '../testing/github-wire.ts'
import { github } from './github.ts'
import { mapGithubDelivery } from './map-delivery.ts'

const history = generateForgeHistory({ seed: 11, pulls: 80 })
const repository = {
  full_name: 'Acme/Shop',
  html_url: 'https://github.com/Acme/Shop',
  default_branch: 'main',
}
const pulls = history.pullsByUpdate.flatMap((number) => history.pull(number) ?? [])

describe('a delivery and a reading of the same happening', () => {
  let server: GithubServer
  let read: ReadonlyMap<string, DeliveryEvent>

  beforeAll(async () => {
    server = await startGithubServer({ history })
    // Without jobs a run is known as well as by its delivery.
    read = new Map([
      ...(await readAll('none', ['pulls', 'runs', 'deployments', 'incidents'])),
      ...(await readJobs()),
    ])
  })
  afterAll(() => server.close())

  async function readAll(
    jobs: 'none' | 'all',
    streams: readonly (typeof github.streams)[number][],
  ): Promise<ReadonlyMap<string, DeliveryEvent>> {
    const clock = clockFrom(() => history.now)
    await using http = openHttpDoor({ source: 'github', baseUrl: server.url, clock })
    const found = new Map<string, DeliveryEvent>()
    const config = { repository: 'acme/shop', apiUrl: server.url, host: 'github.com', jobs, streams }
    for await (const { events } of github.read(config, { http, clock, cursorOf: () => undefined })) {
      for (const event of events) found.set(event.id, event)
    }
    return found
  }

  async function readJobs(): Promise<readonly (readonly [string, DeliveryEvent])[]> {
    return [...(await readAll('all', ['runs']))].filter(([, { kind }]) => kind === 'ci-job')
  }

  /** The state of a pull in the past has a version that nobody can read any more, so `without` leaves it out. */
  function expectSame(event: string, payload: object, without?: DeliveryEvent['kind']): readonly string[] {
    const delivery = { event, deliveryId: 'd', payload: { ...payload, repository }, receivedAt: history.now }
    const { events, rejected } = mapGithubDelivery(delivery)
    expect(rejected).toEqual([])
    const compared = events.filter(({ kind }) => kind !== without)
    for (const told of compared) expect(read.get(told.id)).toEqual(told)
    return compared.map(({ kind }) => kind)
  }

  it('is one event of every pull as it stands', () => {
    for (const pull of pulls)
      expect(expectSame('pull_request', { action: 'edited', pull_request: wirePull(pull) })).toEqual([
        'change',
      ])
  })

  it('is one event of everything that happens to a pull', () => {
    const kinds = pulls
      .flatMap((pull) => pull.events.flatMap((event) => deliveriesOf(pull, event)))
      .map(([kind, name, payload]) => {
        expect(expectSame(name, payload, 'change')).toEqual(['change-event'])
        return kind
      })

    expect([...new Set(kinds)].toSorted()).toEqual([
      'approved',
      'changes-requested',
      'closed',
      'commented',
      'dequeued',
      'enqueued',
      'merged',
      'readied',
      'requested',
      'reviewed',
    ])
  })

  it('is one event of every run', () => {
    for (const run of pulls.flatMap(({ runs }) => runs)) {
      expect(
        expectSame('workflow_run', { workflow_run: wireRun(run, run.attempts.length, history.now) }),
      ).toEqual(['ci-run'])
    }
  })

  it('is one event of every job', () => {
    const jobs = pulls.flatMap(({ runs }) => runs).flatMap((run) => wireJobs(run, 'all', history.now))

    for (const job of jobs) expect(expectSame('workflow_job', { workflow_job: job })).toEqual(['ci-job'])
    expect(jobs.length).toBeGreaterThan(100)
  })

  it('is one event of every step of a deployment', () => {
    for (const deployment of history.deployments) {
      for (const status of wireStatuses(deployment)) {
        const payload = {
          action: 'created',
          deployment: wireDeployment(deployment),
          deployment_status: status,
        }
        expect(expectSame('deployment_status', payload)).toEqual([
          'deployment',
          'deployment-event',
          'deployment-event',
        ])
      }
    }
  })

  it('is one event of every incident', () => {
    for (const incident of history.incidents) {
      expect(expectSame('issues', { action: 'edited', issue: wireIncident(incident) })).toEqual(['incident'])
    }
    expect(history.incidents.length).toBeGreaterThan(0)
  })

  it('names the same head when it is pushed, at the moment that each of the two knows', () => {
    const [pull] = pulls
    if (pull === undefined) throw new RangeError('The history has no pull.')
    const pushedAt = instant(pull.updatedAt + 60_000)
    const payload = {
      action: 'synchronize',
      after: pull.headSha,
      pull_request: { ...wirePull(pull), updated_at: momentText(pushedAt) },
      sender: wireUser(pull.author),
      repository,
    }

    const { events } = mapGithubDelivery({
      event: 'pull_request',
      deliveryId: 'd',
      payload,
      receivedAt: history.now,
    })

    const pushed = events.find((event) => event.kind === 'change-event')
    expect(read.get(pushed?.id ?? '')).toMatchObject({
      kind: 'change-event',
      event: { kind: 'pushed', revision: pull.headSha },
    })
    expect(pushed?.at).toBe(pushedAt)
  })
})

/** How GitHub would have told it at that moment, with the kind of the happening. */
function deliveriesOf(
  pull: HistoryPull,
  event: HistoryEvent,
): readonly (readonly [string, string, object])[] {
  const { at, id, kind, sha, user } = event
  const sender = wireUser(user)
  const issue = { ...wirePull(pull), pull_request: {} }
  const { draft: _, ...stateless } = wirePull(pull)
  const state = kind === 'requested' ? { requested_reviewer: wireUser(event.reviewer ?? user) } : {}
  const actions: Readonly<Record<string, string>> = {
    readied: 'ready_for_review',
    requested: 'review_requested',
    enqueued: 'enqueued',
    dequeued: 'dequeued',
    merged: 'closed',
    closed: 'closed',
  }
  if (kind === 'force-pushed' || (kind === 'closed' && pull.mergedAt !== undefined)) return []
  if (kind === 'commented') {
    return [
      [
        kind,
        'issue_comment',
        { action: 'created', issue, comment: { id, user: sender, created_at: momentText(at) } },
      ],
    ]
  }
  const action = actions[kind]
  if (action === undefined) {
    const verdict =
      kind === 'approved' ? 'approved' : kind === 'changes-requested' ? 'changes_requested' : 'commented'
    const review = { id, state: verdict, user: sender, submitted_at: momentText(at), commit_id: sha }
    return [[kind, 'pull_request_review', { action: 'submitted', review, pull_request: stateless }]]
  }
  return [
    [
      kind,
      'pull_request',
      { action, pull_request: { ...wirePull(pull), updated_at: momentText(at) }, sender, ...state },
    ],
  ]
}
