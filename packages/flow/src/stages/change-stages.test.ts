import {
  hour,
  instant,
  minute,
  revision,
  type ChangeEvent,
  type ChangeEventKind,
  type Instant,
  type Stage,
} from '@sluice/model'
import { describe, expect, it } from 'vitest'
import type { ChangeCiRun, ChangeRow, FlowAnalysis } from '../analysis.ts'
import { analyzeFlow } from '../analyze-flow.ts'
import { aiReviewer, bot, factsOf, optionsFor } from '../testing/index.ts'

const options = optionsFor('2026-08-03T00:00:00Z', '2026-10-12T00:00:00Z')
const { since } = options.window

/** The hour of the change's life: its first commit is at 0. */
function h(hours: number): Instant {
  return instant(since + 24 * hour + hours * hour)
}

type EventLine = readonly [hours: number, kind: ChangeEventKind, partial?: Partial<ChangeEvent>]
type RunLine = Partial<Omit<ChangeCiRun, 'createdAt' | 'startedAt' | 'finishedAt'>> & {
  readonly at: readonly [created: number, started?: number, finished?: number]
}

interface Life {
  readonly mergedAt: number
  readonly startedAt?: number
  readonly events: readonly EventLine[]
  readonly runs?: readonly RunLine[]
  readonly shippedAt?: number
}

function analysisOf({ mergedAt, startedAt = 0, events, runs = [], shippedAt }: Life): FlowAnalysis {
  const builder = factsOf()
  builder.deployment({ finishedAt: instant(since - hour), isBaseline: true })
  const change = builder.change({ startedAt: h(startedAt), start: 'first-commit', mergedAt: h(mergedAt) })
  for (const [hours, kind, partial] of events) builder.event(change, kind, h(hours), partial)
  for (const {
    at: [created, started, finished],
    ...partial
  } of runs) {
    builder.ciRun(change, {
      createdAt: h(created),
      ...(started !== undefined && { startedAt: h(started) }),
      ...(finished !== undefined && { finishedAt: h(finished) }),
      ...partial,
    })
  }
  builder.deployment({ finishedAt: h(shippedAt ?? mergedAt) }, [change])
  return analyzeFlow(builder.facts(), options)
}

function rowOf(life: Life): ChangeRow {
  const [row] = analysisOf(life).changes
  if (row === undefined) throw new TypeError('one change')
  return row
}

/** Spans before the merge as `[stage, from, to]` in hours. */
function spansOf(life: Life): readonly (readonly [Stage, number, number])[] {
  const merged = h(life.mergedAt)
  return rowOf(life)
    .stages.filter(({ from, to }) => from < merged && to > from)
    .map(({ stage, from, to }) => [stage, (from - h(0)) / hour, (to - h(0)) / hour])
}

const [r1, r2, r3] = ['1', '2', '3'].map((digit) => revision(digit.repeat(40)))
if (r1 === undefined || r2 === undefined || r3 === undefined) throw new TypeError('three revisions')

describe('the stages of a change', () => {
  describe('coding and pickup', () => {
    it('codes until the opening, waits until the first look, and waits to be merged after the approval', () => {
      expect(
        spansOf({
          mergedAt: 9,
          events: [
            [2, 'opened'],
            [6, 'approved'],
          ],
        }),
      ).toEqual([
        ['coding', 0, 2],
        ['pickup-wait', 2, 6],
        ['merge-wait', 6, 9],
      ])
    })

    it('counts draft time as coding, until it was last made ready before its first review', () => {
      const events: readonly EventLine[] = [
        [1, 'opened'],
        [2, 'readied'],
        [3, 'drafted'],
        [5, 'readied'],
        [7, 'approved'],
      ]

      expect(spansOf({ mergedAt: 8, events })).toEqual([
        ['coding', 0, 5],
        ['pickup-wait', 5, 7],
        ['merge-wait', 7, 8],
      ])
    })

    it('has no pickup wait where somebody looked at the draft, and gives the draft to its author', () => {
      const events: readonly EventLine[] = [
        [1, 'opened'],
        [3, 'commented'],
        [4, 'pushed'],
        [5, 'readied'],
        [7, 'approved'],
      ]

      expect(spansOf({ mergedAt: 8, events })).toEqual([
        ['coding', 0, 3],
        ['author-rework', 3, 5],
        ['reviewer-wait', 5, 7],
        ['merge-wait', 7, 8],
      ])
    })

    it('does not let AI reviewers and bots start the clock of the review, or stop it', () => {
      const events: readonly EventLine[] = [
        [1, 'opened'],
        [1.1, 'reviewed', { actor: aiReviewer }],
        [1.2, 'commented', { actor: bot }],
        [1.3, 'approved', { actor: bot }],
        [6, 'changes-requested'],
        [6.1, 'approved', { actor: aiReviewer }],
        [8, 'pushed'],
        [8.1, 'reviewed', { actor: aiReviewer }],
        [9, 'approved'],
      ]

      expect(spansOf({ mergedAt: 10, events })).toEqual([
        ['coding', 0, 1],
        ['pickup-wait', 1, 6],
        ['author-rework', 6, 8],
        ['reviewer-wait', 8, 9],
        ['merge-wait', 9, 10],
      ])
    })

    it('takes a plain comment of another person for a look, and one of the author for none', () => {
      const events: readonly EventLine[] = [
        [1, 'opened'],
        [2, 'commented', { isAuthor: true }],
        [4, 'commented'],
        [5, 'pushed'],
        [6, 'approved'],
      ]

      expect(spansOf({ mergedAt: 6, events })).toEqual([
        ['coding', 0, 1],
        ['pickup-wait', 1, 4],
        ['author-rework', 4, 5],
        ['reviewer-wait', 5, 6],
      ])
    })

    it('takes somebody whose account is gone for a person', () => {
      const gone: Partial<ChangeEvent> = { isAuthor: false }
      const life = factsOf()
      const change = life.change({ startedAt: h(0), start: 'first-commit', mergedAt: h(5) })
      life.event(change, 'opened', h(1))
      const { actor: _, ...approval } = life.event(change, 'approved', h(3), gone)
      const { forge, ...facts } = life.facts()
      const [opened] = forge?.events ?? []
      if (forge === undefined || opened === undefined) throw new TypeError('an opening')

      const [row] = analyzeFlow(
        { ...facts, forge: { ...forge, events: [opened, approval] } },
        options,
      ).changes

      expect(row?.review).toBe('by-people')
      expect(row?.stages.map(({ stage }) => stage).slice(0, 2)).toEqual(['coding', 'pickup-wait'])
    })
  })

  describe('without a review', () => {
    const life: Life = {
      mergedAt: 5,
      events: [
        [1, 'opened'],
        [1.1, 'reviewed', { actor: aiReviewer }],
      ],
      runs: [{ at: [1, 1.5, 3] }],
    }

    it('has no pickup wait, not even one of zero hours', () => {
      expect(spansOf(life)).toEqual([
        ['coding', 0, 1],
        ['ci-queue', 1, 1.5],
        ['ci-run', 1.5, 3],
        ['merge-wait', 3, 5],
      ])
      expect(analysisOf(life).stages.map(({ stage }) => stage)).not.toContain('pickup-wait')
    })

    it('is counted, and so is that only programs looked at it', () => {
      const analysis = analysisOf(life)

      expect(analysis.review).toEqual({ known: 1, withoutReview: 1, byProgramsOnly: 1 })
      expect(analysis.changes[0]?.review).toBe('by-programs')
      expect(analysis.caveats).toContainEqual({ kind: 'reviews-by-programs-only', count: 1, of: 1 })
    })
  })

  describe('review', () => {
    it('alternates between reviewers and author by who acted last', () => {
      const events: readonly EventLine[] = [
        [0, 'opened'],
        [2, 'changes-requested'],
        [3, 'pushed'],
        [5, 'reviewed'],
        [6, 'commented', { isAuthor: true }],
        [8, 'commented'],
        [9, 'review-requested'],
        [10, 'approved'],
      ]

      expect(spansOf({ mergedAt: 10, events })).toEqual([
        ['pickup-wait', 0, 2],
        ['author-rework', 2, 3],
        ['reviewer-wait', 3, 5],
        ['author-rework', 5, 6],
        ['reviewer-wait', 6, 8],
        ['author-rework', 8, 9],
        ['reviewer-wait', 9, 10],
      ])
    })

    it('is over with the approval, unless a push after it was approved again', () => {
      const events: readonly EventLine[] = [
        [0, 'opened'],
        [1, 'approved'],
        [3, 'pushed'],
        [4, 'approved'],
        [5, 'pushed'],
      ]

      expect(spansOf({ mergedAt: 7, events })).toEqual([
        ['pickup-wait', 0, 1],
        ['merge-wait', 1, 3],
        ['reviewer-wait', 3, 4],
        ['merge-wait', 4, 7],
      ])
    })

    it('takes the approval for the last word where a push carries the same second', () => {
      const events: readonly EventLine[] = [
        [0, 'opened'],
        [1, 'changes-requested'],
        [3, 'approved'],
        [3, 'pushed'],
      ]

      expect(spansOf({ mergedAt: 6, events })).toEqual([
        ['pickup-wait', 0, 1],
        ['author-rework', 1, 3],
        ['merge-wait', 3, 6],
      ])
    })

    it('takes a merge queue for an acceptance, like the merge', () => {
      const events: readonly EventLine[] = [
        [0, 'opened'],
        [2, 'commented'],
        [4, 'enqueued'],
      ]

      expect(spansOf({ mergedAt: 6, events })).toEqual([
        ['pickup-wait', 0, 2],
        ['merge-wait', 2, 6],
      ])
    })

    it('takes comments that nobody answered before the merge for an acceptance', () => {
      expect(
        spansOf({
          mergedAt: 9,
          events: [
            [0, 'opened'],
            [2, 'commented'],
            [3, 'commented'],
          ],
        }),
      ).toEqual([
        ['pickup-wait', 0, 2],
        ['author-rework', 2, 3],
        ['merge-wait', 3, 9],
      ])
    })

    it('leaves requested changes with the author until the merge', () => {
      expect(
        spansOf({
          mergedAt: 9,
          events: [
            [0, 'opened'],
            [2, 'changes-requested'],
            [3, 'commented'],
          ],
        }),
      ).toEqual([
        ['pickup-wait', 0, 2],
        ['author-rework', 2, 9],
      ])
    })

    it('says of a change that was closed for a while that nobody knows what it waited for', () => {
      expect(
        spansOf({
          mergedAt: 9,
          events: [
            [0, 'opened'],
            [2, 'closed'],
            [5, 'reopened'],
            [8, 'approved'],
          ],
        }),
      ).toEqual([
        ['pickup-wait', 0, 2],
        ['unknown', 2, 5],
        ['pickup-wait', 5, 8],
        ['merge-wait', 8, 9],
      ])
    })
  })

  describe('checks', () => {
    it('gives the time to the gate that is satisfied last: a review that outlasts the checks', () => {
      expect(
        spansOf({
          mergedAt: 5,
          events: [
            [0, 'opened'],
            [4, 'approved'],
          ],
          runs: [{ at: [0, 0.5, 2] }],
        }),
      ).toEqual([
        ['pickup-wait', 0, 4],
        ['merge-wait', 4, 5],
      ])
    })

    it('takes all turns of a review for one gate: checks that outlast only the pickup cost nothing', () => {
      const events: readonly EventLine[] = [
        [0, 'opened'],
        [1, 'changes-requested'],
        [4, 'pushed'],
        [5, 'approved'],
      ]

      expect(spansOf({ mergedAt: 5, events, runs: [{ at: [0, 0.5, 3] }] })).toEqual([
        ['pickup-wait', 0, 1],
        ['author-rework', 1, 4],
        ['reviewer-wait', 4, 5],
      ])
    })

    it('gives the time to the gate that is satisfied last: checks that outlast the review', () => {
      expect(
        spansOf({
          mergedAt: 5,
          events: [
            [0, 'opened'],
            [1, 'approved'],
          ],
          runs: [{ at: [0, 0.5, 4] }],
        }),
      ).toEqual([
        ['ci-queue', 0, 0.5],
        ['ci-run', 0.5, 4],
        ['merge-wait', 4, 5],
      ])
    })

    it('counts of several pipelines at once the one that ends last', () => {
      expect(
        spansOf({
          mergedAt: 6,
          events: [[0, 'opened']],
          runs: [
            { at: [0, 3, 5], pipeline: 'slow to start' },
            { at: [0, 0.5, 4], pipeline: 'slow' },
          ],
        }),
      ).toEqual([
        ['ci-queue', 0, 3],
        ['ci-run', 3, 5],
        ['merge-wait', 5, 6],
      ])
    })

    it('takes a failed attempt and the next one on the same revision for a repair, by attempt', () => {
      const failed = { at: [1, 1.5, 3], outcome: 'failed' } as const
      const again = { at: [1, 4, 5], attempt: 2 } as const

      expect(spansOf({ mergedAt: 6, events: [[1, 'opened']], runs: [failed, again] })).toEqual([
        ['coding', 0, 1],
        ['ci-queue', 1, 1.5],
        ['ci-run', 1.5, 3],
        ['ci-repair', 3, 4],
        ['ci-run', 4, 5],
        ['merge-wait', 5, 6],
      ])
    })

    it('knows the queue of another attempt where the forge says when it was asked for', () => {
      const failed = { at: [0, 1, 2], outcome: 'timed-out' } as const
      const again = { at: [3, 4, 5], attempt: 2 } as const

      expect(spansOf({ mergedAt: 5, events: [[0, 'opened']], runs: [failed, again] })).toEqual([
        ['ci-queue', 0, 1],
        ['ci-run', 1, 2],
        ['ci-repair', 2, 3],
        ['ci-queue', 3, 4],
        ['ci-run', 4, 5],
      ])
    })

    it('does not believe the old start that a re-run of failed jobs keeps', () => {
      const failed = { at: [0, 1, 2], outcome: 'failed' } as const
      const again = { at: [0, 1, 5], attempt: 2 } as const

      expect(spansOf({ mergedAt: 5, events: [[0, 'opened']], runs: [failed, again] })).toEqual([
        ['ci-queue', 0, 1],
        ['ci-run', 1, 2],
        ['ci-repair', 2, 5],
      ])
      expect(rowOf({ mergedAt: 5, events: [[0, 'opened']], runs: [failed, again] }).doubts).toBeUndefined()
    })

    it('takes a failed run and the push after it for a repair by the author', () => {
      const failed = { at: [1, 1.5, 2], outcome: 'failed', revision: r1 } as const
      const fixed = { at: [4, 4.5, 5], revision: r2 } as const

      expect(
        spansOf({
          mergedAt: 6,
          events: [
            [0, 'opened'],
            [1, 'approved'],
            [4, 'pushed'],
          ],
          runs: [failed, fixed],
        }),
      ).toEqual([
        ['pickup-wait', 0, 1],
        ['ci-queue', 1, 1.5],
        ['ci-run', 1.5, 2],
        ['ci-repair', 2, 4],
        ['ci-queue', 4, 4.5],
        ['ci-run', 4.5, 5],
        ['merge-wait', 5, 6],
      ])
    })

    it('lets a newer revision end the checks of the one before', () => {
      const old = { at: [0, 1, 9], revision: r1, outcome: 'cancelled' } as const
      const next = { at: [3, 3.5, 4], revision: r2 } as const

      expect(
        spansOf({
          mergedAt: 10,
          events: [
            [0, 'opened'],
            [3, 'pushed'],
          ],
          runs: [old, next],
        }),
      ).toEqual([
        ['ci-queue', 0, 1],
        ['ci-run', 1, 3],
        ['ci-queue', 3, 3.5],
        ['ci-run', 3.5, 4],
        ['merge-wait', 4, 10],
      ])
    })

    it('lets no check hold back a merge that it was red at, or that it outlasted', () => {
      const red = { at: [0, 0, 1], outcome: 'failed', pipeline: 'optional' } as const
      const late = { at: [0, 1, 20], pipeline: 'nightly' } as const

      expect(spansOf({ mergedAt: 6, events: [[0, 'opened']], runs: [red, late] })).toEqual([
        ['ci-run', 0, 1],
        ['merge-wait', 1, 6],
      ])
    })

    it('never makes a queue negative, and says that its times cannot be', () => {
      const life: Life = { mergedAt: 4, events: [[0, 'opened']], runs: [{ at: [2, 1, 3] }] }

      expect(spansOf(life)).toEqual([
        ['merge-wait', 0, 2],
        ['ci-run', 2, 3],
        ['merge-wait', 3, 4],
      ])
      expect(rowOf(life).doubts).toEqual(['impossible-ci-times'])
      expect(analysisOf(life).caveats).toContainEqual({ kind: 'impossible-ci-times', count: 1, of: 1 })
    })

    it('counts a run without a start as running, and says so', () => {
      const builder = factsOf()
      builder.deployment({ finishedAt: instant(since - hour), isBaseline: true })
      const change = builder.change({ startedAt: h(0), start: 'first-commit', mergedAt: h(4) })
      builder.event(change, 'opened', h(0))
      builder.ciRun(change, { createdAt: h(1), finishedAt: h(3) })

      const { changes, caveats } = analyzeFlow(builder.facts(), options)

      expect(changes[0]?.stages[1]).toEqual({ stage: 'ci-run', from: h(1), to: h(3) })
      expect(caveats).toContainEqual({ kind: 'ci-start-unknown', count: 1, of: 1 })
    })
  })

  describe('the merge queue', () => {
    it('is merge wait, but for the checks that run in it', () => {
      const events: readonly EventLine[] = [
        [0, 'opened'],
        [1, 'approved'],
        [2, 'enqueued'],
      ]
      const runs = [{ at: [3, 3.5, 5], trigger: 'merge-queue', revision: r2 }] as const

      expect(spansOf({ mergedAt: 6, events, runs })).toEqual([
        ['pickup-wait', 0, 1],
        ['merge-wait', 1, 3],
        ['ci-queue', 3, 3.5],
        ['ci-run', 3.5, 5],
        ['merge-wait', 5, 6],
      ])
    })

    it('repairs from the failure in the queue until the change is put into it again', () => {
      const events: readonly EventLine[] = [
        [0, 'opened'],
        [1, 'approved'],
        [1, 'enqueued'],
        [3, 'dequeued', { actor: bot }],
        [5, 'enqueued'],
      ]
      const runs = [
        { at: [1, 2, 3], trigger: 'merge-queue', revision: r2, outcome: 'failed' },
        { at: [6, 6, 7], trigger: 'merge-queue', revision: r3 },
      ] as const

      expect(spansOf({ mergedAt: 7, events, runs })).toEqual([
        ['pickup-wait', 0, 1],
        ['ci-queue', 1, 2],
        ['ci-run', 2, 3],
        ['ci-repair', 3, 6],
        ['ci-run', 6, 7],
      ])
    })
  })

  it('repairs a failure in the merge queue until the change is queued again, where no other run is known', () => {
    const events: readonly EventLine[] = [
      [0, 'opened'],
      [1, 'approved'],
      [1, 'enqueued'],
      [5, 'enqueued'],
    ]
    const runs = [{ at: [1, 2, 3], trigger: 'merge-queue', outcome: 'failed' }] as const

    expect(spansOf({ mergedAt: 7, events, runs })).toEqual([
      ['pickup-wait', 0, 1],
      ['ci-queue', 1, 2],
      ['ci-run', 2, 3],
      ['ci-repair', 3, 5],
      ['merge-wait', 5, 7],
    ])
  })

  describe('what cannot be', () => {
    it('moves a review from before the opening to the opening, and counts it', () => {
      const life: Life = {
        mergedAt: 6,
        events: [
          [1, 'approved'],
          [3, 'opened'],
        ],
      }

      expect(spansOf(life)).toEqual([
        ['coding', 0, 3],
        ['merge-wait', 3, 6],
      ])
      expect(analysisOf(life).caveats).toContainEqual({ kind: 'impossible-order', count: 1, of: 1 })
    })

    it('tells nothing of a change that was opened after it was merged', () => {
      const life: Life = {
        mergedAt: 6,
        events: [
          [8, 'opened'],
          [9, 'approved'],
        ],
      }

      expect(spansOf(life)).toEqual([['unknown', 0, 6]])
      expect(rowOf(life).doubts).toEqual(['impossible-order'])
    })

    it('leaves out what comes after the merge; reviews of merged work are nothing odd', () => {
      const life: Life = {
        mergedAt: 6,
        events: [
          [1, 'opened'],
          [7, 'approved'],
          [8, 'commented'],
          [9, 'pushed'],
        ],
      }

      expect(spansOf(life)).toEqual([
        ['coding', 0, 1],
        ['merge-wait', 1, 6],
      ])
      expect(rowOf(life)).toMatchObject({ review: 'none' })
      expect(rowOf(life).doubts).toBeUndefined()
    })

    it('starts a change at its opening where its commits were rewritten later', () => {
      const life: Life = {
        startedAt: 4,
        mergedAt: 6,
        events: [
          [1, 'opened'],
          [3, 'approved'],
        ],
      }

      expect(rowOf(life).change).toMatchObject({ startedAt: h(1), start: 'opened' })
      expect(spansOf(life)).toEqual([
        ['pickup-wait', 1, 3],
        ['merge-wait', 3, 6],
      ])
    })

    it('cannot make a review longer than the change was open', () => {
      const events: readonly EventLine[] = [
        [-100, 'changes-requested'],
        [2, 'opened'],
        [300, 'approved'],
      ]

      expect(spansOf({ mergedAt: 5, events })).toEqual([
        ['coding', 0, 2],
        ['author-rework', 2, 5],
      ])
    })
  })

  it('leaves to the unknown what no forge tells of', () => {
    expect(spansOf({ mergedAt: 5, events: [] })).toEqual([['unknown', 0, 5]])
  })

  it('does not take checks alone for the whole story', () => {
    expect(spansOf({ mergedAt: 5, events: [], runs: [{ at: [1, 2, 3] }] })).toEqual([['unknown', 0, 5]])
  })
})

describe('the stages of a deployment', () => {
  function afterMerge(
    steps: readonly (readonly [hours: number, state: 'created' | 'waiting' | 'queued' | 'running'])[],
  ) {
    const builder = factsOf()
    builder.deployment({ finishedAt: instant(since - hour), isBaseline: true })
    const change = builder.change({ mergedAt: h(0) })
    builder.deployment(
      {
        finishedAt: h(10),
        source: 'recorded',
        steps: steps.map(([hours, state]) => ({ state, at: h(hours) })),
      },
      [change],
    )
    return analyzeFlow(builder.facts(), options).changes[0]?.stages.map(({ stage, from, to }) => [
      stage,
      (from - h(0)) / hour,
      (to - h(0)) / hour,
    ])
  }

  it('waits for the release until the deployment is created, then for approval, then runs', () => {
    expect(
      afterMerge([
        [4, 'created'],
        [4, 'waiting'],
        [7, 'queued'],
        [8, 'running'],
      ]),
    ).toEqual([
      ['release-wait', 0, 4],
      ['deploy-approval', 4, 7],
      ['deploy-run', 7, 10],
    ])
  })

  it('sums several waits for approval', () => {
    expect(
      afterMerge([
        [1, 'created'],
        [2, 'waiting'],
        [3, 'running'],
        [5, 'waiting'],
        [8, 'running'],
      ]),
    ).toEqual([
      ['release-wait', 0, 1],
      ['deploy-run', 1, 2],
      ['deploy-approval', 2, 3],
      ['deploy-run', 3, 5],
      ['deploy-approval', 5, 8],
      ['deploy-run', 8, 10],
    ])
  })

  it('waits for nothing where the deployment was created before the merge', () => {
    expect(
      afterMerge([
        [-3, 'created'],
        [-2, 'running'],
      ]),
    ).toEqual([['deploy-run', 0, 10]])
  })

  it('knows only the wait for a release where nobody recorded steps', () => {
    expect(afterMerge([])).toEqual([['release-wait', 0, 10]])
  })
})

describe('open changes', () => {
  const asOf = h(100)

  function summaryOf(build: (builder: ReturnType<typeof factsOf>) => void): FlowAnalysis {
    const builder = factsOf({ readUntil: asOf })
    builder.deployment({ finishedAt: instant(since - hour), isBaseline: true })
    build(builder)
    return analyzeFlow(builder.facts(), options)
  }

  it('stand in their current stage since they came into it, longest open first', () => {
    const { open } = summaryOf((builder) => {
      const waiting = builder.open({ openedAt: h(40), startedAt: h(30) })
      builder.event(waiting, 'opened', h(40))
      const reviewed = builder.open({ openedAt: h(20), startedAt: h(10) })
      builder.event(reviewed, 'opened', h(20))
      builder.event(reviewed, 'changes-requested', h(25))
      builder.open({ openedAt: h(1), authorClass: 'bot' })
      builder.abandoned({ change: waiting.id, at: h(2) })
    })

    expect(open).toMatchObject({
      asOf,
      changes: 2,
      byBots: 1,
      byStage: [
        { stage: 'pickup-wait', changes: 1 },
        { stage: 'author-rework', changes: 1 },
      ],
      slowest: [
        { stage: 'author-rework', since: h(25), change: { openedAt: h(20) } },
        { stage: 'pickup-wait', since: h(40), change: { openedAt: h(40) } },
      ],
      abandoned: 1,
    })
  })

  it('count in the stage as still waiting, and in nothing that is about merged changes', () => {
    const analysis = summaryOf((builder) => {
      const waiting = builder.open({ openedAt: h(40), startedAt: h(30) })
      builder.event(waiting, 'opened', h(40))
    })

    expect(analysis.stages).toMatchObject([
      { stage: 'coding', n: 1, inProgress: 0, total: 0, median: { censored: 0 } },
      { stage: 'pickup-wait', n: 1, inProgress: 1, total: 0, median: { censored: 1 } },
    ])
    const length = options.window.until - since
    expect(analysis.stages[1]?.meanInProgress).toBeCloseTo((60 * hour) / length, 12)
    expect(analysis.changes).toEqual([])
    expect(analysis.metrics[0]?.counts).toMatchObject({ changes: 0, inFlight: 0 })
  })

  it('that were opened before the window are in progress, and in no median', () => {
    const analysis = summaryOf((builder) => {
      const old = builder.open({ openedAt: instant(since - hour) })
      builder.event(old, 'opened', instant(since - hour))
    })

    expect(analysis.stages).toMatchObject([{ stage: 'pickup-wait', n: 0, inProgress: 1 }])
    expect(analysis.stages[0]?.median).toMatchObject({ kind: 'unknown', reason: 'no-data' })
  })

  it('wait for their author where checks are red, for reviewers where they run, and code while they are drafts', () => {
    const { open } = summaryOf((builder) => {
      const red = builder.open({ openedAt: h(10) })
      builder.event(red, 'opened', h(10))
      builder.ciRun(red, { createdAt: h(11), startedAt: h(11), finishedAt: h(12), outcome: 'failed' })
      const running = builder.open({ openedAt: h(20) })
      builder.event(running, 'opened', h(20))
      builder.ciRun(running, { createdAt: h(21), startedAt: h(22) })
      const draft = builder.open({ openedAt: h(30), isDraft: true })
      builder.event(draft, 'opened', h(30))
      const checking = builder.open({ openedAt: h(40) })
      builder.event(checking, 'opened', h(40))
      builder.event(checking, 'approved', h(41))
      builder.ciRun(checking, { createdAt: h(40), startedAt: h(42) })
      const green = builder.open({ openedAt: h(50) })
      builder.event(green, 'opened', h(50))
      builder.event(green, 'approved', h(51))
      builder.open({ openedAt: h(60) })
    })

    expect(open?.slowest.map(({ stage, since }) => [stage, (since - h(0)) / hour])).toEqual([
      ['ci-repair', 12],
      ['pickup-wait', 20],
      ['coding', 30],
      ['ci-run', 42],
      ['merge-wait', 51],
      ['unknown', 60],
    ])
  })

  it('count those that were merged or abandoned only after the window', () => {
    const builder = factsOf()
    const later = builder.change({ startedAt: h(1), mergedAt: instant(options.window.until + hour) })
    builder.event(later, 'opened', h(2))
    const given = builder.open({ openedAt: h(3) })
    const { forge, ...facts } = builder.facts()
    if (forge === undefined) throw new TypeError('forge facts')
    const abandoned = [{ change: given.id, at: instant(options.window.until + minute), was: given }]

    const { open } = analyzeFlow({ ...facts, forge: { ...forge, open: [], abandoned } }, options)

    expect(open?.slowest.map(({ change }) => change.openedAt)).toEqual([h(2), h(3)])
    expect(open?.abandoned).toBe(0)
  })
})
