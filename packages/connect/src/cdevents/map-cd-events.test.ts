import { fc, it as propertyTest } from '@fast-check/vitest'
import { instant, repositoryName, type DeliveryEvent } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import type { CloudEvent } from './cloud-event.ts'
import { mapCdEvents, subjectsOf, type MappedCdEvents } from './map-cd-events.ts'
import type { Steps } from './subject-memory.ts'
import type { CdEventContext } from './told.ts'

const sha = 'a'.repeat(40)
const start = Date.UTC(2026, 10, 22, 10)
const receivedAt = instant(start + 3_600_000)

describe('mapCdEvents', () => {
  describe('reads each version of the specification', () => {
    // What differs: the name of the version in the context, a type in the subject, `url` before `uri`, links.
    const versions = {
      '0.3': {
        context: { version: '0.3.0' },
        subject: { type: 'pipelineRun' },
        type: '0.1.1',
        address: 'url',
      },
      '0.4': {
        context: { version: '0.4.1' },
        subject: { type: 'pipelineRun' },
        type: '0.2.0',
        address: 'uri',
      },
      '0.5': { context: { specversion: '0.5.1' }, subject: {}, type: '0.3.0', address: 'uri' },
      'a later one': {
        context: { specversion: '0.9.0-draft' },
        subject: { moods: ['new'] },
        type: '0.7.3-draft',
        address: 'uri',
      },
    }
    it.each(Object.entries(versions))('%s', (_, { context, subject, type, address }) => {
      const step = (predicate: string, minute: number, content: object): CloudEvent => ({
        id: predicate,
        source: '/ci',
        type: `dev.cdevents.pipelinerun.${predicate}.${type}`,
        data: {
          context: {
            ...context,
            id: predicate,
            source: '/ci',
            type: 'ignored',
            timestamp: new Date(start + minute * 60_000).toISOString(),
          },
          subject: {
            id: '7',
            source: '/ci/main',
            ...subject,
            content: { pipelineName: 'build', [address]: 'https://ci.acme.io/7', ...content },
          },
          customData: { revision: sha, branch: 'main', surprise: { deep: [1] } },
        },
      })

      const { events } = map([
        step('queued', 0, {}),
        step('started', 1, {}),
        step('finished', 5, { outcome: 'failure' }),
      ])

      expect(events.map(({ kind }) => kind)).toEqual(['ci-run', 'ci-run', 'ci-run'])
      expect(latest(events)).toMatchObject({
        source: 'cdevents',
        repository: 'github.com/acme/shop',
        at: start + 300_000,
        run: {
          id: 'cdevents:%2Fci%2Fmain/7:1',
          nativeId: '%2Fci%2Fmain/7',
          attempt: 1,
          pipeline: 'build',
          trigger: 'other',
          revision: sha,
          branch: 'main',
          changes: [],
          createdAt: start,
          startedAt: start + 60_000,
          finishedAt: start + 300_000,
          outcome: 'failed',
          url: 'https://ci.acme.io/7',
        },
      })
    })
  })

  it('tells what happens to changes, on GitHub and on GitLab', () => {
    const { events } = map([
      cdEvent('change.created', { id: '12' }),
      cdEvent('change.reviewed', { id: 'https://github.com/acme/shop/pull/12' }, { minute: 1 }),
      cdEvent(
        'change.merged',
        { id: '7', content: { repository: { id: 'acme/shop', source: 'https://gitlab.acme.io' } } },
        { minute: 2 },
      ),
    ])

    expect(events).toMatchObject([
      {
        kind: 'change-event',
        event: { change: 'github.com/acme/shop#12', kind: 'opened', at: start, isAuthor: true },
      },
      {
        kind: 'change-event',
        event: { change: 'github.com/acme/shop#12', kind: 'reviewed', isAuthor: false },
      },
      {
        repository: 'gitlab.acme.io/acme/shop',
        event: { change: 'gitlab.acme.io/acme/shop!7', kind: 'merged' },
      },
    ])
  })

  it('links a run to the change whose event it names as its cause', () => {
    const links = [
      { linkType: 'RELATION', linkKind: 'TRIGGER', target: { contextId: 'change.merged-0' } },
      { linkType: 7 },
    ]
    const { events } = map([
      cdEvent('change.merged', { id: '12' }),
      cdEvent(
        'pipelinerun.started',
        { id: '7', content: { pipelineName: 'build' } },
        { minute: 1, links, custom: { sha } },
      ),
    ])

    expect(latest(events)).toMatchObject({
      run: { changes: ['github.com/acme/shop#12'], trigger: 'change', createdAt: start + 60_000 },
    })
  })

  it('takes the commit of a task from its run, whichever comes first', () => {
    const task = cdEvent(
      'taskrun.finished',
      { id: 't', content: { taskName: 'test', outcome: 'success', pipelineRun: { id: '7' } } },
      { minute: 4 },
    )
    const run = cdEvent(
      'pipelinerun.started',
      { id: '7', content: { pipelineName: 'build' } },
      { minute: 1, custom: { commit: sha } },
    )

    const [inOrder, reversed] = [map([run, task]), map([task, run])]

    const job = {
      id: 'cdevents:%2Fci/t',
      run: 'cdevents:%2Fci/7:1',
      attempt: 1,
      name: 'test',
      revision: sha,
      finishedAt: start + 240_000,
      outcome: 'succeeded',
      labels: [],
    }
    expect(factsOf(inOrder)).toEqual(factsOf(reversed))
    expect(factsOf(inOrder)).toContainEqual(expect.objectContaining({ kind: 'ci-job', job }))
    expect([inOrder.waiting, reversed.waiting]).toEqual([0, 1])
  })

  it('tells deployments, and that one put an older version back', () => {
    const artifactId = `pkg:oci/shop@sha256%3A${'0'.repeat(63)}1?vcs_url=${encodeURIComponent(`git+https://github.com/acme/shop@${sha}`)}`
    const content = { environment: { id: 'Prod-EU' }, artifactId }
    const { events } = map([
      cdEvent('service.deployed', { id: 'api', content }, { custom: { change: 12, name: 'v1' } }),
      cdEvent('service.rolledback', { id: 'api', content }, { minute: 9 }),
    ])

    expect(events).toMatchObject([
      {
        kind: 'deployment',
        deployment: {
          id: 'cdevents:api:%2Fci:service.deployed-0',
          service: 'api',
          environment: 'prod-eu',
          isProduction: true,
          revision: sha,
          name: 'v1',
          createdAt: start,
        },
      },
      { kind: 'deployment-event', event: { state: 'succeeded', at: start } },
      { kind: 'deployment-changes', link: { changes: ['github.com/acme/shop#12'], how: 'listed' } },
      { kind: 'deployment', deployment: { isRollback: true, service: 'api' } },
      { kind: 'deployment-event', event: { state: 'succeeded', at: start + 540_000 } },
    ])
  })

  it('tells an incident from its detection to its end, and takes no running version for its cause', () => {
    const place = {
      environment: { id: 'prod' },
      service: { id: 'api' },
      artifactId: `pkg:github/acme/shop@${sha}`,
    }
    const { events, waiting } = map([
      cdEvent(
        'incident.resolved',
        { id: 'i', content: { ...place, description: 'It is over' } },
        { minute: 30 },
      ),
      cdEvent(
        'incident.reported',
        { id: 'i', content: { ...place, ticketURI: 'https://tickets.acme.io/1' } },
        { minute: 3 },
      ),
      cdEvent(
        'incident.detected',
        { id: 'i', content: { ...place, description: 'Slow' } },
        { minute: 1, custom: { severity: 'high' } },
      ),
    ])

    expect(waiting).toBe(1)
    expect(latest(events)).toMatchObject({
      kind: 'incident',
      incident: {
        id: 'cdevents:%2Fci/i',
        service: 'api',
        title: 'Slow',
        openedAt: start + 60_000,
        resolvedAt: start + 1_800_000,
        severity: 'high',
        url: 'https://tickets.acme.io/1',
      },
    })
    expect(latest(events)).not.toHaveProperty('incident.revision')
  })

  it('tells the wait for an approval where it says of which deployment', () => {
    const custom = { deployment: 'github:api:9' }
    const mapped = map([
      cdEvent('approval.created', { id: 'a' }, { custom }),
      cdEvent('approval.closed', { id: 'a', content: { status: 'approved' } }, { minute: 5, custom }),
      cdEvent('approval.closed', { id: 'b', content: { status: 'rejected' } }, { minute: 6, custom }),
      cdEvent('approval.created', { id: 'c' }),
    ])

    expect(
      mapped.events.map((event) => (event.kind === 'deployment-event' ? event.event.state : '')),
    ).toEqual(['waiting', 'queued', 'cancelled'])
    expect(mapped.unused).toEqual({ 'approval.created': 1 })
  })

  it('tells the results of tests', () => {
    const testCase = { id: 'cart-1', name: 'adds an item' }
    const { testResults } = map([
      cdEvent('testcaserun.started', { id: 'r', content: { testCase } }, { custom: { sha } }),
      cdEvent(
        'testcaserun.finished',
        { id: 'r', content: { testCase, outcome: 'failure', environment: { id: 'ci' } } },
        { minute: 1, custom: { sha } },
      ),
      cdEvent('testcaserun.skipped', { id: 's', content: { testCase } }, { custom: { sha } }),
    ])

    expect(testResults).toMatchObject([
      {
        id: 'cdevents:/ci:testcaserun.finished-1',
        test: '\u0000cart-1\u0000adds an item',
        outcome: 'failed',
        duration: 60_000,
        attempts: 1,
        revision: sha,
      },
      { outcome: 'skipped' },
    ])
  })

  it('counts what it knows and has no use for', () => {
    const kinds = [
      'artifact.packaged',
      'artifact.published',
      'artifact.published',
      'environment.created',
      'service.removed',
      'ticket.closed',
      'changewindow.opened',
      'testsuiterun.finished',
      'branch.created',
    ]
    const mapped = map(kinds.map((kind) => cdEvent(kind, { id: 'x' })))

    expect([mapped.events, mapped.rejected]).toEqual([[], []])
    expect(mapped.unused).toEqual({
      'artifact.packaged': 1,
      'artifact.published': 2,
      'environment.created': 1,
      'service.removed': 1,
      'ticket.closed': 1,
      'changewindow.opened': 1,
      'testsuiterun.finished': 1,
      'branch.created': 1,
    })
  })

  it('sets aside what it cannot use, with the reason and without secrets', () => {
    const foreign: CloudEvent = {
      id: '1',
      source: 'https://user:secret@acme.io',
      type: 'com.acme.thing',
      data: {},
    }
    const { rejected } = map([
      foreign,
      { ...cdEvent('change.merged', { id: '1' }), data: 'nonsense' },
      { ...cdEvent('change.merged', { id: '1' }), time: 'yesterday' },
      cdEvent('change.merged', { id: 'feature-branch' }),
      cdEvent('service.deployed', {
        id: 'api',
        content: { environment: { id: 'prod' }, artifactId: `pkg:oci/shop@sha256%3A${'b'.repeat(64)}` },
      }),
      cdEvent('pipelinerun.started', { id: '7' }),
      cdEvent('mood.changed', { id: '7' }),
      cdEvent('change.merged', { id: '1', content: { repository: { id: 'nowhere' } } }),
      cdEvent('testcaserun.finished', { id: 'r' }),
    ])

    expect(rejected.map(({ reason }) => reason)).toEqual([
      'Its type is none of CDEvents, such as dev.cdevents.service.deployed.0.3.0.',
      'Its data has no context and subject, as a CDEvent has.',
      'Its timestamp cannot be used: "yesterday" is no time in ISO 8601, such as 2026-11-22T10:00:00Z.',
      'It names no change by a number or by the address of a request.',
      'It names no commit: put the full hash into customData.revision, or give a package URL that names it.',
      'It names no commit: put the full hash into customData.revision, or give a package URL that names it.',
      'CDEvents of the kind mood.changed are not known here.',
      'It names no repository as host/path.',
      'It says neither which test ran nor how it ended.',
    ])
    expect(JSON.stringify(rejected)).not.toContain('secret')
  })

  it('survives fields of any type and names of prototypes', () => {
    const hostile = JSON.parse(
      `{"context":{"timestamp":"${new Date(start).toISOString()}","links":{"__proto__":1}},"subject":{"id":"__proto__","source":"constructor","content":{"pipelineName":{"a":1},"outcome":7,"__proto__":{"polluted":1}}},"customData":{"__proto__":{"revision":"${sha}"},"sluice":7,"attempt":"-3","changes":"x"}}`,
    )
    const mapped = map([
      { id: '__proto__', source: '__proto__', type: 'dev.cdevents.pipelinerun.started.0.3.0', data: hostile },
    ])

    expect(mapped.rejected).toHaveLength(1)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  const story: readonly CloudEvent[] = [
    cdEvent('change.created', { id: '12' }),
    cdEvent(
      'pipelinerun.queued',
      { id: '7', content: { pipelineName: 'build' } },
      { minute: 1, custom: { sha } },
    ),
    cdEvent('pipelinerun.started', { id: '7', content: { pipelineName: 'build' } }, { minute: 2 }),
    cdEvent(
      'taskrun.started',
      { id: 't', content: { taskName: 'test', pipelineRun: { id: '7' } } },
      { minute: 2 },
    ),
    cdEvent(
      'taskrun.finished',
      { id: 't', content: { outcome: 'success', pipelineRun: { id: '7' } } },
      { minute: 4 },
    ),
    cdEvent('pipelinerun.finished', { id: '7', content: { outcome: 'success' } }, { minute: 4 }),
    cdEvent(
      'service.deployed',
      { id: 'api', content: { environment: { id: 'prod' } } },
      { minute: 6, custom: { sha } },
    ),
    cdEvent(
      'incident.detected',
      { id: 'i', content: { environment: { id: 'prod' }, description: 'Slow' } },
      { minute: 8 },
    ),
    cdEvent('incident.resolved', { id: 'i', content: { environment: { id: 'prod' } } }, { minute: 9 }),
  ]
  propertyTest.prop(
    {
      order: fc.shuffledSubarray([...story.keys()], { minLength: story.length }),
      repeats: fc.array(fc.nat(story.length - 1), { maxLength: 9 }),
      cut: fc.nat(story.length),
    },
    { seed: 11 },
  )(
    'gives the same facts for every order of arrival, however often, in one delivery or in several',
    ({ order, repeats, cut }) => {
      const arriving = [...order, ...repeats].flatMap((at) => story[at] ?? [])
      const context = contextOf(new Map())
      const first = mapCdEvents(arriving.slice(0, cut), context)
      const second = mapCdEvents(arriving.slice(cut), context)

      expect(factsOf({ ...second, events: [...first.events, ...second.events] })).toEqual(factsOf(map(story)))
    },
  )
})

describe('subjectsOf', () => {
  it('names all that mapping reads from the memory', () => {
    const events = [
      cdEvent(
        'taskrun.finished',
        { id: 't', content: { pipelineRun: { id: '7' } } },
        { links: [{ linkType: 'RELATION', target: { contextId: 'e' } }] },
      ),
      cdEvent('pipelinerun.started', { id: '8' }, { custom: { sha } }),
    ]
    const asked = new Set<string>()
    const kept = new Map<string, Steps>()
    mapCdEvents(events, {
      ...contextOf(kept),
      memory: {
        get: (subject) => {
          asked.add(subject)
          return kept.get(subject)
        },
        set: (subject, steps) => kept.set(subject, steps),
      },
    })
    const named = subjectsOf(events, receivedAt)

    expect([...asked].filter((subject) => !named.includes(subject))).toEqual([])
  })
})

interface Extras {
  readonly minute?: number
  readonly custom?: object
  readonly links?: readonly object[]
}

function cdEvent(kind: string, subject: object, { minute = 0, custom = {}, links }: Extras = {}): CloudEvent {
  const id = `${kind}-${minute}`
  return {
    id,
    source: '/ci',
    type: `dev.cdevents.${kind}.0.3.0`,
    time: new Date(start + minute * 60_000).toISOString(),
    data: {
      context: { specversion: '0.5.1', id, source: '/ci', ...(links === undefined ? {} : { links }) },
      subject,
      customData: custom,
    },
  }
}

function map(events: readonly CloudEvent[]): MappedCdEvents {
  return mapCdEvents(events, contextOf(new Map()))
}

function contextOf(memory: CdEventContext['memory']): CdEventContext {
  return { repository: repositoryName('github.com/acme/shop'), receivedAt, memory }
}

function latest(events: readonly DeliveryEvent[]): DeliveryEvent | undefined {
  return [...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).at(-1)
}

/** As the ledger keeps them: of each subject the event with the later time, then the greater id. */
function factsOf({ events }: MappedCdEvents): readonly DeliveryEvent[] {
  const facts = new Map<string, DeliveryEvent>()
  for (const event of events) {
    const key = event.id.replace(/@[^@]*$/, '')
    facts.set(key, latest([event, ...(facts.has(key) ? [facts.get(key) ?? event] : [])]) ?? event)
  }
  return [...facts.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}
