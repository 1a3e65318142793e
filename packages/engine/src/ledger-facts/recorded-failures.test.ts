import { deploymentId, hour, incidentId, instant, serviceId, shift } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { aRecordedDeployment, revisionOf } from '../testing/ledger-rows.ts'
import { recordedFailures } from './recorded-failures.ts'

const monday = instant(Date.UTC(2026, 0, 5))

describe('recordedFailures', () => {
  const rollback = aRecordedDeployment(3, { revision: revisionOf(1) })
  const deployments = [aRecordedDeployment(1), aRecordedDeployment(2), rollback, aRecordedDeployment(4)]
  const incident = {
    id: incidentId('i1'),
    service: serviceId('shop'),
    title: 'Down',
    openedAt: shift(monday, 4.5 * hour),
    deployment: deploymentId('d4'),
  }
  const revert = { deployment: deploymentId('d2'), rung: 'revert', knownAt: monday } as const

  it('gathers what was found elsewhere, incidents, rollbacks and what somebody stated', () => {
    const stated = {
      deployment: deploymentId('d1'),
      rung: 'hotfix',
      knownAt: monday,
      isWithdrawn: false,
    } as const

    const failures = recordedFailures({ incidents: [incident], failures: [stated] }, deployments, [revert])

    expect(failures.map(({ deployment, rung }) => [deployment, rung])).toEqual([
      ['d2', 'revert'],
      ['d4', 'incident'],
      ['d2', 'rollback'],
      ['d1', 'hotfix'],
    ])
  })

  it('leaves out what a person has withdrawn, whoever found it', () => {
    const withdrawn = { deployment: deploymentId('d2'), knownAt: monday, isWithdrawn: true } as const
    const failures = [
      { ...withdrawn, rung: 'revert' },
      { ...withdrawn, rung: 'rollback' },
    ] as const

    expect(recordedFailures({ incidents: [], failures }, deployments, [revert])).toEqual([])
  })

  it('knows a rollback by the history where an older revision never ran there', () => {
    const line = [aRecordedDeployment(2), aRecordedDeployment(3, { revision: revisionOf(1) })]

    const without = recordedFailures({ incidents: [], failures: [] }, line)
    const told = recordedFailures(
      { incidents: [], failures: [] },
      line,
      [],
      (older) => older === revisionOf(1),
    )

    expect([without.length, told.map(({ deployment, rung }) => [deployment, rung])]).toEqual([
      0,
      [['d2', 'rollback']],
    ])
  })

  it('hears no statement about deployments that are not followed', () => {
    const other = {
      deployment: deploymentId('other'),
      rung: 'incident',
      knownAt: monday,
      isWithdrawn: false,
    } as const

    expect(recordedFailures({ incidents: [], failures: [other] }, [aRecordedDeployment(1)])).toEqual([])
  })
})
