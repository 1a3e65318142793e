import { describe, expect, it } from 'vitest'
import {
  allStagesAnalysis,
  noDeploymentsAnalysis,
  sampleAnalysis,
  squashAnalysis,
} from '../testing/sample-analysis.ts'
import { reachesOf } from './reaches.ts'

describe('reachesOf', () => {
  it('draws what git cannot see before the merge as one reach with its time', () => {
    expect(outline(sampleAnalysis())).toEqual([
      {
        id: 'unknown',
        label: 'Before the merge',
        kind: 'unknown',
        says: 'git cannot see this',
        gate: 'merge',
        isKnown: true,
      },
      {
        id: 'release-wait',
        label: 'Release wait',
        kind: 'wait',
        says: 'longest known wait',
        gate: 'release',
        isKnown: true,
      },
    ])
  })

  it('does not let the few changes with an earlier instant speak for a history that squashes', () => {
    expect(outline(squashAnalysis())[0]).toEqual({
      id: 'before-merge',
      label: 'Before the merge',
      kind: 'unknown',
      says: 'git cannot see this',
      gate: 'merge',
      isKnown: false,
    })
  })

  it('draws what follows the merge as unknown where no release is known', () => {
    expect(outline(noDeploymentsAnalysis()).at(-1)).toEqual({
      id: 'after-merge',
      label: 'After the merge',
      kind: 'unknown',
      says: 'no release tells',
      gate: undefined,
      isKnown: false,
    })
  })

  it('keeps every stage, in order, when a forge and CI are known', () => {
    expect(outline(allStagesAnalysis()).map(({ label, gate }) => [label, gate])).toEqual([
      ['Coding', undefined],
      ['Pickup wait', undefined],
      ['Reviewer wait', undefined],
      ['Author rework', undefined],
      ['CI queue', undefined],
      ['CI run', undefined],
      ['CI repair', undefined],
      ['Merge wait', undefined],
      ['Unknown', 'merge'],
      ['Release wait', undefined],
      ['Deploy approval', undefined],
      ['Deploy run', 'release'],
    ])
  })

  it('scales levels by the stage with most work in progress', () => {
    const levels = reachesOf(allStagesAnalysis().flow).map(({ level }) => level ?? -1)

    expect(Math.max(...levels)).toBe(1)
    expect(Math.min(...levels)).toBeGreaterThanOrEqual(0)
  })
})

function outline(analysis: ReturnType<typeof sampleAnalysis>) {
  return reachesOf(analysis.flow).map(({ id, label, kind, says, gate, summary }) => ({
    id,
    label,
    kind,
    says,
    gate,
    isKnown: summary !== undefined,
  }))
}
