import type { ChangeEvent, DeliveryEvent } from '@sluice/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gitlabHistory, hashOf, wireTime } from '../testing/gitlab-history.ts'
import { startGitlabServer, type GitlabServer, type GitlabServerOptions } from '../testing/gitlab-server.ts'
import { readSource, type SourceReading } from '../testing/read-source.ts'
import { gitlabAuthorization, gitlabHost, type GitlabConfig } from './config.ts'
import { gitlab } from './gitlab.ts'

describe('gitlab', () => {
  let reading: SourceReading
  beforeAll(async () => {
    reading = await read({ history: gitlabHistory({ requests: 10 }) })
  })

  it('tells what a merge request is', () => {
    expect(of('change').find(({ change }) => change.number === 1)).toEqual({
      id: expect.stringMatching(
        /^gitlab@gitlab\.example:acme\/shop:mr:1@2026-06-01T03:30:00Z\.11123[0-9a-f]{8}$/,
      ),
      source: 'gitlab',
      repository: 'gitlab.example/acme/shop',
      at: at(1, 150) - 123,
      kind: 'change',
      change: {
        id: 'gitlab.example/acme/shop!1',
        number: 1,
        title: 'Change 1',
        url: 'https://gitlab.example/acme/shop/-/merge_requests/1',
        description: 'Makes it better.',
        author: { name: 'ada', kind: 'person' },
        state: 'merged',
        isDraft: false,
        openedAt: at(1, 0),
        mergedAt: at(1, 150),
        mergeRevision: hashOf('merge 1'),
        headRevision: hashOf('head 1'),
        headBranch: 'change-1',
        baseBranch: 'main',
        labels: ['backend'],
      },
    })
  })

  it('finds the commit that brought a change in, whichever way it was merged', () => {
    const revisions = of('change').map(({ change }) => [change.number, change.mergeRevision])

    expect(new Map(revisions as [number, unknown][])).toEqual(
      new Map<number, unknown>([
        // A squash commit may stand below a merge commit, or alone; a fast-forward has neither.
        [1, hashOf('merge 1')],
        [2, hashOf('squash 2')],
        [3, hashOf('head 3')],
        [4, hashOf('merge 4')],
        [5, hashOf('merge 5')],
        [6, hashOf('squash 6')],
        [7, hashOf('head 7')],
        [8, hashOf('merge 8')],
        [9, hashOf('merge 9')],
        [10, undefined],
      ]),
    )
  })

  it('tells what happened to a merge request, in its order', () => {
    expect(happeningsOf(2)).toEqual([
      ['opened', 0, 'ada', true],
      ['drafted', 0, 'ada', true],
      ['pushed', 0, 'ada', true],
      ['readied', 10, 'ada', true],
      ['review-requested', 11, 'ada', true],
      ['reviewed', 12, 'GitLabDuo', false],
      ['reviewed', 30, 'grace', false],
      ['changes-requested', 31, 'grace', false],
      ['pushed', 60, 'ada', true],
      ['force-pushed', 60, 'ada', true],
      ['approved', 140, 'grace', false],
      ['merged', 150, 'grace', false],
    ])
    const kinds = eventsOf(2).flatMap(({ actor }) => (actor?.name === 'GitLabDuo' ? [actor.kind] : []))
    expect(kinds).toEqual(['ai-reviewer'])
  })

  it('asks for approvals where no note tells of one', () => {
    expect(happeningsOf(7).filter(([kind]) => kind === 'approved')).toEqual([
      ['approved', 140, 'grace', false],
    ])
  })

  it('knows a draft that never was anything else', () => {
    expect(happeningsOf(10).slice(0, 2)).toEqual([
      ['opened', 0, 'ada', true],
      ['drafted', 0, 'ada', true],
    ])
  })

  it('reads every note, however many pages they fill', () => {
    expect(eventsOf(1).filter(({ kind }) => kind === 'commented').length).toBe(120)
  })

  it('lists commits oldest first', () => {
    const commits = of('change-commits').find(({ change }) => change === 'gitlab.example/acme/shop!2')

    expect(commits?.commits).toEqual(
      [
        ['first', -30],
        ['head', 55],
      ].map(([name, minutes]) => ({
        revision: hashOf(`${name} 2`),
        author: { name: 'Ada', email: 'ada@acme.example' },
        committer: { name: 'Ada', email: 'ada@acme.example' },
        authoredAt: at(2, Number(minutes)),
        committedAt: at(2, Number(minutes)),
        message: `Do ${name}\n`,
      })),
    )
  })

  it('parts the second try of a pipeline from the first', () => {
    const runs = of('ci-run').flatMap(({ run }) => (run.nativeId === '1002' ? [run] : []))

    expect(
      runs.map(({ attempt, createdAt, startedAt, finishedAt, outcome }) => ({
        attempt,
        createdAt,
        startedAt,
        finishedAt,
        outcome,
      })),
    ).toEqual([
      { attempt: 1, createdAt: at(2, 60), startedAt: at(2, 61), finishedAt: at(2, 70), outcome: 'failed' },
      {
        attempt: 2,
        createdAt: at(2, 125),
        startedAt: at(2, 126),
        finishedAt: at(2, 135),
        outcome: 'succeeded',
      },
    ])
    expect(runs.map(({ changes, trigger, branch }) => ({ changes, trigger, branch }))).toEqual(
      runs.map(() => ({ changes: ['gitlab.example/acme/shop!2'], trigger: 'change', branch: undefined })),
    )
    expect(of('ci-job').flatMap(({ job }) => (job.id === 'gitlab@gitlab.example:203' ? [job] : []))).toEqual([
      {
        id: 'gitlab@gitlab.example:203',
        run: runs[1]?.id,
        attempt: 2,
        name: 'test',
        revision: hashOf('head 2'),
        queuedAt: at(2, 126) - 30_000,
        startedAt: at(2, 126),
        finishedAt: at(2, 135),
        outcome: 'succeeded',
        labels: ['linux'],
      },
    ])
  })

  it('tells merge trains from merge requests', () => {
    const triggers = of('ci-run').flatMap(({ run }) =>
      run.attempt === 1 ? [[run.nativeId, run.trigger]] : [],
    )

    expect(triggers.filter(([, trigger]) => trigger === 'merge-queue')).toEqual([
      ['1005', 'merge-queue'],
      ['1010', 'merge-queue'],
    ])
  })

  it('tells how long a deployment waited for people, and how long for a runner', () => {
    const steps = of('deployment-event').flatMap(({ event }) =>
      event.deployment === 'gitlab@gitlab.example::2' ? [[event.state, (event.at - at(2, 0)) / 60_000]] : [],
    )

    expect(steps).toEqual([
      ['created', 160],
      ['waiting', 160],
      ['queued', 180],
      ['running', 181],
      ['succeeded', 189],
    ])
    expect(
      of('deployment')
        .map(({ deployment }) => deployment)
        .find(({ id }) => id === 'gitlab@gitlab.example::2'),
    ).toEqual({
      id: 'gitlab@gitlab.example::2',
      service: '',
      environment: 'eu',
      isProduction: true,
      revision: hashOf('merge 2'),
      name: 'main',
      createdAt: at(2, 160),
      url: 'https://gitlab.example/acme/shop/-/jobs/250',
    })
  })

  it('takes issues of the type incident for incidents', () => {
    expect(of('incident').map(({ incident }) => incident)).toEqual(
      [3, 6, 9].map((number) => ({
        id: `gitlab@gitlab.example:acme/shop#${number}`,
        service: 'shop',
        title: `Trouble ${number}`,
        openedAt: at(number, 200) - 123,
        resolvedAt: at(number, 260) - 123,
        severity: 'high',
        url: `https://gitlab.example/acme/shop/-/issues/${number}`,
      })),
    )
  })

  it('sees only what is new when it comes again', async () => {
    const server = await startGitlabServer({ history: gitlabHistory({ requests: 200 }) })
    const first = await readFrom(server)
    const asked = server.requests.length
    server.show(gitlabHistory({ requests: 201 }))
    const second = await readFrom(server, first.cursors)
    const whole = await readFrom(server)
    await server.close()

    expect(new Set([...first.events.keys(), ...second.events.keys()])).toEqual(new Set(whole.events.keys()))
    expect(server.requests.length - asked).toBeLessThan(asked * 2)
    expect(second.events.size).toBeLessThan(100)
  })

  it('goes on with the other streams when one is switched off', async () => {
    const { pages } = await read({
      history: gitlabHistory({ requests: 2 }),
      faults: { forbidden: /\/pipelines$/ },
    })

    expect(pages.map(({ stream, gap, events }) => [stream, gap?.code, events.length > 0])).toEqual([
      ['merge-requests', undefined, true],
      ['pipelines', 'SOURCE_FORBIDDEN', false],
      ['deployments', undefined, true],
      ['incidents', undefined, false],
    ])
  })

  it('reads only the streams that are wanted', async () => {
    const { pages } = await read({ history: gitlabHistory({ requests: 3 }) }, { streams: ['incidents'] })

    expect(pages.map(({ stream }) => stream)).toEqual(['incidents'])
  })

  it.each(['shop', '../../etc', 'acme/shop?x=1', ''])(
    'refuses "%s" as the path of a project',
    async (project) => {
      await expect(read({ history: gitlabHistory({ requests: 0 }) }, { project })).rejects.toThrow(
        expect.objectContaining({ code: 'SOURCE_REPOSITORY_INVALID' }),
      )
    },
  )

  function of<TKind extends DeliveryEvent['kind']>(
    kind: TKind,
  ): readonly Extract<DeliveryEvent, { kind: TKind }>[] {
    return [...reading.events.values()].filter(
      (event): event is Extract<DeliveryEvent, { kind: TKind }> => event.kind === kind,
    )
  }

  function eventsOf(number: number): readonly ChangeEvent[] {
    return of('change-event')
      .map(({ event }) => event)
      .filter(({ change }) => change === `gitlab.example/acme/shop!${number}`)
      .toSorted((left, right) => left.at - right.at)
  }

  function happeningsOf(number: number): readonly (readonly unknown[])[] {
    return eventsOf(number)
      .filter(({ kind }) => kind !== 'commented')
      .map((event) => [event.kind, (event.at - at(number, 0)) / 60_000, event.actor?.name, event.isAuthor])
  }
})

describe('gitlabAuthorization', () => {
  it('sends each kind of token in the header that GitLab wants for it', () => {
    expect([
      gitlabAuthorization('glpat-x'),
      gitlabAuthorization('glcbt-x'),
      gitlabAuthorization('x', 'oauth'),
      gitlabAuthorization('x', 'job'),
    ]).toEqual([
      { 'private-token': 'glpat-x' },
      { 'job-token': 'glcbt-x' },
      { authorization: 'Bearer x' },
      { 'job-token': 'x' },
    ])
  })
})

describe('gitlabHost', () => {
  it('is what people see, also of a server of one’s own', () => {
    expect([gitlabHost(), gitlabHost('https://git.acme.example:8443/gitlab/api/v4')]).toEqual([
      'gitlab.com',
      'git.acme.example:8443',
    ])
    expect(() => gitlabHost('git.acme.example')).toThrow(
      expect.objectContaining({ code: 'SOURCE_URL_INVALID' }),
    )
  })
})

const servers: GitlabServer[] = []
afterAll(() => Promise.all(servers.map((server) => server.close())))

function at(number: number, minutes: number): number {
  return Date.parse(wireTime(number, minutes))
}

async function read(
  options: GitlabServerOptions,
  config: Partial<GitlabConfig> = {},
): Promise<SourceReading> {
  const server = await startGitlabServer({ token: 'not-a-real-token', ...options })
  servers.push(server)
  return readFrom(server, undefined, config)
}

function readFrom(
  server: GitlabServer,
  cursors?: ReadonlyMap<string, string>,
  config: Partial<GitlabConfig> = {},
): Promise<SourceReading> {
  return readSource(gitlab, {
    url: server.url,
    config: { project: 'acme/shop', ...config },
    door: { authorize: gitlabAuthorization },
    ...(cursors === undefined ? {} : { cursors }),
  })
}
