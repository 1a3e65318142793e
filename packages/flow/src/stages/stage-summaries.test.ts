import { day, instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import type { ChangeRow } from '../analysis.ts'
import { indexFacts } from '../facts/flow-index.ts'
import { aChange, factsOf, optionsFor } from '../testing/index.ts'
import { stageSummaries } from './stage-summaries.ts'

const options = optionsFor('2026-08-03T00:00:00Z', '2026-10-12T00:00:00Z')
const { since, until } = options.window

function dayOf(days: number): ReturnType<typeof instant> {
  return instant(since + days * day)
}

function rowsOf(rows: readonly ChangeRow[]): Parameters<typeof stageSummaries>[0] {
  return { all: rows, nonBot: rows, measured: rows, carriedOver: [], open: [] }
}

const builder = factsOf()
const deployment = builder.deployment({ finishedAt: dayOf(-1) })
const index = indexFacts(builder.facts(), options)

describe('stageSummaries', () => {
  it('sums the visits to a stage and not the time from the first to the last', () => {
    const rows = Array.from({ length: 6 }, (_, serial): ChangeRow => ({
      change: aChange(serial, { mergedAt: dayOf(33) }),
      shipped: { deployment: deployment.id, at: dayOf(33), how: 'reachable' },
      stages: [
        { stage: 'reviewer-wait', from: dayOf(0), to: dayOf(4) },
        { stage: 'author-rework', from: dayOf(4), to: dayOf(29) },
        { stage: 'reviewer-wait', from: dayOf(29), to: dayOf(33) },
      ],
    }))

    const [waiting, rework] = stageSummaries(rowsOf(rows), index)

    expect(waiting).toMatchObject({
      stage: 'reviewer-wait',
      median: { value: 8 * day },
      total: 48 * day,
      n: 6,
    })
    expect(rework).toMatchObject({ stage: 'author-rework', median: { value: 25 * day }, share: 25 / 33 })
  })

  it('censors only the stage that a change is in when we look', () => {
    const row: ChangeRow = {
      change: aChange(1, { mergedAt: dayOf(5) }),
      stages: [
        { stage: 'coding', from: dayOf(0), to: dayOf(5) },
        { stage: 'release-wait', from: dayOf(5), to: until },
      ],
    }

    const summaries = stageSummaries(rowsOf([row]), index)

    expect(summaries.map(({ stage, median, inProgress }) => [stage, median.censored, inProgress])).toEqual([
      ['coding', 0, 0],
      ['release-wait', 1, 1],
    ])
  })

  it('leaves a stage that no change was in out, instead of giving it zero', () => {
    const row: ChangeRow = {
      change: aChange(1, { mergedAt: dayOf(5) }),
      stages: [{ stage: 'release-wait', from: dayOf(5), to: until }],
    }

    expect(stageSummaries(rowsOf([row]), index).map(({ stage }) => stage)).toEqual(['release-wait'])
  })
})
