import { deploymentId, incidentId, type FailureEvidence, type FailureLink } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { at } from '../testing/index.ts'
import { withStatedFailures } from './stated-failures.ts'

const knownAt = at('2026-11-02')
const deployment = deploymentId('d1')
const byIncident: FailureLink = { deployment, rung: 'incident', knownAt, incident: incidentId('i1') }
const byRollback: FailureLink = { deployment, rung: 'rollback', knownAt }

function withdrawal(partial: Partial<FailureEvidence>): FailureEvidence {
  return { deployment, rung: 'incident', knownAt, isWithdrawn: true, ...partial }
}

describe('withStatedFailures', () => {
  it('adds what sources and people state', () => {
    const remediation = deploymentId('d2')

    expect(withStatedFailures([byRollback], [{ deployment, rung: 'revert', knownAt, remediation }])).toEqual([
      byRollback,
      { deployment, rung: 'revert', knownAt, remediation },
    ])
  })

  it('takes evidence away that a person has withdrawn, whoever found it, and leaves that of other rungs', () => {
    expect(withStatedFailures([byIncident, byRollback], [withdrawal({})])).toEqual([byRollback])
  })

  it('takes away the evidence of one incident alone when it is named', () => {
    const other = { ...byIncident, incident: incidentId('i2') }

    expect(withStatedFailures([byIncident, other], [withdrawal({ incident: incidentId('i2') })])).toEqual([
      byIncident,
    ])
  })
})
