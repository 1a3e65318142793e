import { instant, day } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { analyzeFlow } from '../analyze-flow.ts'
import { factsOf, optionsFor } from '../testing/index.ts'

const options = optionsFor('2026-08-03T00:00:00Z', '2026-10-12T00:00:00Z')
const { since } = options.window
const inWindow = { mergedAt: instant(since + day) }

describe('cohorts', () => {
  it('counts classes over all changes and the marked share over those not by bots', () => {
    const builder = factsOf()
    builder.change({ ...inWindow, authorClass: 'bot', marks: [{ tool: 'dependabot', place: 'author' }] })
    builder.change({ ...inWindow, authorClass: 'ai-authored', marks: [{ tool: 'Codex', place: 'author' }] })
    builder.change({
      ...inWindow,
      authorClass: 'ai-co-authored',
      marks: [
        { tool: 'Codex', place: 'trailer' },
        { tool: 'Codex', place: 'branch' },
        { tool: 'Cursor', place: 'footer' },
      ],
    })
    builder.change(inWindow)

    const { cohorts } = analyzeFlow(builder.facts(), options)

    expect(cohorts.counts).toEqual({
      'ai-authored': 1,
      'ai-co-authored': 1,
      'ai-hinted': 0,
      bot: 1,
      unmarked: 1,
    })
    expect(cohorts.tools).toEqual([
      { tool: 'Codex', changes: 2 },
      { tool: 'Cursor', changes: 1 },
    ])
    expect(cohorts.markedShare).toMatchObject({ kind: 'known', value: 2 / 3, n: 3 })
  })

  it('says in what share of changes a mark could have been seen', () => {
    const builder = factsOf()
    builder.change({ ...inWindow, canCarryMarks: true })
    builder.change({ ...inWindow, canCarryMarks: false })
    // Where nobody looked, a squashed pull request may have lost its trailers; a direct push keeps its message.
    builder.change({ ...inWindow, pullRequest: 7 })
    builder.change({ ...inWindow, pullRequest: 8, shape: 'merge' })
    builder.change(inWindow)

    expect(analyzeFlow(builder.facts(), options).cohorts.coverage).toMatchObject({ value: 0.6, n: 5 })
  })

  it('compares sizes alike where sizes are known', () => {
    const builder = factsOf()
    builder.deployment({ finishedAt: instant(since - day), isBaseline: true })
    for (let serial = 0; serial < 60; serial += 1) {
      const change = builder.change({
        mergedAt: instant(since + serial * day),
        changedLines: serial % 2 === 0 ? 5 : 500,
        ...(serial % 4 < 2 && { authorClass: 'ai-hinted', marks: [{ tool: 'Codex', place: 'branch' }] }),
      })
      builder.deployment({ finishedAt: instant(change.mergedAt + day) }, [change])
    }

    const { leadTime } = analyzeFlow(builder.facts(), options).cohorts

    expect(leadTime.stratifiedBy).toEqual(['month', 'type', 'size'])
    expect(leadTime.strata[0]).toEqual({ name: '2026-08 other 101 to 1,000 lines', marked: 7, unmarked: 7 })
  })
})
