import {
  changeId,
  day,
  deploymentId,
  hour,
  instant,
  revision,
  wholeRepository,
  type Change,
  type Deployment,
} from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { failuresFromReverts, longestBlame, type Revert, type RevertContext } from './failure-links.ts'

const bad = aChange('bad', 1, { title: 'feat: faster cart (#7)' })
const repair = aChange('repair', 3, { title: 'Revert "feat: faster cart (#7)" (#8)' })
const first = aDeployment('v1', 2)
const second = aDeployment('v2', 4)

describe('failuresFromReverts', () => {
  it('blames the release that carried the reverted commit and names the release that carried the repair', () => {
    const failures = failuresFromReverts(
      [byRevision],
      contextOf([bad, repair], { bad: first, repair: second }),
    )

    expect(failures).toEqual([
      {
        deployment: first.id,
        rung: 'revert',
        culprit: bad.id,
        repair: repair.id,
        remediation: second.id,
        knownAt: repair.mergedAt,
      },
    ])
  })

  it('finds the culprit by its title when the revert names no commit', () => {
    const byTitle: Revert = {
      change: repair,
      revisions: [],
      pullRequests: [],
      titles: ['feat: faster cart (#7)'],
    }

    const failures = failuresFromReverts([byTitle], contextOf([bad, repair], { bad: first, repair: second }))

    expect(failures.map((failure) => failure.culprit)).toEqual([bad.id])
  })

  it('finds the culprit by the number of its pull request', () => {
    const numbered = aChange('bad', 1, { pullRequest: 7 })
    const byNumber: Revert = { change: repair, revisions: [], pullRequests: [7], titles: [] }

    const failures = failuresFromReverts([byNumber], contextOf([numbered, repair], { bad: first }))

    expect(failures.map((failure) => failure.culprit)).toEqual([numbered.id])
  })

  it('has no remediation while the repair has not been released', () => {
    const [failure] = failuresFromReverts([byRevision], contextOf([bad, repair], { bad: first }))

    expect(failure).toMatchObject({ deployment: first.id })
    expect(failure).not.toHaveProperty('remediation')
  })

  it('sees no failure when the change was taken back before any release carried it', () => {
    const context = contextOf([bad, repair], { bad: second, repair: second })

    expect(failuresFromReverts([byRevision], context)).toEqual([])
  })

  it('sees no failure in landing a change again', () => {
    const again: Revert = {
      change: repair,
      revisions: [bad.revision],
      pullRequests: [],
      titles: ['Revert "feat: faster cart"'],
    }

    expect(failuresFromReverts([again], contextOf([bad, repair], { bad: first }))).toEqual([])
  })

  it('sees no failure in a revert of documentation', () => {
    const docs = aChange('bad', 1, { type: 'docs' })

    expect(failuresFromReverts([byRevision], contextOf([docs, repair], { bad: first }))).toEqual([])
  })

  it('takes a late revert for a change of mind', () => {
    const late = aChange('repair', 2 + longestBlame / day + 1)

    expect(
      failuresFromReverts([{ ...byRevision, change: late }], contextOf([bad, late], { bad: first })),
    ).toEqual([])
  })

  it('does not blame the first known release, which carries all that came before', () => {
    const baseline = { ...first, isBaseline: true }

    expect(failuresFromReverts([byRevision], contextOf([bad, repair], { bad: baseline }))).toEqual([])
  })
})

const byRevision: Revert = {
  change: repair,
  revisions: [bad.revision],
  pullRequests: [],
  titles: ['feat: faster cart (#7)'],
}

function contextOf(changes: readonly Change[], shipped: Readonly<Record<string, Deployment>>): RevertContext {
  return {
    changes,
    findChangeOf: (sha) => changes.find((change) => change.revision === sha),
    shippedIn: new Map(
      Object.entries(shipped).map(([name, deployment]) => [changeId(`git:${name}`), deployment.id]),
    ),
    deployments: new Map(Object.values(shipped).map((deployment) => [deployment.id, deployment])),
  }
}

function aChange(name: string, onDay: number, overrides: Partial<Change> = {}): Change {
  const mergedAt = instant(onDay * day + hour)
  return {
    id: changeId(`git:${name}`),
    revision: revision(name),
    title: name,
    startedAt: mergedAt,
    start: 'merged',
    mergedAt,
    shape: 'single',
    commits: 1,
    type: 'feature',
    authorClass: 'unmarked',
    marks: [],
    ...overrides,
  }
}

function aDeployment(name: string, onDay: number): Deployment {
  return {
    id: deploymentId(`git::${name}`),
    service: wholeRepository,
    revision: revision(name),
    name,
    finishedAt: instant(onDay * day),
    source: 'tag',
    timing: 'tagged',
    isBaseline: false,
  }
}
