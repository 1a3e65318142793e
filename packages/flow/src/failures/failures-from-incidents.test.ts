import {
  deploymentId,
  hour,
  incidentId,
  instant,
  minute,
  revision,
  serviceId,
  shift,
  wholeRepository,
  type Deployment,
  type Incident,
  type Instant,
} from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { aDeployment, at } from '../testing/index.ts'
import { failuresFromIncidents } from './failures-from-incidents.ts'

const monday = at('2026-11-02')
const shop = serviceId('shop')

function h(hours: number): Instant {
  return shift(monday, hours * hour)
}

function deployed(serial: number, hours: number, partial: Partial<Deployment> = {}): Deployment {
  return aDeployment(serial, {
    source: 'recorded',
    service: shop,
    environment: 'production',
    finishedAt: h(hours),
    ...partial,
  })
}

function anIncident(partial: Partial<Incident>): Incident {
  return { id: incidentId('pager:1'), service: shop, title: 'Checkout is down', openedAt: h(5), ...partial }
}

const before = deployed(1, 1)
const broken = deployed(2, 4)
const fix = deployed(3, 7)
const line = [fix, before, broken]

describe('failuresFromIncidents', () => {
  it('blames the deployment that the incident names, and the next one of another revision repaired it', () => {
    const incident = anIncident({ deployment: broken.id, resolvedAt: h(8) })

    expect(failuresFromIncidents([incident], line)).toEqual([
      {
        deployment: broken.id,
        rung: 'incident',
        knownAt: h(5),
        incident: incident.id,
        openedAt: h(5),
        resolvedAt: h(8),
        remediation: fix.id,
      },
    ])
  })

  it('keeps the resolution apart from a deployment that came after it', () => {
    const [link] = failuresFromIncidents([anIncident({ deployment: broken.id, resolvedAt: h(6) })], line)

    expect(link).toMatchObject({ deployment: broken.id, resolvedAt: h(6) })
    expect(link).not.toHaveProperty('remediation')
  })

  it('blames the newest deployment of a revision that had begun when the incident was opened', () => {
    const again = deployed(4, 4.5, { revision: broken.revision })
    const begun = deployed(5, 5.5, {
      revision: broken.revision,
      steps: [{ state: 'running', at: instant(h(5) - minute) }],
    })
    const later = deployed(6, 6, { revision: broken.revision })

    const blamed = (deployments: readonly Deployment[]): readonly string[] =>
      failuresFromIncidents([anIncident({ revision: broken.revision })], deployments).map(
        ({ deployment }) => deployment,
      )

    expect(blamed([...line, again])).toEqual([again.id])
    expect(blamed([...line, again, begun, later])).toEqual([begun.id])
    expect(blamed([later])).toEqual([])
  })

  it('keeps to the service of the incident; one of the whole repository may be of any', () => {
    const elsewhere = deployed(7, 4.9, { service: serviceId('search'), revision: broken.revision })
    const blamed = (incident: Incident): readonly string[] =>
      failuresFromIncidents([incident], [...line, elsewhere]).map(({ deployment }) => deployment)

    expect(blamed(anIncident({ revision: broken.revision }))).toEqual([broken.id])
    expect(blamed(anIncident({ revision: broken.revision, service: wholeRepository }))).toEqual([
      elsewhere.id,
    ])
  })

  it('takes no failed deployment, none of the same revision and none of another environment for the repair', () => {
    const others = [
      deployed(8, 5.1, { outcome: 'failed' }),
      deployed(9, 5.2, { revision: broken.revision }),
      deployed(10, 5.3, { environment: 'eu' }),
    ]

    expect(
      failuresFromIncidents([anIncident({ deployment: broken.id })], [...line, ...others]),
    ).toMatchObject([{ remediation: fix.id }])
  })

  it('blames nobody for what merely came after a deployment', () => {
    expect(failuresFromIncidents([anIncident({})], line)).toEqual([])
    expect(failuresFromIncidents([anIncident({ deployment: deploymentId('gone') })], line)).toEqual([])
    expect(failuresFromIncidents([anIncident({ revision: revision('ff') })], line)).toEqual([])
  })

  it('blames a deployment that did not succeed when the incident names it', () => {
    const halfway = deployed(11, 4.8, { outcome: 'failed' })

    expect(failuresFromIncidents([anIncident({ deployment: halfway.id })], [...line, halfway])).toMatchObject(
      [{ deployment: halfway.id, remediation: fix.id }],
    )
  })
})
