import { fc, it } from '@fast-check/vitest'
import { instant, repositoryName, type DeliveryEvent, type Incident } from '@sluice/model'
import { describe, expect } from 'vitest'
import { findAlertFormat, mapAlerts } from './map-alerts.ts'

fc.configureGlobal({ seed: 1 })

const repository = repositoryName('github.com/acme/shop')
const receivedAt = instant(Date.UTC(2026, 10, 22, 12))
const context = { repository, receivedAt }
const sha = '7f3c0e1d9a4b58c26e0f1a2b3c4d5e6f70819203'
const ten = Date.UTC(2026, 10, 22, 10)

const firing = {
  status: 'firing',
  labels: { alertname: 'CheckoutSlow', service: 'shop', severity: 'page', deployment: '4711', sha },
  annotations: { summary: 'Checkout answers slowly' },
  startsAt: '2026-11-22T10:00:00.123456789Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'https://prometheus.example/graph?g0.expr=up',
  fingerprint: '3fa3bd5c6cc4ae1b',
}
const resolved = { ...firing, status: 'resolved', endsAt: '2026-11-22T10:30:00.5Z' }

describe('mapAlerts for Alertmanager', () => {
  it('makes one incident of the beginning and the end', () => {
    const begun = mapAlerts(alertmanager(firing), context)
    const ended = mapAlerts(alertmanager(resolved), context)

    expect(begun.rejected).toEqual([])
    expect(begun.events).toEqual([
      {
        source: 'alertmanager',
        repository,
        kind: 'incident',
        id: expect.stringMatching(
          /^alertmanager:github\.com\/acme\/shop:3fa3bd5c6cc4ae1b%401795341600123@1795341600123\.08\.[0-9a-f]{12}$/,
        ),
        at: ten + 123,
        incident: {
          id: 'alertmanager:github.com/acme/shop:3fa3bd5c6cc4ae1b%401795341600123',
          service: 'shop',
          title: 'Checkout answers slowly',
          openedAt: ten + 123,
          severity: 'page',
          url: 'https://prometheus.example/graph?g0.expr=up',
          deployment: 'deployments:github.com/acme/shop:shop:production:4711',
          revision: sha,
        },
      },
    ])
    expect(latest([...ended.events, ...begun.events])).toEqual([
      { ...incidentsOf(begun.events)[0], resolvedAt: ten + 1_800_500 },
    ])
  })

  it('counts a delivery once, however often it comes', () => {
    const once = mapAlerts(alertmanager(firing, resolved), context)
    const late = mapAlerts(alertmanager(firing, resolved), {
      ...context,
      receivedAt: instant(receivedAt + 9e6),
    })

    expect(late.events).toEqual(once.events)
  })

  it('keeps the same alert a week later apart', () => {
    const events = ['2026-11-15T10:00:00Z', '2026-11-22T10:00:00Z'].flatMap(
      (startsAt) => mapAlerts(alertmanager({ ...firing, startsAt }), context).events,
    )

    expect(new Set(incidentsOf(events).map(({ id }) => id)).size).toBe(2)
  })

  it('makes a fingerprint of the labels where there is none', () => {
    const { fingerprint: _, ...older } = firing
    const reordered = { ...older, labels: Object.fromEntries(Object.entries(older.labels).toReversed()) }
    const ids = [older, reordered].flatMap((alert) =>
      incidentsOf(mapAlerts(alertmanager(alert), context).events),
    )

    expect(new Set(ids.map(({ id }) => id)).size).toBe(1)
  })

  it('finds what it is about under the labels that it is told', () => {
    const { events } = mapAlerts(
      alertmanager({ ...firing, labels: { job: 'pay', release_sha: sha.toUpperCase(), tier: 'bad' } }),
      { ...context, labels: { service: ['component', 'job'], sha: ['release_sha'], severity: ['tier'] } },
    )

    expect(incidentsOf(events)[0]).toMatchObject({ service: 'pay', revision: sha, severity: 'bad' })
  })

  it('never makes a negative time of clocks that differ', () => {
    const { events } = mapAlerts(alertmanager({ ...resolved, endsAt: '2026-11-22T09:59:58Z' }), context)

    expect(incidentsOf(events).map(({ openedAt, resolvedAt }) => [openedAt, resolvedAt])).toEqual([
      [ten + 123, ten + 123],
    ])
  })

  it('says which alerts are left out, and reads the others', () => {
    const { events, rejected } = mapAlerts(
      {
        ...alertmanager(
          firing,
          { ...firing, startsAt: 'yesterday' },
          { ...firing, startsAt: '0001-01-01T00:00:00Z' },
          { ...firing, startsAt: '2030-01-01T00:00:00Z' },
          'text',
        ),
        truncatedAlerts: 3,
      },
      context,
    )

    expect(events.length).toBe(1)
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'An alert is left out: startsAt: "yesterday" is no time in ISO 8601, such as 2026-11-22T10:00:00Z.',
      'An alert is left out: startsAt: it says no time.',
      'An alert is left out: the delivery: Invalid input: expected object, received string.',
      'An alert is left out: truncatedAlerts: 3 more alerts were cut off; raise "max_alerts" of the receiver.',
      'An alert is left out: it tells of a time that lies in the future.',
    ])
  })

  it('takes labels with dangerous names and values for text', () => {
    const labels: unknown = JSON.parse('{"__proto__":{"service":"evil"},"constructor":"x","service":"=1+1"}')
    const { events } = mapAlerts(
      alertmanager({ ...firing, labels, generatorURL: 'javascript:alert(1)' }),
      context,
    )

    expect(incidentsOf(events).map(({ service, url }) => [service, url])).toEqual([['=1+1', undefined]])
    expect({}).not.toHaveProperty('service')
  })
})

describe('mapAlerts for PagerDuty', () => {
  it('follows an incident from its beginning to its end, and when it is opened again', () => {
    const triggered = pagerDuty('incident.triggered', 'triggered', '2026-11-22T10:00:01Z')
    const acknowledged = pagerDuty('incident.acknowledged', 'acknowledged', '2026-11-22T10:05:00Z')
    const ended = pagerDuty('incident.resolved', 'resolved', '2026-11-22T10:30:00Z')
    const reopened = pagerDuty('incident.reopened', 'triggered', '2026-11-22T10:40:00Z')
    const told = [reopened, ended, triggered, acknowledged].flatMap((one) => mapAlerts(one, context).events)

    expect(latest(told.filter(({ at }) => at <= Date.UTC(2026, 10, 22, 10, 30)))).toEqual([
      {
        id: 'pagerduty:github.com/acme/shop:PGR0VU2',
        service: 'Shop',
        title: 'Checkout is down',
        openedAt: ten,
        resolvedAt: ten + 1_800_000,
        severity: 'P1',
        url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
        deployment: 'deployments:github.com/acme/shop:Shop:production:4711',
        revision: sha,
      },
    ])
    expect(latest(told).map(({ resolvedAt }) => resolvedAt)).toEqual([undefined])
  })

  it('passes over events that tell of something else', () => {
    const note = { event: { id: 'x', event_type: 'incident.annotated', data: { type: 'incident_note' } } }
    const ping = { event: { id: 'x', event_type: 'pagey.ping', data: { type: 'ping', message: 'hello' } } }

    expect([note, ping].map((delivery) => mapAlerts(delivery, context))).toEqual([
      { events: [], rejected: [], ignored: 'The delivery tells of no trouble.' },
      { events: [], rejected: [], ignored: 'The delivery tells of no trouble.' },
    ])
  })
})

describe('mapAlerts for Opsgenie', () => {
  it('makes one incident of creation and closing', () => {
    const alert = {
      alertId: '052652ac-5d1c-464a-812a-7dd18bbfba8c',
      message: 'Checkout is down',
      tags: ['sha:' + sha, 'loud'],
      entity: 'shop',
      createdAt: 1795341600000,
      updatedAt: 1795341600000000000,
      priority: 'P1',
      details: { deployment_id: '4711' },
    }
    const created = mapAlerts({ action: 'Create', alert }, context)
    const closed = mapAlerts(
      { action: 'Close', alert: { ...alert, updatedAt: 1795343400000000000 } },
      context,
    )

    expect(latest([...closed.events, ...created.events])).toEqual([
      {
        id: 'opsgenie:github.com/acme/shop:052652ac-5d1c-464a-812a-7dd18bbfba8c',
        service: 'shop',
        title: 'Checkout is down',
        openedAt: ten,
        resolvedAt: ten + 1_800_000,
        severity: 'P1',
        deployment: 'deployments:github.com/acme/shop:shop:production:4711',
        revision: sha,
      },
    ])
  })
})

describe('mapAlerts for anything else', () => {
  it('reads an object with the fields of an incident', () => {
    const begun = mapAlerts({ id: 'x1', title: 'Down', startsAt: '2026-11-22T10:00:00Z' }, context)
    const ended = mapAlerts(
      { id: 'x1', title: 'Down', startsAt: '2026-11-22T10:00:00Z', status: 'resolved' },
      context,
    )

    expect(latest([...ended.events, ...begun.events])).toEqual([
      {
        id: 'incidents:github.com/acme/shop:x1',
        service: '',
        title: 'Down',
        openedAt: ten,
        resolvedAt: receivedAt,
      },
    ])
  })

  it.prop({
    payload: fc.oneof(
      fc.anything({ withNullPrototype: true }),
      fc.record({ alerts: fc.array(fc.anything()) }),
      fc.record({ event: fc.record({ event_type: fc.string(), data: fc.anything() }) }),
      fc.record({ action: fc.string(), alert: fc.dictionary(fc.string(), fc.anything()) }),
    ),
  })('gets over whatever it is given', ({ payload }) => {
    const { events } = mapAlerts(payload, context)

    expect(events.every(({ kind }) => kind === 'incident')).toBe(true)
  })
})

describe('findAlertFormat', () => {
  it('knows senders by the shape of what they send', () => {
    expect(
      [alertmanager(firing), pagerDuty('x', 'y', 'z'), { action: 'Create', alert: {} }, {}, [], 'text'].map(
        findAlertFormat,
      ),
    ).toEqual(['alertmanager', 'pagerduty', 'opsgenie', 'generic', 'generic', 'generic'])
  })
})

function alertmanager(...alerts: readonly unknown[]): object {
  return {
    version: '4',
    groupKey: '{}:{alertname="CheckoutSlow"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'sluice',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'https://alertmanager.example',
    alerts,
  }
}

function pagerDuty(type: string, status: string, at: string): object {
  return {
    event: {
      id: `01-${type}`,
      event_type: type,
      resource_type: 'incident',
      occurred_at: at,
      agent: null,
      client: null,
      data: {
        id: 'PGR0VU2',
        type: 'incident',
        self: 'https://api.pagerduty.com/incidents/PGR0VU2',
        html_url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
        number: 2,
        status,
        incident_key: 'd3640fbd41094207a1c11e58e46b1662',
        created_at: '2026-11-22T10:00:00Z',
        title: 'Checkout is down',
        service: { id: 'PF9KMXH', type: 'service_reference', summary: 'Shop' },
        priority: { id: 'PSO75BM', type: 'priority_reference', summary: 'P1' },
        urgency: 'high',
        body: { details: { sha, nested: { deep: true } } },
        custom_fields: [
          { id: 'F1', name: 'deployment', value: '4711' },
          { id: 'F2', name: 'teams', value: ['a', 'b'] },
        ],
      },
    },
  }
}

function incidentsOf(events: readonly DeliveryEvent[]): readonly Incident[] {
  return events.flatMap((event) => (event.kind === 'incident' ? [event.incident] : []))
}

/** What a ledger keeps of these events, in whatever order they came: the latest of each incident. */
function latest(events: readonly DeliveryEvent[]): readonly Incident[] {
  const sorted = events.toSorted((left, right) => left.at - right.at || (left.id < right.id ? -1 : 1))
  return [...new Map(incidentsOf(sorted).map((incident) => [incident.id, incident])).values()]
}
