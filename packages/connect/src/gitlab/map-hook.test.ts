import { fc, it } from '@fast-check/vitest'
import { instant, type DeliveryEvent } from '@sluice/model'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { Secret } from '../kit/secret.ts'
import { gitlabHistory, hashOf, wireTime } from '../testing/gitlab-history.ts'
import { startGitlabServer, type GitlabServer } from '../testing/gitlab-server.ts'
import { readSource } from '../testing/read-source.ts'
import { gitlabAuthorization } from './config.ts'
import { gitlab } from './gitlab.ts'
import { mapGitlabHook } from './map-hook.ts'
import { verifyGitlabToken } from './verify-token.ts'

fc.configureGlobal({ seed: 1 })

const receivedAt = instant(Date.UTC(2026, 10, 22))
const author = { id: 10, username: 'ada' }
const reviewer = { id: 11, username: 'grace' }
const project = {
  id: 7,
  path_with_namespace: 'Acme/Shop',
  web_url: 'https://gitlab.example/Acme/Shop',
  default_branch: 'main',
}

describe('mapGitlabHook', () => {
  let server: GitlabServer
  let read: ReadonlyMap<string, DeliveryEvent>
  beforeAll(async () => {
    server = await startGitlabServer({ history: gitlabHistory({ requests: 3 }) })
    read = (
      await readSource(gitlab, {
        url: server.url,
        config: { project: 'acme/shop' },
        door: { authorize: gitlabAuthorization },
      })
    ).events
  })
  afterAll(() => server.close())

  it('gives happenings the ids that they have when the project is read', () => {
    const told = [
      request('open', 0, author, { draft: true, last_commit: { id: hashOf('lost 2') } }),
      request('update', 10, author, {}, { draft: { previous: true, current: false } }),
      request('update', 11, author, {}, { reviewers: { previous: [], current: [[reviewer]] } }),
      request(
        'update',
        31,
        reviewer,
        {},
        {
          reviewers: {
            previous: [[{ ...reviewer, state: 'unreviewed' }]],
            current: [[{ ...reviewer, state: 'requested_changes' }]],
          },
        },
      ),
      request('update', 60, author, { oldrev: hashOf('lost 2') }),
      request('approved', 140, reviewer),
      request('merge', 150, reviewer, { state: 'merged', merge_commit_sha: hashOf('merge 2') }),
      noteHook(2_005, 30, reviewer, 'DiffNote'),
      deploymentHook('running', 181),
      deploymentHook('success', 189),
      incidentHook(),
    ].flatMap(eventsOf)
    const happenings = told.filter(({ kind }) => kind !== 'change' && kind !== 'deployment')

    expect(happenings.map(({ id }) => id)).toEqual([
      'gitlab@gitlab.example:acme/shop:mr:2:opened',
      'gitlab@gitlab.example:acme/shop:mr:2:drafted-when-opened',
      `gitlab@gitlab.example:acme/shop:mr:2:pushed:${hashOf('lost 2')}`,
      'gitlab@gitlab.example:acme/shop:mr:2:readied:ada@2026-06-01T02:10Z',
      'gitlab@gitlab.example:acme/shop:mr:2:review-requested:ada@2026-06-01T02:11Z',
      'gitlab@gitlab.example:acme/shop:mr:2:changes-requested:grace@2026-06-01T02:31Z',
      `gitlab@gitlab.example:acme/shop:mr:2:pushed:${hashOf('head 2')}`,
      'gitlab@gitlab.example:acme/shop:mr:2:approved:grace@2026-06-01T04:20Z',
      'gitlab@gitlab.example:acme/shop:mr:2:merged',
      'gitlab@gitlab.example:acme/shop:mr:2:note:2005',
      'gitlab@gitlab.example:acme/shop:deployment:2:running',
      'gitlab@gitlab.example:acme/shop:deployment:2:succeeded',
      expect.stringMatching(
        /^gitlab@gitlab\.example:acme\/shop:incident:3@2026-06-01T07:20:00Z\.11[0-9a-f]{8}$/,
      ),
    ])
    expect(happenings.filter(({ id }) => !read.has(id))).toEqual([])
    expect(happenings.map(atSecond)).toEqual(happenings.map(({ id }) => atSecond(read.get(id))))
  })

  it('loses with its states against what the API says of the same second', () => {
    const states = [
      request('merge', 150, reviewer, { state: 'merged', merge_commit_sha: hashOf('merge 2') }),
      pipelineHook(),
      deploymentHook('success', 190),
    ]
      .flatMap(eventsOf)
      .filter(({ kind }) => ['change', 'ci-run', 'ci-job', 'deployment'].includes(kind))
    const rivals = states.map((state) =>
      [...read.values()].find((event) => subjectOf(event) === subjectOf(state)),
    )

    expect(states.map(subjectOf)).toEqual([
      'change gitlab.example/acme/shop!2',
      `ci-run gitlab@gitlab.example:1002:${Date.parse(wireTime(2, 125).slice(0, 19) + 'Z') / 1_000}`,
      'ci-job gitlab@gitlab.example:203',
      'deployment gitlab@gitlab.example::2',
    ])
    expect(rivals.map((rival) => rival?.at)).toEqual(states.map(({ at }) => at))
    expect(rivals.map((rival, place) => (rival?.id ?? '') > (states[place]?.id ?? ''))).toEqual(
      states.map(() => true),
    )
  })

  it('tells of a pipeline only the last attempt, of which it knows every job', () => {
    const events = eventsOf(pipelineHook())

    expect(events.flatMap((event) => (event.kind === 'ci-run' ? [event.run] : []))).toEqual([
      {
        id: `gitlab@gitlab.example:1002:${Date.parse(wireTime(2, 125).slice(0, 19) + 'Z') / 1_000}`,
        nativeId: '1002',
        attempt: 2,
        pipeline: 'pipeline (merge_request_event)',
        trigger: 'change',
        revision: hashOf('head 2'),
        changes: ['gitlab.example/acme/shop!2'],
        createdAt: Date.parse(wireTime(2, 125)) - 123,
        startedAt: Date.parse(wireTime(2, 126)) - 123,
        finishedAt: Date.parse(wireTime(2, 135)) - 123,
        outcome: 'succeeded',
        url: 'https://gitlab.example/acme/shop/-/pipelines/1002',
      },
    ])
  })

  it('tells no state of an open change whose author it does not name', () => {
    expect(eventsOf(request('approved', 140, reviewer)).map(({ kind }) => kind)).toEqual(['change-event'])
    expect(eventsOf(request('update', 140, author)).map(({ kind }) => kind)).toEqual(['change'])
  })

  it('knows job hooks by the number of the job, and how often it was tried', () => {
    const payload = {
      object_kind: 'build',
      project,
      sha: hashOf('head 2'),
      build_id: 203,
      build_name: 'test',
      build_status: 'failed',
      build_failure_reason: 'runner_system_failure',
      build_created_at: '2026-06-01 04:05:00 UTC',
      build_started_at: '2026-06-01 04:06:00 UTC',
      build_finished_at: '2026-06-01 04:15:00 UTC',
      build_queued_duration: 30.5,
      retries_count: 1,
      runner: { tags: ['linux'] },
    }

    expect(eventsOf(payload)).toEqual([
      {
        id: 'gitlab@gitlab.example:acme/shop:job:203@2026-06-01T04:15:00Z.30',
        source: 'gitlab',
        repository: 'gitlab.example/acme/shop',
        at: Date.UTC(2026, 5, 1, 4, 15),
        kind: 'ci-job',
        job: {
          id: 'gitlab@gitlab.example:203',
          attempt: 2,
          name: 'test',
          revision: hashOf('head 2'),
          queuedAt: Date.UTC(2026, 5, 1, 4, 5, 29, 500),
          startedAt: Date.UTC(2026, 5, 1, 4, 6),
          finishedAt: Date.UTC(2026, 5, 1, 4, 15),
          outcome: 'errored',
          labels: ['linux'],
        },
      },
    ])
  })

  it.each([
    [
      { object_kind: 'emoji', project },
      `GitLab's "emoji" says nothing of the way from a commit to a customer.`,
    ],
    [{ object_kind: 'push', project }, 'Pushes are told by the merge requests that they belong to.'],
    [
      { event_name: 'user_add_to_group' },
      `GitLab's "delivery" says nothing of the way from a commit to a customer.`,
    ],
    [
      {
        object_kind: 'note',
        project,
        object_attributes: { id: 1, noteable_type: 'Issue', created_at: '2026-06-01 02:00:00 UTC' },
      },
      'Only notes that people write on merge requests are kept.',
    ],
    [
      { ...incidentHook(), object_attributes: { ...incidentHook().object_attributes, type: 'Task' } },
      'The issue is no incident.',
    ],
  ])('passes over %j and says why', (payload, ignored) => {
    expect(mapGitlabHook({ payload, receivedAt })).toEqual({ events: [], rejected: [], ignored })
  })

  it('takes issues for incidents by the labels that it is told', () => {
    const hook = incidentHook()
    const payload = {
      ...hook,
      object_attributes: { ...hook.object_attributes, type: 'Issue' },
      labels: [{ title: 'outage' }],
    }

    expect(mapGitlabHook({ payload, receivedAt }, { incidentLabels: ['outage'] }).events.length).toBe(1)
  })

  it('sets aside what does not fit, without the secrets in it', () => {
    const payload = {
      object_kind: 'merge_request',
      project: { ...project, web_url: 'https://oauth2:glpat-0123456789abcdefghij@gitlab.example/acme/shop' },
      object_attributes: { iid: 'one' },
    }
    const { events, rejected } = mapGitlabHook({ event: 'Merge Request Hook', payload, receivedAt })

    expect(events).toEqual([])
    expect(rejected.map(({ source, reason }) => [source, reason.slice(0, 57)])).toEqual([
      ['gitlab', `GitLab's "Merge Request Hook" is not understood: ✖ Invali`],
    ])
    expect(JSON.stringify(rejected)).not.toContain('glpat-')
  })

  it.prop({
    payload: fc.oneof(
      fc.anything(),
      fc.record({
        object_kind: fc.constantFrom('merge_request', 'note', 'pipeline', 'build', 'deployment', 'issue'),
        project: fc.oneof(fc.constant(project), fc.anything()),
        object_attributes: fc.anything(),
      }),
    ),
  })('gets over whatever it is given', ({ payload }) => {
    const { events, rejected, ignored } = mapGitlabHook({ payload, receivedAt })

    expect(events).toEqual([])
    expect(rejected.length + (ignored === undefined ? 0 : 1)).toBe(1)
  })
})

describe('verifyGitlabToken', () => {
  it('lets in whoever knows the secret, and nobody else', () => {
    const secret = new Secret('open sesame')

    expect(verifyGitlabToken(secret, 'open sesame')).toBe(true)
    expect(
      ['open', 'open sesame ', '', undefined, 'OPEN SESAME'].map((header) =>
        verifyGitlabToken(secret, header),
      ),
    ).toEqual(Array.from({ length: 5 }, () => false))
  })

  it('lets nobody in while there is no secret', () => {
    expect(['', undefined].map((header) => verifyGitlabToken(new Secret(''), header))).toEqual([false, false])
  })
})

function eventsOf(payload: unknown): readonly DeliveryEvent[] {
  const { events, rejected } = mapGitlabHook({ payload, receivedAt })
  expect(rejected).toEqual([])
  return events
}

function atSecond(event: DeliveryEvent | undefined): number {
  return Math.floor((event?.at ?? 0) / 1_000)
}

function subjectOf(event: DeliveryEvent): string {
  switch (event.kind) {
    case 'change':
      return `change ${event.change.id}`
    case 'ci-run':
      return `ci-run ${event.run.id}`
    case 'ci-job':
      return `ci-job ${event.job.id}`
    case 'deployment':
      return `deployment ${event.deployment.id}`
    default:
      return event.id
  }
}

/** Webhooks write whole seconds. */
function hookTime(minutes: number): string {
  return wireTime(2, minutes)
    .replace('T', ' ')
    .replace(/\.\d+Z/, ' UTC')
}

function request(
  action: string,
  minutes: number,
  user: object,
  attributes: object = {},
  changes: object = {},
): object {
  return {
    object_kind: 'merge_request',
    event_type: 'merge_request',
    user,
    project,
    object_attributes: {
      id: 5_002,
      iid: 2,
      title: 'Change 2',
      description: 'Makes it better.',
      state: 'opened',
      url: 'https://gitlab.example/acme/shop/-/merge_requests/2',
      action,
      author_id: 10,
      created_at: hookTime(0),
      updated_at: hookTime(minutes),
      draft: false,
      source_branch: 'change-2',
      target_branch: 'main',
      merge_commit_sha: null,
      last_commit: { id: hashOf('head 2'), timestamp: hookTime(0) },
      ...attributes,
    },
    labels: [{ id: 1, title: 'backend' }],
    reviewers: [reviewer],
    changes,
  }
}

function noteHook(id: number, minutes: number, user: { readonly id: number }, type: string): object {
  return {
    object_kind: 'note',
    event_type: 'note',
    user,
    project,
    object_attributes: {
      id,
      note: 'Why not earlier?',
      noteable_type: 'MergeRequest',
      author_id: user.id,
      created_at: hookTime(minutes),
      updated_at: hookTime(minutes),
      system: false,
      type,
      action: 'create',
    },
    merge_request: { id: 5_002, iid: 2, author_id: 10, state: 'opened' },
  }
}

function pipelineHook(): object {
  const build = (
    id: number,
    name: string,
    [created, started, finished]: readonly [number, number, number],
  ): object => ({
    id,
    stage: name,
    name,
    status: 'success',
    created_at: hookTime(created),
    started_at: hookTime(started),
    finished_at: hookTime(finished),
    duration: 60,
    queued_duration: 30,
    failure_reason: null,
    manual: false,
    allow_failure: false,
    runner: { tags: ['linux'] },
  })
  return {
    object_kind: 'pipeline',
    object_attributes: {
      id: 1_002,
      ref: 'change-2',
      tag: false,
      sha: hashOf('head 2'),
      source: 'merge_request_event',
      status: 'success',
      created_at: hookTime(60),
      finished_at: hookTime(135),
      url: 'https://gitlab.example/acme/shop/-/pipelines/1002',
    },
    merge_request: { id: 5_002, iid: 2 },
    project,
    // The test that failed at first is not among them any more.
    builds: [build(203, 'test', [125, 126, 135]), build(201, 'build', [60, 61, 63])],
  }
}

function deploymentHook(status: string, minutes: number): object {
  return {
    object_kind: 'deployment',
    status,
    status_changed_at: hookTime(minutes).replace(' UTC', ' +0000'),
    deployment_id: 2,
    deployable_id: 250,
    deployable_url: 'https://gitlab.example/acme/shop/-/jobs/250',
    environment: 'eu',
    environment_tier: 'production',
    project,
    short_sha: hashOf('merge 2').slice(0, 8),
    user: author,
    commit_url: `https://gitlab.example/acme/shop/-/commit/${hashOf('merge 2')}`,
    ref: 'main',
  }
}

function incidentHook(): {
  readonly user: object
  readonly project: object
  readonly object_kind: string
  readonly object_attributes: object
  readonly labels: object
} {
  const seconds = (minutes: number): string => wireTime(3, minutes).replace(/\.\d+Z/, 'Z')
  return {
    object_kind: 'work_item',
    user: author,
    project,
    object_attributes: {
      id: 9_003,
      iid: 3,
      title: 'Trouble 3',
      type: 'Incident',
      state: 'closed',
      action: 'close',
      created_at: seconds(200),
      updated_at: seconds(260),
      closed_at: seconds(260),
      severity: 'high',
      url: 'https://gitlab.example/acme/shop/-/issues/3',
    },
    labels: [{ id: 1, title: 'service::shop' }],
  }
}
