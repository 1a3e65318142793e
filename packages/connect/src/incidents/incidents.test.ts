import { fc, it } from '@fast-check/vitest'
import { instant, repositoryName, type DeliveryEvent, type Incident } from '@sluice/model'
import { describe, expect } from 'vitest'
import { incidentEvents } from './map-incident.ts'
import { readIncidents } from './read-incidents.ts'

fc.configureGlobal({ seed: 1 })

const repository = repositoryName('github.com/acme/shop')
const receivedAt = instant(Date.UTC(2026, 10, 22, 12))
const context = { repository, receivedAt }
const sha = '7f3c0e1d9a4b58c26e0f1a2b3c4d5e6f70819203'
const opened = Date.UTC(2026, 10, 22, 10)

describe('readIncidents', () => {
  it('reads the same from every format and every spelling', async () => {
    const files = [
      `{"id":"INC-7","title":"Checkout is slow","service":"shop","openedAt":"2026-11-22T10:00:00Z","resolvedAt":"2026-11-22T11:00:00Z","severity":"SEV2","deployment":"4711","sha":"${sha}"}`,
      `number,short_description,component,created_at,closed_at,priority,caused_by,commit\nINC-7,Checkout is slow,shop,2026-11-22T10:00:00Z,2026-11-22T11:00:00Z,SEV2,4711,${sha}\n`,
      `[{"issueKey":"INC-7","summary":"Checkout is slow","component":"shop","createdDate":"2026-11-22T10:00:00Z","resolutionDate":"2026-11-22T11:00:00Z","severity":"SEV2","deploymentId":"4711","commitSha":"${sha}"}]`,
    ]

    const [first, ...others] = await Promise.all(files.map((file) => read(file)))

    expect(first).toEqual({
      reasons: [],
      events: [
        {
          source: 'incidents',
          repository,
          kind: 'incident',
          id: expect.stringMatching(
            /^incidents:github\.com\/acme\/shop:INC-7@1795345200000\.08\.[0-9a-f]{12}$/,
          ),
          at: opened + 3_600_000,
          incident: {
            id: 'incidents:github.com/acme/shop:INC-7',
            service: 'shop',
            title: 'Checkout is slow',
            openedAt: opened,
            resolvedAt: opened + 3_600_000,
            severity: 'SEV2',
            deployment: 'deployments:github.com/acme/shop:shop:production:4711',
            revision: sha,
          },
        },
      ],
    })
    expect(others).toEqual(others.map(() => first))
  })

  it('sets an end before the beginning aside, and never counts it as a negative time', async () => {
    const { events, reasons } = await read(
      '{"title":"x","openedAt":"2026-11-22T10:00:00Z","resolvedAt":"2026-11-22T09:00:00Z"}',
    )

    expect(incidentsOf(events).map(({ resolvedAt }) => resolvedAt)).toEqual([undefined])
    expect(reasons).toEqual([
      'Line 1, column "resolvedAt": 2026-11-22T09:00:00.000Z is before 2026-11-22T10:00:00.000Z, when the incident was opened; it is kept without that.',
    ])
  })

  it('says what is missing', async () => {
    const { events, reasons } = await read(
      [
        'title,opened,resolved,status,sha',
        'a,,2026-11-22T10:00:00Z,,',
        'b,2026-11-22T10:00:00Z,,resolved,abc1234',
        'c,0001-01-01T00:00:00Z,,,',
      ].join('\n'),
    )

    expect(incidentsOf(events).map(({ title }) => title)).toEqual(['b'])
    expect(reasons).toEqual([
      'Line 2, column "openedAt": there is nothing in it, and nobody can tell how long the incident lasted; it is left out.',
      'Line 3, column "resolvedAt": there is nothing in it, although the status is "resolved"; column "sha": abc1234 is an abbreviated commit hash; give all 40 characters; it is kept without that.',
      'Line 4, column "openedAt": there is nothing in it, and nobody can tell how long the incident lasted; it is left out.',
    ])
  })

  it('fails at once when there is no header', async () => {
    await expect(read('INC-7,Checkout is slow\n')).rejects.toThrow(
      expect.objectContaining({ code: 'RECORDS_COLUMN_MISSING' }),
    )
  })
})

describe('incidentEvents', () => {
  it('takes trouble that was just recorded to begin now', () => {
    const { events } = incidentEvents({ id: 'INC-7', title: 'Down' }, { ...context, isLive: true })

    expect(incidentsOf(events)).toEqual([
      {
        id: 'incidents:github.com/acme/shop:INC-7',
        service: '',
        title: 'Down',
        openedAt: receivedAt,
      },
    ])
  })

  it('takes trouble that is recorded as over to end now, and does not invent when it began', () => {
    const live = { ...context, isLive: true }
    const ended = incidentEvents({ id: 'INC-7', openedAt: opened, status: 'resolved' }, live)
    const unknown = incidentEvents({ id: 'INC-7', status: 'resolved' }, live)

    expect(incidentsOf(ended.events).map(({ resolvedAt }) => resolvedAt)).toEqual([receivedAt])
    expect(unknown.events).toEqual([])
    expect(unknown.rejected.map(({ reason }) => reason)).toEqual([
      'column "openedAt": there is nothing in it, and nobody can tell how long the incident lasted; it is left out.',
    ])
  })

  it('lets the end win over the beginning, and the cause over its absence, in whatever order they come', () => {
    const told = { id: 'INC-7', title: 'Down', openedAt: opened }
    const events = [
      told,
      { ...told, resolvedAt: opened + 60_000 },
      { ...told, resolvedAt: opened + 60_000, sha },
    ].flatMap((record) => incidentEvents(record, context).events)

    const byWeight = events.toSorted((left, right) => left.at - right.at || (left.id < right.id ? -1 : 1))
    expect(byWeight).toEqual(events)
  })

  it('lets a later correction win', () => {
    const told = { id: 'INC-7', openedAt: opened, resolvedAt: opened + 60_000, severity: 'SEV1' }
    const [before, after] = [told, { ...told, severity: 'SEV3', updatedAt: opened + 120_000 }].map(
      (record) => incidentEvents(record, context).events[0],
    )

    expect((after?.at ?? 0) - (before?.at ?? 0)).toBe(60_000)
  })

  it('knows whole ids of deployments from others', () => {
    const events = ['github::7', 'gitlab@git.acme.example::7', '7'].flatMap(
      (deployment) => incidentEvents({ openedAt: opened, deployment, env: 'eu-prod' }, context).events,
    )

    expect(incidentsOf(events).map(({ deployment }) => deployment)).toEqual([
      'github::7',
      'gitlab@git.acme.example::7',
      'deployments:github.com/acme/shop::eu-prod:7',
    ])
  })

  it.prop({ value: fc.anything({ withNullPrototype: true }) })(
    'gets over whatever it is given',
    ({ value }) => {
      const { events, rejected } = incidentEvents(value, context)

      expect(events).toEqual([])
      expect(rejected.length).toBe(1)
    },
  )
})

function incidentsOf(events: readonly DeliveryEvent[]): readonly Incident[] {
  return events.flatMap((event) => (event.kind === 'incident' ? [event.incident] : []))
}

async function read(
  file: string,
): Promise<{ readonly events: readonly DeliveryEvent[]; readonly reasons: readonly string[] }> {
  const events: DeliveryEvent[] = []
  const reasons: string[] = []
  for await (const batch of readIncidents([file], context)) {
    events.push(...batch.events)
    reasons.push(...batch.rejected.map(({ reason }) => reason))
  }
  return { events, reasons }
}
