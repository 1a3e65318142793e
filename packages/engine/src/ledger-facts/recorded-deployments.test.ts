import type { DeploymentFact } from '@sluice/ledger'
import { deploymentId, hour, instant, serviceId, shift } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { revisionOf } from '../testing/ledger-rows.ts'
import { recordedDeployments } from './recorded-deployments.ts'

const monday = instant(Date.UTC(2026, 0, 5))

function aFact(nth: number, part: Partial<DeploymentFact> = {}): DeploymentFact {
  return {
    id: deploymentId(`d${nth}`),
    service: serviceId('shop'),
    environment: 'production',
    revision: revisionOf(nth),
    createdAt: shift(monday, nth * hour),
    state: 'succeeded',
    finishedAt: shift(monday, nth * hour + 1),
    ...part,
  }
}

describe('recordedDeployments', () => {
  it('gives deployments oldest first with the steps that led to their end', () => {
    const waiting = { deployment: deploymentId('d1'), state: 'waiting', at: shift(monday, hour) } as const

    const [first, second] = recordedDeployments([aFact(2, { name: 'v2' }), aFact(1)], [waiting])

    expect(first).toEqual({
      id: 'd1',
      service: 'shop',
      revision: revisionOf(1),
      name: '000000000',
      finishedAt: shift(monday, hour + 1),
      source: 'recorded',
      timing: 'recorded',
      isBaseline: true,
      environment: 'production',
      outcome: 'succeeded',
      steps: [
        { state: 'created', at: shift(monday, hour) },
        { state: 'waiting', at: shift(monday, hour) },
      ],
    })
    expect(second).toMatchObject({ name: 'v2', isBaseline: false })
  })

  it('takes the first success of every service and environment for its baseline, never a failure', () => {
    const found = recordedDeployments(
      [
        aFact(1, { state: 'failed' }),
        aFact(2),
        aFact(3, { service: serviceId('search') }),
        aFact(4, { environment: 'eu' }),
        aFact(5),
      ],
      [],
    )

    expect(found.map(({ isBaseline }) => isBaseline)).toEqual([false, true, true, true, false])
  })

  it('names by their revision the deployments that share the name of a branch', () => {
    const found = recordedDeployments([aFact(1, { name: 'main' }), aFact(2, { name: 'main' })], [])

    expect(found.map(({ name }) => name)).toEqual(['000000000', '000000000'])
  })

  it('leaves out what was cancelled and what goes on', () => {
    const { finishedAt: _, ...running } = aFact(2, { state: 'running' })

    expect(recordedDeployments([aFact(1, { state: 'cancelled' }), running], [])).toEqual([])
  })
})
