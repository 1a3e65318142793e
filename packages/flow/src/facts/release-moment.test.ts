import { day, deploymentId, hour, instant, minute, revision, serviceId } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { aDeployment, at } from '../testing/index.ts'
import { releaseMoments } from './release-moment.ts'

const monday = at('2026-11-02')

describe('releaseMoments', () => {
  it('counts twelve tags of a monorepo on one commit once', () => {
    const tags = Array.from({ length: 12 }, (_, serial) =>
      aDeployment(serial, {
        service: serviceId(`package-${serial}`),
        revision: revision('f'.repeat(40)),
        finishedAt: instant(monday + serial * minute),
      }),
    )

    expect(releaseMoments(tags)).toEqual([{ finishedAt: monday, deployments: tags }])
  })

  it('counts deployments that finish in the same minute once', () => {
    const together = [
      aDeployment(1, { finishedAt: monday }),
      aDeployment(2, { finishedAt: instant(monday + 59_000) }),
    ]
    const later = aDeployment(3, { finishedAt: instant(monday + minute) })

    expect(releaseMoments([...together, later]).map(({ deployments }) => deployments.length)).toEqual([2, 1])
  })

  it('counts a rollback to an older revision as a moment of its own', () => {
    const recorded = (serial: number, sha: string, finishedAt: number) =>
      aDeployment(serial, { source: 'recorded', revision: revision(sha), finishedAt: instant(finishedAt) })

    const moments = releaseMoments([
      recorded(1, 'aa', monday),
      recorded(2, 'bb', monday + hour),
      recorded(3, 'aa', monday + 2 * hour),
    ])

    expect(moments.map(({ finishedAt }) => finishedAt)).toEqual([monday, monday + hour, monday + 2 * hour])
  })

  it('counts one revision that goes to two services within a day once, and later again', () => {
    const recorded = (service: string, finishedAt: number) =>
      aDeployment(0, {
        id: deploymentId(`${service} ${finishedAt}`),
        source: 'recorded',
        service: serviceId(service),
        revision: revision('aa'),
        finishedAt: instant(finishedAt),
      })

    const moments = releaseMoments([
      recorded('shop', monday),
      recorded('search', monday + 3 * hour),
      recorded('mail', monday + 2 * day),
    ])

    expect(moments.map(({ deployments }) => deployments.length)).toEqual([2, 1])
  })
})
