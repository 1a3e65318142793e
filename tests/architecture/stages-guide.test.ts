import { readFileSync } from 'node:fs'
import { analyzeFlow } from '@sluice/flow'
import { aiReviewer, factsOf, optionsFor } from '@sluice/flow/testing'
import { day, hour, instant, minute, revision, stageDescriptions, type Instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'

const guide = readFileSync(new URL('../../docs/guides/stages.md', import.meta.url), 'utf8')
const options = optionsFor('2026-11-01T00:00:00Z', '2026-11-30T00:00:00Z')

/** `Tue 11:30` of the week of the example. */
function at(words: string): Instant {
  const [name = '', clock = ''] = words.split(' ')
  const [hours = '', minutes = ''] = clock.split(':')
  const monday = Date.UTC(2026, 10, 2)
  const days = ['Mon', 'Tue', 'Wed'].indexOf(name)
  return instant(monday + days * day + Number(hours) * hour + Number(minutes) * minute)
}

/** The rows of the first table below a heading whose head starts with the given cell. */
function tableOf(firstHead: string): readonly (readonly [string, string])[] {
  const lines = guide.slice(guide.indexOf('## An example')).split('\n')
  const head = lines.findIndex((line) => line.startsWith(`| ${firstHead} |`))
  const rows = lines.slice(head + 2)
  return rows.slice(0, rows.indexOf('')).map((row) => {
    const [, first = '', second = ''] = row.split('|')
    return [first.trim(), second.trim()]
  })
}

/** `1 h 30 min`. */
function spoken(milliseconds: number): string {
  const hours = Math.floor(milliseconds / hour)
  const minutes = (milliseconds % hour) / minute
  return [...(hours > 0 ? [`${hours} h`] : []), ...(minutes > 0 ? [`${minutes} min`] : [])].join(' ')
}

/** The life in the guide, told as a forge, its CI and its deployments tell it. */
function exampleFacts(): ReturnType<ReturnType<typeof factsOf>['facts']> {
  const builder = factsOf()
  const change = builder.change({
    startedAt: at('Mon 09:00'),
    start: 'first-commit',
    mergedAt: at('Tue 15:00'),
  })
  builder.event(change, 'opened', at('Mon 14:00'))
  builder.event(change, 'commented', at('Mon 14:02'), { actor: aiReviewer })
  builder.event(change, 'readied', at('Mon 16:00'))
  const first = revision('1'.repeat(40))
  builder.ciRun(change, {
    revision: first,
    createdAt: at('Mon 16:00'),
    startedAt: at('Mon 16:10'),
    finishedAt: at('Mon 16:50'),
  })
  builder.event(change, 'changes-requested', at('Tue 10:00'))
  builder.event(change, 'pushed', at('Tue 11:30'))
  const second = { revision: revision('2'.repeat(40)), createdAt: at('Tue 11:30') }
  builder.ciRun(change, {
    ...second,
    startedAt: at('Tue 11:40'),
    finishedAt: at('Tue 13:00'),
    outcome: 'failed',
  })
  builder.event(change, 'approved', at('Tue 12:00'))
  builder.ciRun(change, {
    ...second,
    attempt: 2,
    startedAt: at('Tue 13:20'),
    finishedAt: at('Tue 14:00'),
  })
  builder.deployment({ finishedAt: options.window.since, isBaseline: true })
  builder.deployment(
    {
      source: 'recorded',
      finishedAt: at('Wed 09:45'),
      steps: [
        { state: 'created', at: at('Wed 09:00') },
        { state: 'waiting', at: at('Wed 09:00') },
        { state: 'running', at: at('Wed 09:30') },
      ],
    },
    [change],
  )
  return builder.facts()
}

describe('the guide to stages', () => {
  it('tells the times of its example as the analysis finds them', () => {
    const { stages } = analyzeFlow(exampleFacts(), options)

    expect(tableOf('stage')).toEqual(
      stages.map(({ stage, total }) => {
        const { label } = stageDescriptions[stage]
        return [label.startsWith('CI') ? label : label.toLowerCase(), spoken(total)]
      }),
    )
  })

  it('lists in its example what the analysis was told, and nothing else', () => {
    const { forge, changes, deployments } = exampleFacts()
    const instants = [
      ...changes.flatMap(({ startedAt, mergedAt }) => [startedAt, mergedAt]),
      ...(forge?.events ?? []).map((event) => event.at),
      ...(forge?.ciRuns ?? []).flatMap((run) => [run.createdAt, run.startedAt, run.finishedAt]),
      ...deployments
        .filter(({ isBaseline }) => !isBaseline)
        .flatMap(({ steps = [], finishedAt }) => [...steps.map((step) => step.at), finishedAt]),
    ]

    expect(tableOf('when').map(([when]) => at(when))).toEqual(
      [...new Set(instants.flatMap((instant) => instant ?? []))].toSorted((a, b) => a - b),
    )
  })
})
