import { fc, it as propertyTest } from '@fast-check/vitest'
import { instant, repositoryName, SluiceError } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { mapTraces, type MappedTraces } from './map-traces.ts'
import { readOtlpTraces } from './otlp-traces.ts'

const sha = 'a'.repeat(40)
const start = Date.UTC(2026, 10, 22, 10)

describe('mapTraces', () => {
  it('reads runs and tasks named by the semantic conventions', () => {
    const resource = {
      'cicd.pipeline.name': 'build',
      'cicd.pipeline.run.id': '77',
      'cicd.pipeline.run.url.full': 'https://user:pass@ci.acme.io/77',
      'vcs.repository.url.full': 'https://github.com/Acme/Shop',
      'vcs.ref.head.revision': sha,
      'vcs.ref.head.name': 'feature',
      'vcs.change.id': '12',
      'vcs.provider.name': 'github',
    }
    const { events, rejected, unused } = map(resource, [
      span('01', { end: 10, attributes: { 'cicd.pipeline.result': 'timeout' } }),
      span('02', {
        parent: '01',
        begin: 1,
        end: 9,
        attributes: {
          'cicd.pipeline.task.name': 'test',
          'cicd.pipeline.task.run.id': 't/1',
          'cicd.pipeline.task.run.result': 'failure',
          'cicd.worker.tags': ['linux', 'big'],
        },
      }),
      span('03', {
        parent: '02',
        begin: 2,
        end: 3,
        attributes: { 'cicd.pipeline.task.name': 'step', 'cicd.pipeline.task.run.id': '2' },
      }),
      span('04', { parent: '02', attributes: { 'http.route': '/' } }),
    ])

    expect([rejected, unused]).toEqual([[], 2])
    expect(events).toEqual([
      {
        kind: 'ci-run',
        id: expect.stringMatching(/^otel:run:otel:github\.com\/acme\/shop:77:1@\d+\.\d+\.[0-9a-f]{12}$/),
        source: 'otel',
        repository: 'github.com/acme/shop',
        at: start + 600_000,
        run: {
          id: 'otel:github.com/acme/shop:77:1',
          nativeId: '77',
          attempt: 1,
          pipeline: 'build',
          trigger: 'change',
          revision: sha,
          branch: 'feature',
          changes: ['github.com/acme/shop#12'],
          createdAt: start,
          finishedAt: start + 600_000,
          outcome: 'timed-out',
          url: 'https://[redacted]@ci.acme.io/77',
        },
      },
      {
        kind: 'ci-job',
        id: expect.stringContaining('otel:job:'),
        source: 'otel',
        repository: 'github.com/acme/shop',
        at: start + 540_000,
        job: {
          id: 'otel:github.com/acme/shop:77:1/t%2F1',
          run: 'otel:github.com/acme/shop:77:1',
          attempt: 1,
          name: 'test',
          revision: sha,
          startedAt: start + 60_000,
          finishedAt: start + 540_000,
          outcome: 'failed',
          labels: ['linux', 'big'],
        },
      },
    ])
  })

  it("reads the GitHub receiver: numbers as ids, older names, attempts, and a job's wait as a span below it", () => {
    const common = {
      'cicd.pipeline.name': 'CI',
      'cicd.pipeline.run.id': 9876543210123,
      'vcs.vendor.name': 'github',
      'vcs.ref.head': 'main',
      'vcs.ref.head.revision': sha,
    }
    const run = map(
      {
        ...common,
        'cicd.pipeline.run.status': 'success',
        'cicd.pipeline.run.previous_attempt.url.full':
          'https://github.com/acme/shop/actions/runs/1/attempts/2',
      },
      [span('01', { end: 5, status: 1 })],
    )
    const job = map(
      {
        ...common,
        'cicd.pipeline.task.run.id': 55,
        'cicd.pipeline.task.name': 'unit',
        'github.workflow.run.attempt': 3,
      },
      [
        span('02', { parent: '01', end: 5, status: 2 }),
        span('03', { parent: '02', end: 2, attributes: { 'cicd.pipeline.run.queue.duration': 1.2e11 } }),
        span('04', {
          parent: '02',
          begin: 2,
          attributes: { 'cicd.pipeline.task.name': 'checkout', 'cicd.pipeline.run.task.status': 'success' },
        }),
      ],
    )

    expect(run.events).toMatchObject([
      {
        run: {
          id: 'otel:github.com/acme/shop:9876543210123:3',
          attempt: 3,
          branch: 'main',
          outcome: 'succeeded',
          trigger: 'other',
        },
      },
    ])
    expect(job.events).toMatchObject([
      {
        job: {
          run: 'otel:github.com/acme/shop:9876543210123:3',
          name: 'unit',
          queuedAt: start,
          startedAt: start + 120_000,
          finishedAt: start + 300_000,
          outcome: 'failed',
        },
      },
    ])
    expect(job.unused).toBe(2)
  })

  it('reads the GitLab receiver: jobs below stages, their wait in seconds, and what started a pipeline', () => {
    const resource = {
      'cicd.pipeline.run.id': 31,
      'vcs.repository.url.full': 'https://gitlab.acme.io/team/shop',
      'vcs.ref.head.revision': sha,
      'vcs.change.id': '7',
    }
    const { events } = map(resource, [
      span('01', {
        name: 'Merge pipeline',
        end: 9,
        status: 2,
        attributes: { 'gitlab.pipeline.source': 'merge_request_event' },
      }),
      span('02', { name: 'test', parent: '01', end: 9 }),
      span('03', {
        parent: '02',
        begin: 1,
        end: 9,
        attributes: {
          'cicd.pipeline.task.run.id': 8,
          'cicd.pipeline.task.name': 'unit',
          'cicd.pipeline.task.run.result': 'canceled',
          'gitlab.job.queued_duration': 12.5,
        },
      }),
    ])

    expect(events).toMatchObject([
      {
        run: {
          pipeline: 'Merge pipeline',
          trigger: 'change',
          changes: ['gitlab.acme.io/team/shop!7'],
          outcome: 'failed',
        },
      },
      {
        job: {
          name: 'unit',
          queuedAt: start + 47_500,
          startedAt: start + 60_000,
          outcome: 'cancelled',
          labels: [],
        },
      },
    ])
  })

  it('reads the Jenkins plugin where the commit is given beside it', () => {
    const { events, unused } = map({ 'vcs.ref.head.revision': sha }, [
      span('01', {
        name: 'BUILD shop/main',
        end: 4,
        attributes: {
          'ci.pipeline.id': 'shop/main',
          'ci.pipeline.name': 'shop » main',
          'ci.pipeline.run.number': 42,
          'ci.pipeline.run.result': 'UNSTABLE',
          'ci.pipeline.run.url': 'https://jenkins.acme.io/42',
        },
      }),
      span('02', {
        parent: '01',
        name: 'Stage: test',
        attributes: { 'jenkins.pipeline.step.type': 'stage' },
      }),
    ])

    expect(unused).toBe(1)
    expect(events).toMatchObject([
      {
        run: {
          id: 'otel:github.com/acme/shop:shop%2Fmain/42:1',
          pipeline: 'shop » main',
          outcome: 'failed',
          url: 'https://jenkins.acme.io/42',
        },
      },
    ])
  })

  it('takes ids in base64 for the same as in hexadecimal, and times that are numbers for those that are text', () => {
    const resource = { 'cicd.pipeline.run.id': '1', 'vcs.ref.head.revision': sha }
    const attributes = { 'cicd.pipeline.task.run.id': '2' }
    const hexadecimal = map(resource, [
      span('00000000000000a1'),
      span('00000000000000a2', { parent: '00000000000000a1', attributes }),
    ])
    const plain = request(resource, [
      span('AAAAAAAAAKE='),
      span('AAAAAAAAAKI=', { parent: 'AAAAAAAAAKE=', attributes }),
    ])

    expect(mapTraces(readOtlpTraces(plain.replaceAll(/"(\d{19})"/g, '$1')), context)).toEqual(hexadecimal)
    expect(hexadecimal.events.map(({ kind }) => kind)).toEqual(['ci-run', 'ci-job'])
  })

  it('takes no run for finished before its end is known, nor its end for before its start', () => {
    const resource = { 'cicd.pipeline.run.id': '1', 'vcs.ref.head.revision': sha }

    expect(map(resource, [span('01', { end: undefined, status: 1 })]).events).toMatchObject([
      { at: start, run: { createdAt: start } },
    ])
    const backwards = map(resource, [span('01', { begin: 5, end: 1, status: 1 })]).events[0]
    expect(backwards).not.toHaveProperty('run.finishedAt')
    expect(backwards).not.toHaveProperty('run.outcome')
  })

  it('sets aside runs without a commit or with an impossible repository, and spans without id or start', () => {
    const { events, rejected } = map({ 'cicd.pipeline.run.id': '1' }, [
      span('01'),
      { ...span('02'), spanId: '' },
      7,
    ])
    const nowhere = map(
      { 'cicd.pipeline.run.id': '1', 'vcs.repository.url.full': 'somewhere', 'vcs.ref.head.revision': sha },
      [span('01')],
    )

    expect(events).toEqual([])
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'It names no commit: vcs.ref.head.revision must be the full hash.',
      '2 spans have no id or no start.',
    ])
    expect(nowhere.rejected.map(({ reason }) => reason)).toEqual([
      'Its repository is not given as host/path.',
    ])
    const lost = map({ 'vcs.ref.head.revision': sha }, [
      span('01', { attributes: { 'cicd.pipeline.task.run.id': '1' } }),
    ])
    expect(lost.rejected.map(({ reason }) => reason)).toEqual([
      'It names no run: cicd.pipeline.run.id is missing.',
    ])
  })

  it('has no use for spans that are no CI', () => {
    expect(map({ 'service.name': 'shop' }, [span('01'), span('02', { parent: '01' })])).toEqual({
      events: [],
      rejected: [],
      unused: 2,
    })
  })

  propertyTest.prop({ order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }) }, { seed: 31 })(
    'gives the same events in whatever order spans come, and again when they come again',
    ({ order }) => {
      const resource = { 'cicd.pipeline.run.id': '1', 'vcs.ref.head.revision': sha }
      const spans = [
        span('01', { end: 9, attributes: { 'cicd.pipeline.result': 'success' } }),
        span('02', { parent: '01', attributes: { 'cicd.pipeline.task.run.id': '2' } }),
        span('03', { parent: '02', attributes: { 'cicd.pipeline.task.run.id': '3' } }),
        span('04', { parent: '03', attributes: { 'cicd.pipeline.task.run.id': '4' } }),
      ]

      const shuffled = map(
        resource,
        order.flatMap((at) => spans[at] ?? []),
      )

      expect([...shuffled.events].sort(byId)).toEqual([...map(resource, spans).events].sort(byId))
      expect(shuffled.unused).toBe(2)
    },
  )

  it('survives spans that are their own ancestors', () => {
    const attributes = { 'cicd.pipeline.task.run.id': '1' }
    const circle = [
      span('01', { parent: '03' }),
      span('02', { parent: '01', attributes }),
      span('03', { parent: '02' }),
    ]

    expect(map({ 'cicd.pipeline.run.id': '1', 'vcs.ref.head.revision': sha }, circle).events).toHaveLength(1)
  })
})

describe('readOtlpTraces', () => {
  it('refuses what is no export request, and what is too much', () => {
    for (const body of ['', '[]', '{}', '{"resourceSpans":7}', 'null', '['.repeat(100_000)]) {
      expect([body.slice(0, 30), codeOf(() => readOtlpTraces(body))]).toEqual([
        body.slice(0, 30),
        'OTLP_UNREADABLE',
      ])
    }
    expect(codeOf(() => readOtlpTraces(' '.repeat(16 * 1_024 * 1_024 + 1)))).toBe('OTLP_TOO_LARGE')
    const many = `{"resourceSpans":[{"scopeSpans":[{"spans":[${'0,'.repeat(100_000)}0]}]}]}`
    expect(codeOf(() => readOtlpTraces(many))).toBe('OTLP_TOO_LARGE')
  })

  it('reads an empty request', () => {
    expect(readOtlpTraces('{"resourceSpans":[]}')).toEqual({ resources: [], broken: 0 })
    expect(readOtlpTraces('{"resourceSpans":[{},{"scopeSpans":[{}]}]}')).toEqual({
      resources: [[], []],
      broken: 0,
    })
  })

  it('survives fields of any type and names of prototypes', () => {
    const depth = 100_000
    const nested = `{"kvlistValue":${'['.repeat(depth)}${']'.repeat(depth)}}`
    const body = `{"resourceSpans":[{"resource":{"attributes":[{"key":"__proto__","value":{"stringValue":"x"}},{"key":"a","value":${nested}}]},"scopeSpans":[{"spans":[{"spanId":"00000000000000a1","startTimeUnixNano":"1795341600000000000","attributes":{"__proto__":{"polluted":1}},"status":[]}]}]}]}`

    const { resources } = readOtlpTraces(body)

    expect(resources[0]?.[0]?.resource.get('__proto__')).toBe('x')
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

const context = { repository: repositoryName('github.com/acme/shop'), receivedAt: instant(start) }

interface SpanOptions {
  readonly name?: string
  readonly parent?: string
  /** Minutes after the start. */
  readonly begin?: number
  readonly end?: number | undefined
  readonly status?: number
  readonly attributes?: Readonly<Record<string, unknown>>
}

function span(id: string, options: SpanOptions = {}): object {
  const { name = 'span', parent, begin = 0, status, attributes = {} } = options
  const end = 'end' in options ? options.end : begin + 1
  return {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: wholeId(id),
    ...(parent === undefined ? {} : { parentSpanId: wholeId(parent) }),
    name,
    kind: 2,
    startTimeUnixNano: nanoseconds(begin),
    ...(end === undefined ? {} : { endTimeUnixNano: nanoseconds(end) }),
    attributes: attributeList(attributes),
    ...(status === undefined ? {} : { status: { code: status } }),
  }
}

function wholeId(id: string): string {
  return id.length > 2 ? id : id.padStart(16, '0')
}

function nanoseconds(minutes: number): string {
  return `${BigInt(start + minutes * 60_000) * 1_000_000n}`
}

function attributeList(attributes: Readonly<Record<string, unknown>>): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }))
}

function valueOf(value: unknown): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } }
  if (Number.isInteger(value)) return { intValue: String(value) }
  return typeof value === 'number' ? { doubleValue: value } : { stringValue: value }
}

function request(resource: Readonly<Record<string, unknown>>, spans: readonly unknown[]): string {
  return JSON.stringify({
    resourceSpans: [
      { resource: { attributes: attributeList(resource) }, scopeSpans: [{ scope: { name: 'ci' }, spans }] },
    ],
  })
}

function map(resource: Readonly<Record<string, unknown>>, spans: readonly unknown[]): MappedTraces {
  return mapTraces(readOtlpTraces(request(resource, spans)), context)
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work()
    return undefined
  } catch (caught) {
    return caught instanceof SluiceError ? caught.code : String(caught)
  }
}
