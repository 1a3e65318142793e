import { fc, test } from '@fast-check/vitest'
import { deploymentId, hour, serviceId, shift, type Deployment } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { aMergedFact, authoredAt, commitsOf, revisionOf } from '../testing/ledger-rows.ts'
import { mainLineLinks } from './main-line-links.ts'

function deploymentOf(nth: number, part: Partial<Deployment> = {}): Deployment {
  return {
    id: deploymentId(`d${nth}`),
    service: serviceId('shop'),
    revision: revisionOf(nth),
    name: `d${nth}`,
    finishedAt: shift(authoredAt(nth), 2 * hour),
    source: 'recorded',
    timing: 'recorded',
    isBaseline: false,
    outcome: 'succeeded',
    ...part,
  }
}

const requests = [1, 2, 3, 4].map((nth) => aMergedFact(nth, { mergeRevision: revisionOf(nth) }))

describe('mainLineLinks', () => {
  it('lets a deployment carry everything that was merged before what it deploys', () => {
    const { links } = mainLineLinks([deploymentOf(2), deploymentOf(4)], requests, [])

    expect(links.map(({ change, deployment, how }) => [change, deployment, how])).toEqual([
      ['github.com/acme/shop#1', 'd2', 'main-line-order'],
      ['github.com/acme/shop#2', 'd2', 'main-line-order'],
      ['github.com/acme/shop#3', 'd4', 'main-line-order'],
      ['github.com/acme/shop#4', 'd4', 'main-line-order'],
    ])
  })

  it('finds what a deployment of a commit of a branch carries', () => {
    const [first] = requests
    if (first === undefined) throw new TypeError('one')
    const branch = commitsOf(first.id, [authoredAt(1)])
    const deployed = deploymentOf(9, { revision: branch[0]?.revision ?? revisionOf(9) })

    expect(mainLineLinks([deployed], requests, branch).links).toMatchObject([{ change: first.id }])
  })

  it('ships nothing with a failed deployment, and nothing twice with a rollback', () => {
    const failed = deploymentOf(3, { outcome: 'failed' })
    const again = deploymentOf(4)
    const rollback = deploymentOf(2, { id: deploymentId('back'), finishedAt: shift(authoredAt(9), 0) })

    const { links } = mainLineLinks([failed, again, rollback], requests, [])

    expect(new Set(links.map(({ deployment }) => deployment))).toEqual(new Set(['d4']))
    expect(links).toHaveLength(4)
  })

  it('names deployments of a revision that nobody knows', () => {
    const stray = deploymentOf(77)

    expect(mainLineLinks([stray], requests, [])).toEqual({ links: [], unknown: [stray] })
  })

  test.prop([fc.array(fc.nat({ max: 40 }), { maxLength: 20 })], { seed: 1 })(
    'ships each change once and never before something that was merged earlier',
    (deployed) => {
      const merged = Array.from({ length: 30 }, (_, nth) =>
        aMergedFact(nth, { mergeRevision: revisionOf(nth) }),
      )
      const deployments = deployed.map((nth, place) =>
        deploymentOf(nth, { id: deploymentId(`d${place}`), finishedAt: shift(authoredAt(50), place * hour) }),
      )

      const { links } = mainLineLinks(deployments, merged, [])

      expect(links.map(({ change }) => change)).toEqual(merged.slice(0, links.length).map(({ id }) => id))
    },
  )
})
