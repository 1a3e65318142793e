import { fc, it } from '@fast-check/vitest'
import { instant, repositoryName, type DeliveryEvent, type RejectedRecord } from '@sluice/model'
import { describe, expect } from 'vitest'
import { getTimeZone } from '../records/time-zone.ts'
import { deploymentEvents } from './map-deployment.ts'
import { readDeployments } from './read-deployments.ts'

fc.configureGlobal({ seed: 1 })

const repository = repositoryName('github.com/acme/shop')
const receivedAt = instant(Date.UTC(2026, 10, 22, 12))
const context = { repository, receivedAt }
const sha = '7f3c0e1d9a4b58c26e0f1a2b3c4d5e6f70819203'
const other = '0123456789abcdef0123456789abcdef01234567'
const tenOClock = Date.UTC(2026, 10, 22, 10)

describe('readDeployments', () => {
  it('reads the same from every format and every spelling', async () => {
    const files = [
      `{"service":"shop","sha":"${sha}","finishedAt":"2026-11-22T10:00:00Z","startedAt":1795341000}`,
      `[{"app":"shop","commitSha":"${sha.toUpperCase()}","finishedDate":"2026-11-22T12:00:00+02:00","startedDate":"2026-11-22T09:50:00Z"}]`,
      `service,commit_sha,finished_at,started_at\nshop,${sha},2026-11-22 10:00:00 UTC,1795341000000\n`,
      `\uFEFFService;Commit;Deployed At;Start;Note\r\nshop;${sha};1795341600;1795341000;"a\r\nb"\r\n`,
      `component\tgit_sha\ttimestamp\tstart_time\nshop\t${sha}\t2026-11-22T10:00Z\t2026-11-22T09:50Z`,
    ]

    const [first, ...others] = await Promise.all(files.map((file) => read(file)))

    expect(first).toEqual({
      rejected: [],
      events: [
        {
          source: 'deployments',
          repository,
          kind: 'deployment',
          id: expect.stringMatching(
            /^deployments:github\.com\/acme\/shop:shop:production:7f3c0e1d9a4b58c26e0f1a2b3c4d5e6f70819203%401795341600000@1795341600000\.06\.[0-9a-f]{12}$/,
          ),
          at: tenOClock,
          deployment: {
            id: `deployments:github.com/acme/shop:shop:production:${sha}%401795341600000`,
            service: 'shop',
            environment: 'production',
            isProduction: true,
            revision: sha,
            createdAt: tenOClock - 600_000,
          },
        },
        step('created', tenOClock - 600_000),
        step('running', tenOClock - 600_000),
        step('succeeded', tenOClock),
      ],
    })
    expect(others).toEqual(others.map(() => first))
  })

  it('counts a line once that stands there twice', async () => {
    const line = `{"sha":"${sha}","finishedAt":"2026-11-22T10:00:00Z"}\n`
    const { events } = await read(line + line)

    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length / 2)
  })

  it('says for each line that is left out where and why', async () => {
    const { events, rejected } = await read(
      [
        'sha,finished_at,result',
        `${sha.slice(0, 7)},2026-11-22T10:00:00Z,`,
        `${sha},2026-11-22T10:00:00,`,
        `${sha},,`,
        `${sha},2026-11-22T10:00:00Z,sideways`,
        ',2026-11-22T10:00:00Z,',
        `=cmd|'/c calc'!A1,2026-11-22T10:00:00Z,`,
      ].join('\n'),
    )

    expect(events).toEqual([])
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'Line 2, column "sha": 7f3c0e1 is an abbreviated commit hash; give all 40 characters; it is left out.',
      'Line 3, column "finished_at": 2026-11-22T10:00:00 names no time zone, and none was given; it is left out.',
      'Line 4, column "finishedAt": there is nothing in it, and no result says that the deployment goes on; it is left out.',
      'Line 5, column "result": "sideways" is none of created, waiting, queued, running, succeeded, failed, cancelled; it is left out.',
      'Line 6, column "sha": there is nothing in it, and a deployment without its commit explains no change; it is left out.',
      'Line 7, column "sha": it holds no commit hash of 40 or 64 hexadecimal characters; it is left out.',
    ])
    expect(rejected[0]).toMatchObject({
      source: 'deployments',
      excerpt: `${sha.slice(0, 7)},2026-11-22T10:00:00Z,`,
      receivedAt,
    })
  })

  it('keeps a deployment whose times contradict one another, without the impossible ones', async () => {
    const { events, rejected } = await read(
      `{"sha":"${sha}","created":"2026-11-22T10:30:00Z","started":"2026-11-22T11:00:00Z","finished":"2026-11-22T10:00:00Z"}`,
    )

    expect(rejected.map(({ reason }) => reason)).toEqual([
      'Line 1, column "started": 2026-11-22T11:00:00.000Z is later than 2026-11-22T10:00:00.000Z, when what follows it had happened; ' +
        'column "created": 2026-11-22T10:30:00.000Z is later than 2026-11-22T10:00:00.000Z, when what follows it had happened; it is kept without that.',
    ])
    expect(stepsOf(events)).toEqual([
      ['created', tenOClock],
      ['succeeded', tenOClock],
    ])
  })

  it('keeps formulas, markup and strange names as text', async () => {
    const { events, rejected } = await read(
      [
        'sha,finished_at,version,__proto__,constructor',
        `${sha},2026-11-22T10:00:00Z,"=HYPERLINK(""http://evil"")",polluted,polluted`,
      ].join('\n'),
    )

    expect(rejected).toEqual([])
    expect(deploymentsOf(events).map(({ name }) => name)).toEqual(['=HYPERLINK("http://evil")'])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it('reads __proto__ in JSON as a column that nobody knows', async () => {
    const { events } = await read(
      `{"__proto__":{"environment":"staging","sha":"${other}"},"sha":"${sha}","finishedAt":1795341600}`,
    )

    expect(deploymentsOf(events).map(({ environment, revision }) => [environment, revision])).toEqual([
      ['production', sha],
    ])
  })

  it('reads times without a zone in the zone that is given', async () => {
    const file = `sha,finished_at\n${sha},2026-11-22 11:00:00\n`
    const { events, rejected } = await read(file, { ...context, zone: getTimeZone('Europe/Berlin') })

    expect(rejected).toEqual([])
    expect(stepsOf(events).at(-1)).toEqual(['succeeded', tenOClock])
  })

  it('fails at once when there is no header', async () => {
    await expect(read(`${sha},2026-11-22T10:00:00Z\n`)).rejects.toThrow(
      expect.objectContaining({
        code: 'RECORDS_COLUMN_MISSING',
        message: `The first line names no column for sha, which every one of the deployments needs; it names "${sha}", "2026-11-22T10:00:00Z".`,
      }),
    )
  })

  it('takes environments for production by their names, unless the record says it', async () => {
    const line = (environment: string, more = ''): string =>
      `{"sha":"${sha}","finishedAt":1795341600,"environment":"${environment}"${more}}\n`
    const { events } = await read(line('PRODUCTION') + line('pre-prod') + line('eu-1', ',"production":true'))

    expect(deploymentsOf(events).map(({ environment, isProduction }) => [environment, isProduction])).toEqual(
      [
        ['production', true],
        ['pre-prod', false],
        ['eu-1', true],
      ],
    )
  })

  it('hides tokens that stand in a line that is left out', async () => {
    const { rejected } = await read(`{"sha":"x","url":"https://me:hunter22@ci.example/"}`)

    expect(rejected.map(({ excerpt }) => excerpt)).toEqual([
      '{"sha":"x","url":"https://[redacted]@ci.example/"}',
    ])
  })

  it('hands on many lines in batches', async () => {
    const lines = Array.from(
      { length: 1_200 },
      (_, place) => `{"sha":"${sha}","finished":${1795341600 - place}}`,
    )
    const batches: number[] = []
    for await (const { events } of readDeployments([lines.join('\n')], context)) batches.push(events.length)

    expect(batches).toEqual([1_500, 1_500, 600])
  })

  const time = fc.oneof(
    fc.integer({ min: Date.UTC(2020, 0, 1), max: receivedAt }),
    fc.constant(''),
    fc.constant('soon'),
    fc.constant('0001-01-01T00:00:00Z'),
  )
  it.prop({
    created: time,
    started: time,
    finished: time,
    result: fc.constantFrom('success', 'failed', 'running', ''),
  })('never tells a step before the one that leads to it', ({ created, started, finished, result }) => {
    const { events, rejected } = deploymentEvents({ sha, created, started, finished, result }, context)

    const times = stepsOf(events).map(([, at]) => at)
    expect(times).toEqual(times.toSorted((left, right) => left - right))
    expect(events.length > 0 || rejected.length > 0).toBe(true)
  })

  it.prop({ value: fc.anything({ withNullPrototype: true }) })(
    'gets over whatever it is given',
    ({ value }) => {
      const { events, rejected } = deploymentEvents(value, context)

      expect(events).toEqual([])
      expect(rejected.length).toBe(1)
    },
  )

  it.prop({ bytes: fc.uint8Array({ max: 127, maxLength: 300 }) })(
    'gets over any bytes',
    async ({ bytes }) => {
      const outcome = await read(new Uint8Array(bytes)).then(
        ({ events }) => events.length,
        (error: unknown) => (error as { readonly code?: string }).code,
      )

      expect([0, 'RECORDS_NOT_TEXT', 'RECORDS_COLUMN_MISSING']).toContain(outcome)
    },
  )
})

describe('deploymentEvents', () => {
  it('takes a deployment that was just recorded to have ended now', () => {
    const { events, rejected } = deploymentEvents({ service: 'shop', sha }, { ...context, isLive: true })

    expect(rejected).toEqual([])
    expect(stepsOf(events)).toEqual([
      ['created', receivedAt],
      ['succeeded', receivedAt],
    ])
  })

  it('joins the beginning and the end that have one id', () => {
    const live = { ...context, isLive: true }
    const begun = deploymentEvents({ sha, id: '4711', result: 'running' }, live)
    const ended = deploymentEvents({ sha, id: '4711' }, { ...live, receivedAt: instant(receivedAt + 60_000) })

    expect(stepsOf([...begun.events, ...ended.events])).toEqual([
      ['created', receivedAt],
      ['running', receivedAt],
      ['created', receivedAt + 60_000],
      ['succeeded', receivedAt + 60_000],
    ])
    expect(new Set(deploymentsOf([...begun.events, ...ended.events]).map(({ id }) => id)).size).toBe(1)
  })

  it('keeps environments apart that one pipeline deploys to', () => {
    const [staging, production] = ['staging', 'production'].flatMap((environment) =>
      deploymentsOf(deploymentEvents({ sha, id: '4711', environment, finished: 1795341600 }, context).events),
    )

    expect([staging?.id, production?.id]).toEqual([
      'deployments:github.com/acme/shop::staging:4711',
      'deployments:github.com/acme/shop::production:4711',
    ])
  })

  it('tells what a deployment carried', () => {
    const { events, rejected } = deploymentEvents(
      { sha, finished: 1795341600, changes: ['#12', '!3', other, '12'], rollback: 'yes', hotfix: true },
      context,
    )

    expect(events.flatMap((event) => (event.kind === 'deployment-changes' ? [event.link] : []))).toEqual([
      {
        deployment: `deployments:github.com/acme/shop::production:${sha}%401795341600000`,
        how: 'listed',
        changes: ['github.com/acme/shop#12', 'github.com/acme/shop!3'],
        revisions: [other],
      },
    ])
    expect(deploymentsOf(events)[0]).toMatchObject({ isRollback: true, isPlanned: false })
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'column "changes": "12" is neither #12, !12, an address of a request nor a commit hash; it is kept without that.',
    ])
  })

  it.each([
    {
      id: '4711',
      createdDate: '2026-11-22T09:40:00+00:00',
      startedDate: '2026-11-22T09:50:00+00:00',
      finishedDate: '2026-11-22T10:00:00+00:00',
      environment: 'PRODUCTION',
      result: 'SUCCESS',
      displayTitle: 'Release 1.8',
      deploymentCommits: [
        { repoUrl: 'https://github.com/acme/shop', refName: 'main', commitSha: sha, commitMsg: 'x' },
        { repoUrl: 'https://github.com/acme/pay', refName: 'main', commitSha: other, startedDate: '' },
      ],
    },
    {
      pipeline_id: '4711',
      create_time: '2026-11-22T09:40:00+00:00',
      start_time: '2026-11-22T09:50:00+00:00',
      end_time: '2026-11-22T10:00:00+00:00',
      environment: 'PRODUCTION',
      result: 'SUCCESS',
      display_title: 'Release 1.8',
      deployment_commits: [
        { repo_url: 'https://github.com/acme/shop', ref_name: 'main', commit_sha: sha },
        { repo_url: 'https://github.com/acme/pay', ref_name: 'main', commit_sha: other },
      ],
    },
  ])('takes DevLake’s webhook as it is, in both of its spellings', (body) => {
    const { events, rejected } = deploymentEvents(body, context)

    expect(rejected).toEqual([])
    expect(events.map(({ repository }) => repository)).toEqual([
      ...Array.from({ length: 4 }, () => 'github.com/acme/shop'),
      ...Array.from({ length: 4 }, () => 'github.com/acme/pay'),
    ])
    expect(deploymentsOf(events)).toEqual(
      [
        ['github.com/acme/shop', sha],
        ['github.com/acme/pay', other],
      ].map(([place, revision]) => ({
        id: `deployments:${place}::production:4711`,
        service: '',
        environment: 'production',
        isProduction: true,
        revision,
        name: 'Release 1.8',
        createdAt: tenOClock - 1_200_000,
      })),
    )
    expect(stepsOf(events).slice(0, 3)).toEqual([
      ['created', tenOClock - 1_200_000],
      ['running', tenOClock - 600_000],
      ['succeeded', tenOClock],
    ])
  })

  it('refuses an address that a browser should not open', () => {
    const { events, rejected } = deploymentEvents(
      { sha, finished: 1795341600, url: 'javascript:alert(1)' },
      context,
    )

    expect(deploymentsOf(events).map(({ url }) => url)).toEqual([undefined])
    expect(rejected.length).toBe(1)
  })

  it('lets the fuller of two records of one deployment win, in whatever order they come', () => {
    const told = { sha, id: '1', finished: 1795341600 }
    const [short, full] = [told, { ...told, name: '1.8', rollback: false }].map(
      (record) => deploymentEvents(record, context).events[0],
    )

    expect(short?.at).toBe(full?.at)
    expect((short?.id ?? '') < (full?.id ?? '')).toBe(true)
  })
})

function step(state: string, at: number): object {
  const deployment = `deployments:github.com/acme/shop:shop:production:${sha}%401795341600000`
  return {
    source: 'deployments',
    repository,
    kind: 'deployment-event',
    id: `${deployment}:${state}@${at}`,
    at,
    event: { deployment, state, at },
  }
}

function stepsOf(events: readonly DeliveryEvent[]): readonly (readonly [string, number])[] {
  return events.flatMap((event) =>
    event.kind === 'deployment-event' ? [[event.event.state, event.event.at] as const] : [],
  )
}

function deploymentsOf(
  events: readonly DeliveryEvent[],
): readonly Extract<DeliveryEvent, { kind: 'deployment' }>['deployment'][] {
  return events.flatMap((event) => (event.kind === 'deployment' ? [event.deployment] : []))
}

async function read(
  file: string | Uint8Array,
  how: Parameters<typeof readDeployments>[1] = context,
): Promise<{ readonly events: readonly DeliveryEvent[]; readonly rejected: readonly RejectedRecord[] }> {
  const events: DeliveryEvent[] = []
  const rejected: RejectedRecord[] = []
  for await (const batch of readDeployments([file], how)) {
    events.push(...batch.events)
    rejected.push(...batch.rejected)
  }
  return { events, rejected }
}
