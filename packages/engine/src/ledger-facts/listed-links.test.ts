import { changeId, deploymentId } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { aRecordedDeployment, revisionOf } from '../testing/ledger-rows.ts'
import { listedLinks } from './listed-links.ts'

describe('listedLinks', () => {
  it('keeps the changes that sources list for deployments that are followed', () => {
    const deploymentChanges = [
      { deployment: deploymentId('d1'), how: 'listed', change: changeId('c1') },
      { deployment: deploymentId('d1'), how: 'listed', revision: revisionOf(7) },
      { deployment: deploymentId('other'), how: 'listed', change: changeId('c2') },
    ] as const

    expect(listedLinks({ deploymentChanges }, [aRecordedDeployment(1)])).toEqual([
      { deployment: 'd1', change: 'c1', how: 'listed' },
    ])
  })
})
