import { describe, expect, it } from 'vitest'
import {
  allStagesAnalysis,
  noDeploymentsAnalysis,
  sampleAnalysis,
  squashAnalysis,
} from '../testing/sample-analysis.ts'
import { reachesOf, shareTitle } from './reaches.ts'

describe('reachesOf', () => {
  it('draws what git cannot see before the merge as one reach with its time', () => {
    expect(outline(sampleAnalysis())).toEqual([
      {
        id: 'unknown',
        label: 'Before the merge',
        kind: 'unknown',
        says: 'git sees no details',
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

  it('gives shares of the time in sight only', () => {
    const shares = reachesOf(squashAnalysis().flow).map(({ share }) => share)

    expect(shares).toEqual([undefined, 1])
  })

  it('takes no time that runs on past the merge for time before it', () => {
    expect(outline(noDeploymentsAnalysis())[0]).toMatchObject({ id: 'before-merge', isKnown: false })
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

describe('shareTitle', () => {
  it.each([
    ['all time is in sight', sampleAnalysis, 'of time'],
    ['one reach alone is in sight', squashAnalysis, undefined],
    ['nothing is in sight', noDeploymentsAnalysis, undefined],
  ])('is right where %s', (_, analysis, title) => {
    expect(shareTitle(reachesOf(analysis().flow))).toBe(title)
  })

  it('says that shares are of the time in sight where more than one reach is, but not all', () => {
    const { flow } = allStagesAnalysis()
    const stages = flow.stages.filter(({ stage }) => ['release-wait', 'deploy-run'].includes(stage))
    const reaches = reachesOf({ ...flow, stages, clock: { ...flow.clock, start: 'merge' } })

    expect(shareTitle(reaches)).toBe('of seen time')
    expect(reaches.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 12)
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
