import { fc, it as propertyTest } from '@fast-check/vitest'
import {
  changeEventKinds,
  changeId,
  ciOutcomes,
  ciRunId,
  ciTriggers,
  deploymentId,
  eventId,
  incidentId,
  instant,
  repositoryName,
  revision,
  serviceId,
  type ChangeEvent,
  type CiRun,
  type DeliveryEvent,
  type DeploymentRecord,
  type EventHeader,
  type Incident,
} from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { readCloudEvents } from './cloud-event.ts'
import { mapCdEvents } from './map-cd-events.ts'
import { toCdEvents, type StructuredCdEvent } from './to-cd-events.ts'

const repository = repositoryName('github.com/acme/shop')
const start = Date.UTC(2026, 10, 22, 10)
const receivedAt = instant(start + 1e9)
const header: EventHeader = {
  id: eventId('github:acme/shop:x'),
  source: 'github',
  repository,
  at: instant(start),
}

const moment = fc.integer({ min: 0, max: 1e8 }).map((after) => instant(start + after))
const commit = fc.stringMatching(/^[0-9a-f]{39}[1-9a-f]$/).map(revision)
const word = fc.stringMatching(/^[A-Za-z0-9ü /#&<"-]{0,20}[a-z]$/)
const url = fc.constantFrom('https://ci.acme.io/1', 'http://localhost/x?y=1')

const aRun: fc.Arbitrary<CiRun> = fc
  .record(
    {
      native: fc.nat(),
      attempt: fc.integer({ min: 1, max: 9 }),
      pipeline: word,
      trigger: fc.constantFrom(...ciTriggers),
      revision: commit,
      branch: word,
      changes: fc.uniqueArray(
        fc.integer({ min: 1, max: 99 }).map((number) => changeId(`github.com/acme/shop#${number}`)),
        { maxLength: 2 },
      ),
      times: fc.array(moment, { minLength: 3, maxLength: 3 }),
      steps: fc.constantFrom(1, 2, 3),
      outcome: fc.constantFrom(...ciOutcomes),
      url,
    },
    {
      requiredKeys: [
        'native',
        'attempt',
        'pipeline',
        'trigger',
        'revision',
        'changes',
        'times',
        'steps',
        'outcome',
      ],
    },
  )
  .map(({ native, times, steps, outcome, ...run }) => {
    const [createdAt = instant(start), startedAt = createdAt, finishedAt = startedAt] = [...times].sort(
      (a, b) => a - b,
    )
    return {
      ...run,
      id: ciRunId(`github:${native}:${run.attempt}`),
      nativeId: String(native),
      createdAt,
      ...(steps > 1 ? { startedAt } : {}),
      ...(steps > 2 ? { finishedAt, outcome } : {}),
    }
  })

const aDeployment: fc.Arbitrary<DeploymentRecord> = fc.record(
  {
    id: fc.nat().map((native) => deploymentId(`github:api:${native}`)),
    service: fc.constantFrom('', 'api', 'web/front').map(serviceId),
    environment: fc.constantFrom('production', 'staging', 'prod-eu'),
    isProduction: fc.boolean(),
    revision: commit,
    name: word,
    createdAt: moment,
    isRollback: fc.boolean(),
    isPlanned: fc.boolean(),
    url,
  },
  { requiredKeys: ['id', 'service', 'environment', 'isProduction', 'revision', 'createdAt'] },
)

const anIncident: fc.Arbitrary<Incident> = fc
  .record(
    {
      id: word.map((native) => incidentId(`incidents:${native}`)),
      service: fc.constantFrom('', 'api').map(serviceId),
      title: word,
      openedAt: moment,
      lasts: fc.nat(1e6),
      severity: word,
      url,
      deployment: fc.constant(deploymentId('github:api:9')),
      revision: commit,
    },
    { requiredKeys: ['id', 'service', 'title', 'openedAt'] },
  )
  .map(({ lasts, ...incident }) =>
    lasts === undefined ? incident : { ...incident, resolvedAt: instant(incident.openedAt + lasts) },
  )

const toldKinds = changeEventKinds.filter(
  (kind) => !['drafted', 'readied', 'review-requested', 'enqueued', 'dequeued', 'reopened'].includes(kind),
)
const aChangeEvent: fc.Arbitrary<ChangeEvent> = fc.record(
  {
    change: fc.constantFrom('github.com/acme/shop#12', 'gitlab.acme.io/group/sub/shop!7').map(changeId),
    kind: fc.constantFrom(...toldKinds),
    at: moment,
    actor: fc.record({ name: word, kind: fc.constantFrom('person', 'bot', 'ai-reviewer') }),
    isAuthor: fc.boolean(),
    revision: commit,
  },
  { requiredKeys: ['change', 'kind', 'at', 'isAuthor'] },
)

describe('toCdEvents', () => {
  it('writes a structured CloudEvent that names the version of CDEvents', () => {
    const deployment: DeploymentRecord = {
      id: deploymentId('github:api:9'),
      service: serviceId('api'),
      environment: 'production',
      isProduction: true,
      revision: revision('a'.repeat(40)),
      createdAt: instant(start - 60_000),
    }
    const event: DeliveryEvent = {
      ...header,
      kind: 'deployment-event',
      event: { deployment: deployment.id, state: 'succeeded', at: instant(start) },
    }

    expect(toCdEvents(event, { findDeployment: () => deployment })).toEqual([
      {
        specversion: '1.0',
        id: 'github:acme/shop:x/service.deployed',
        source: '/sluice',
        type: 'dev.cdevents.service.deployed.0.3.0',
        subject: 'api',
        time: '2026-11-22T10:00:00.000Z',
        datacontenttype: 'application/json',
        data: {
          context: {
            specversion: '0.5.1',
            id: 'github:acme/shop:x/service.deployed',
            source: '/sluice',
            type: 'dev.cdevents.service.deployed.0.3.0',
            timestamp: '2026-11-22T10:00:00.000Z',
          },
          subject: {
            id: 'api',
            source: '/sluice',
            content: {
              environment: { id: 'production' },
              artifactId: `pkg:github/acme/shop@${'a'.repeat(40)}`,
            },
          },
          customData: {
            repository: 'github.com/acme/shop',
            revision: 'a'.repeat(40),
            createdAt: start - 60_000,
            isProduction: true,
            sluice: { id: 'github:api:9', service: 'api' },
          },
          customDataContentType: 'application/json',
        },
      },
    ])
  })

  it('says nothing of what CDEvents cannot say', () => {
    const deployment = deploymentId('github:api:9')
    const change = changeId('github.com/acme/shop#1')
    const events: readonly DeliveryEvent[] = [
      { ...header, kind: 'deployment-event', event: { deployment, state: 'failed', at: instant(start) } },
      { ...header, kind: 'deployment-event', event: { deployment, state: 'succeeded', at: instant(start) } },
      {
        ...header,
        kind: 'change-event',
        event: { change, kind: 'readied', at: instant(start), isAuthor: true },
      },
      { ...header, kind: 'removed', subject: { kind: 'change', id: change } },
    ]

    expect(events.flatMap((event) => toCdEvents(event, { findDeployment: () => undefined }))).toEqual([])
  })

  it('says once what it is told once', () => {
    const event: DeliveryEvent = {
      ...header,
      kind: 'incident',
      incident: { id: incidentId('i'), service: serviceId(''), title: 'Slow', openedAt: instant(start) },
    }
    const context = { findDeployment: () => undefined, source: '/acme' }

    expect(toCdEvents(event, context)).toEqual(toCdEvents(event, context))
  })

  propertyTest.prop({ run: aRun }, { seed: 21 })('tells a run that reads back as the same run', ({ run }) => {
    expect(readBack(toCdEvents({ ...header, kind: 'ci-run', run }, noDeployment))).toMatchObject({
      kind: 'ci-run',
      run,
    })
  })

  propertyTest.prop({ event: aChangeEvent }, { seed: 22 })(
    'tells a happening of a change that reads back as the same',
    ({ event }) => {
      const own = repositoryName(event.change.replace(/[#!]\d+$/, ''))
      const back = readBack(
        toCdEvents({ ...header, repository: own, kind: 'change-event', event }, noDeployment),
      )

      expect(back).toMatchObject({ kind: 'change-event', repository: own, at: event.at })
      expect(back?.kind === 'change-event' ? back.event : undefined).toEqual(event)
    },
  )

  propertyTest.prop({ incident: anIncident }, { seed: 23 })(
    'tells an incident that reads back as the same',
    ({ incident }) => {
      const back = readBack(toCdEvents({ ...header, kind: 'incident', incident }, noDeployment))

      expect(back?.kind === 'incident' ? back.incident : undefined).toEqual(incident)
    },
  )

  propertyTest.prop({ record: aDeployment, lasts: fc.nat(1e6) }, { seed: 24 })(
    'tells a deployment that reads back as the same, with its end',
    ({ record, lasts }) => {
      const at = instant(record.createdAt + lasts)
      const event: DeliveryEvent = {
        ...header,
        at,
        kind: 'deployment-event',
        event: { deployment: record.id, state: 'succeeded', at },
      }
      const events = mapped(toCdEvents(event, { findDeployment: () => record }))

      expect(events.flatMap((told) => (told.kind === 'deployment' ? [told.deployment] : []))).toEqual([
        record,
      ])
      expect(events).toContainEqual(expect.objectContaining({ kind: 'deployment-event', event: event.event }))
    },
  )
})

const noDeployment = { findDeployment: () => undefined }

function mapped(events: readonly StructuredCdEvent[]): readonly DeliveryEvent[] {
  const { events: read } = readCloudEvents({ body: JSON.stringify(events) })
  return mapCdEvents(read, {
    repository: repositoryName('github.com/other/place'),
    receivedAt,
    memory: new Map(),
  }).events
}

function readBack(events: readonly StructuredCdEvent[]): DeliveryEvent | undefined {
  return [...mapped(events)].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).at(-1)
}
