import { hour, milliseconds, week, type Stage } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import type { ChangeRow } from '../analysis.ts'
import { analyzeFlow } from '../analyze-flow.ts'
import { syntheticOrganisation } from '../testing/index.ts'

/** Visits to a stage summed; stages of no length left out. */
function timesOf({ stages }: ChangeRow): Readonly<Partial<Record<Stage, number>>> {
  const times: Partial<Record<Stage, number>> = {}
  for (const { stage, from, to } of stages) if (to > from) times[stage] = (times[stage] ?? 0) + (to - from)
  return times
}

describe('analyzeFlow with a forge', () => {
  it.each([
    ['each change is released on its own', {}],
    ['a train leaves every two weeks', { releaseEvery: milliseconds(2 * week) }],
  ])('finds the true time of every change in every stage when %s', (_, release) => {
    const { facts, options, truth } = syntheticOrganisation({
      changes: 600,
      forge: true,
      seed: 5,
      ...release,
    })

    const { changes } = analyzeFlow(facts, options)

    const shipped = changes.filter((row) => row.shipped !== undefined)
    expect(shipped.length).toBeGreaterThan(500)
    expect(shipped.map((row) => [row.change.id, timesOf(row)])).toEqual(
      shipped.map(({ change }) => [
        change.id,
        Object.fromEntries(Object.entries(truth.stages?.get(change.id) ?? {}).filter(([, time]) => time > 0)),
      ]),
    )
    // The synthetic organisation visits every stage that a forge, CI and deployments can tell of.
    expect(new Set(shipped.flatMap((row) => Object.keys(timesOf(row)))).size).toBe(11)
  })

  it('leaves nothing of the time unknown, and starts the clock at the first commit', () => {
    const { facts, options } = syntheticOrganisation({ changes: 300, forge: true })

    const { stages, clock, nextSources, review } = analyzeFlow(facts, options)

    expect(stages.map(({ stage }) => stage)).not.toContain('unknown')
    expect(stages.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
    expect(clock.start).toBe('first-commit')
    expect(nextSources.map(({ source }) => source)).toEqual([])
    expect(review?.withoutReview).toBeGreaterThan(10)
  })

  it('starts lead time at the first commit and not at the merge', () => {
    const { facts, options } = syntheticOrganisation({ changes: 300, forge: true, medianWait: hour })

    const [leadTime] = analyzeFlow(facts, options).metrics
    const sinceMerge = leadTime?.companions.find(({ id }) => id === 'merge-to-release-median')?.estimate

    expect(leadTime?.estimate.kind === 'known' && leadTime.estimate.value).toBeGreaterThan(8 * hour)
    expect(sinceMerge?.kind === 'known' && sinceMerge.value).toBeLessThan(3 * hour)
  })
})
