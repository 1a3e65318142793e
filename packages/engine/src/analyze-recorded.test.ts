import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryRepository } from '@sluice/git/testing'
import { fixedClock, type Stage } from '@sluice/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnalyzeOptions } from './analyze-options.ts'
import { analyzeRepository } from './analyze-repository.ts'
import { analyzeLedger } from './ledger-facts/analyze-ledger.ts'
import type { RepositoryAnalysis } from './repository-analysis.ts'
import { march, recordedStory, shop, type RecordedStory } from './testing/recorded-story.ts'
import { temporaryPlace, type TemporaryPlace } from './testing/temporary-place.ts'

const clock = fixedClock(march(16))
const options: AnalyzeOptions = { clock, since: '2026-03-01', until: '2026-03-16' }

let story: RecordedStory
let place: TemporaryPlace
let byClone: RepositoryAnalysis
let byLedger: RepositoryAnalysis
beforeAll(async () => {
  story = await recordedStory()
  place = await temporaryPlace(clock)
  await place.use((ledger) => ledger.append({ events: story.events }))
  byClone = await analyzeRepository(story.clone.path, { ...options, ledger: place.place })
  byLedger = await analyzeLedger('acme/shop', { ...options, ledger: place.place })
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  await place[Symbol.asyncDispose]()
})

/** Hours in each stage of the change of a request. */
function hoursOf(
  analysis: RepositoryAnalysis,
  number: number,
): readonly (readonly [Stage, number])[] | undefined {
  const row = analysis.flow.changes.find(({ change }) => change.pullRequest === number)
  return row?.stages.map(({ stage, from, to }) => [stage, Math.round((to - from) / 36_000) / 100] as const)
}

/** What shipped each request, and when, in order of numbers. */
function shippingOf({ flow }: RepositoryAnalysis): readonly (readonly unknown[])[] {
  return flow.changes
    .flatMap(({ change, shipped }) =>
      change.pullRequest === undefined
        ? []
        : [
            [
              change.pullRequest,
              change.startedAt,
              change.mergedAt,
              shipped?.deployment,
              shipped?.at,
            ] as const,
          ],
    )
    .toSorted(([a], [b]) => a - b)
}

describe('analyzeRepository with a ledger', () => {
  it('joins the commits of the clone with the requests that brought them in', () => {
    const rows = byClone.flow.changes.map(({ change }) => change).toSorted((a, b) => a.mergedAt - b.mergedAt)

    expect(rows.map(({ id, start, shape, commits }) => [id, start, shape, commits])).toEqual([
      ...Array.from({ length: 12 }, (_, nth) => [`${shop}#${nth + 1}`, 'first-commit', 'single', 1]),
      // Three commits of one request on the main line are one change.
      [`${shop}#13`, 'first-commit', 'rebase', 3],
      [`${shop}#14`, 'first-commit', 'merge', 1],
      [expect.stringMatching(/^git:/), 'merged', 'single', 1],
    ])
    expect(rows.slice(0, 14).map(({ startedAt }) => startedAt)).toEqual(
      Array.from({ length: 14 }, (_, nth) => march(nth + 1, nth + 1 === 13 ? 1 : 6)),
    )
  })

  it('knows every stage from the first commit to the end of the deployment', () => {
    const stages = hoursOf(byClone, 3)

    expect(stages?.map(([stage]) => stage)).not.toContain('unknown')
    expect(stages?.at(0)).toEqual(['coding', 2])
    expect(stages?.slice(-3)).toEqual([
      ['release-wait', 1],
      ['deploy-approval', 0.5],
      ['deploy-run', 0.5],
    ])
    expect(stages?.reduce((sum, [, hours]) => sum + hours, 0)).toBeCloseTo(8, 1)
  })

  it('counts the recorded deployments and no tag', () => {
    const rows = byClone.flow.deployments.map(({ deployment }) => deployment)

    expect(rows.map(({ name }) => name).toSorted()).toEqual(
      ['back', 'd10', 'd14', 'd15', 'd3', 'd5', 'd6', 'd8', 'lost'].toSorted(),
    )
    expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(['recorded']))
    expect(byClone.flow.metrics.map(({ proxy }) => proxy)).toEqual(Array(5).fill(undefined))
  })

  it('takes every change to users with the first deployment that succeeded', () => {
    expect(shippingOf(byClone).map(([number, , , deployment]) => [number, deployment])).toEqual(
      [
        [1, 'd3'],
        [2, 'd3'],
        [3, 'd3'],
        // The deployment of the 5th failed.
        [4, 'd6'],
        [5, 'd6'],
        [6, 'd6'],
        [7, 'd8'],
        [8, 'd8'],
        [9, 'd10'],
        [10, 'd10'],
        [11, 'd14'],
        [12, 'd14'],
        [13, 'd14'],
        [14, 'd14'],
      ].map(([number, name]) => [number, `github:${name}`]),
    )
  })

  it('blames deployments by incidents and by rollbacks', () => {
    const failRate = byClone.flow.metrics.find(({ id }) => id === 'change-fail-rate')

    expect(
      byClone.flow.deployments
        .filter(({ failures }) => failures.length > 0)
        .map(({ deployment, failures }) => [deployment.name, failures.map(({ rung }) => rung).toSorted()])
        .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    ).toEqual([
      ['d10', ['incident']],
      ['d6', ['incident', 'rollback']],
    ])
    expect(failRate?.evidence).toEqual(expect.arrayContaining([{ rung: 'incident', count: 2 }]))
    expect(failRate?.estimate).toMatchObject({ kind: 'known' })
  })

  it('says that a deployment is of a commit that is not known', () => {
    expect(byClone.notices).toEqual([
      {
        code: 'DEPLOYMENTS_OF_UNKNOWN_REVISIONS',
        message:
          '1 deployment is of a commit that is not known here, such as fffffffff: they count, but nobody can tell what they carried.',
        hint: 'Fetch the branches that are deployed ("git fetch --all"), or check the hashes that are recorded.',
      },
    ])
  })

  it('says what it knows from where', () => {
    expect(byClone.knowledge).toMatchObject({
      location: join(place.path, 'ledger.duckdb'),
      sources: [{ source: 'github', events: story.events.length, lastAt: march(15, 14) }],
      changes: 14,
      deployments: 10,
    })
  })

  it('needs no commit or tag to be fresh', () => {
    expect(byClone.repository.newestAt).toBe(march(15, 14))
  })

  it('gives the same from one service alone, and refuses one that nobody deploys', async () => {
    const ledger = place.place

    const web = await analyzeRepository(story.clone.path, { ...options, ledger, service: 'web' })
    const other = analyzeRepository(story.clone.path, { ...options, ledger, service: 'wep' })

    expect(web.flow.deployments).toEqual(byClone.flow.deployments)
    await expect(other).rejects.toMatchObject({ code: 'SERVICE_UNKNOWN' })
  })

  it('is git alone where no ledger is asked, where there is none, which it says, and where it knows nothing of the repository', async () => {
    const gitAlone = await analyzeRepository(story.clone.path, options)
    await using empty = await temporaryPlace(clock)
    const withoutLedger = await analyzeRepository(story.clone.path, { ...options, ledger: empty.place })
    await empty.use(() => Promise.resolve())
    const withEmptyLedger = await analyzeRepository(story.clone.path, { ...options, ledger: empty.place })

    expect(gitAlone.knowledge).toBeUndefined()
    expect(gitAlone.flow.deployments.map(({ deployment }) => deployment.source)).toEqual(['tag'])
    expect(withoutLedger).toEqual({
      ...gitAlone,
      notices: [expect.objectContaining({ code: 'LEDGER_NOT_FOUND' }), ...gitAlone.notices],
    })
    expect(withEmptyLedger).toEqual(gitAlone)
  })

  it('takes release tags where requests are known and no deployment is', async () => {
    await using partial = await temporaryPlace(clock)
    const events = story.events.filter(({ kind }) => !kind.startsWith('deployment') && kind !== 'incident')
    await partial.use((ledger) => ledger.append({ events }))

    const { flow, knowledge } = await analyzeRepository(story.clone.path, {
      ...options,
      ledger: partial.place,
    })

    expect(knowledge).toMatchObject({ changes: 14, deployments: 0 })
    expect(flow.deployments.map(({ deployment }) => [deployment.name, deployment.source])).toEqual([
      ['v0.2.0', 'tag'],
    ])
    expect(flow.metrics.find(({ id }) => id === 'deployment-frequency')?.proxy).toBe('tags')
  })

  it('tells when the ledger cannot be opened', async () => {
    await using broken = await temporaryPlace(clock)
    await writeFile(join(broken.path, 'ledger.duckdb'), 'no database'.repeat(1_000))

    const analyzed = analyzeRepository(story.clone.path, { ...options, ledger: broken.place })

    await expect(analyzed).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' })
  })

  it('asks no ledger about a clone without an origin', async () => {
    await using lonely = await temporaryRepository((script) => {
      script.tag('v1.0.0', script.commit('start', { at: march(2) }))
    })

    const { knowledge } = await analyzeRepository(lonely.path, { ...options, ledger: place.place })

    expect(knowledge).toBeUndefined()
  })
})

describe('analyzeLedger', () => {
  it('finds for every request what the clone finds', () => {
    expect(shippingOf(byLedger)).toEqual(shippingOf(byClone))
    expect(new Set(byLedger.flow.changes.map(({ shipped }) => shipped?.how))).toEqual(
      new Set(['main-line-order']),
    )
  })

  it('cuts the way of a request into the same stages', () => {
    for (const number of [1, 8, 13, 14]) expect(hoursOf(byLedger, number)).toEqual(hoursOf(byClone, number))
  })

  it('blames the same deployments', () => {
    const failures = ({ flow }: RepositoryAnalysis): unknown =>
      flow.deployments.map(({ deployment, failures: found }) => [deployment.name, found])

    expect(failures(byLedger)).toEqual(failures(byClone))
  })

  it('says what cannot be seen without a clone', () => {
    expect(byLedger.notices.map(({ code }) => code)).toEqual([
      'WITHOUT_CLONE',
      'DEPLOYMENTS_OF_UNKNOWN_REVISIONS',
    ])
    // The first, the one that nobody knows, and the commit without a request.
    expect(byLedger.notices[1]?.message).toMatch(/^3 deployments are of a commit that is not known here/)
  })

  it('describes the repository by what its forge tells', async () => {
    const newest = await story.clone.git(['rev-parse', 'HEAD~1'])

    expect(byLedger.repository).toEqual({
      name: 'acme/shop',
      head: newest.trim(),
      mainLine: 'main',
      commits: 16,
      isShallow: false,
      isPartial: false,
      isBare: false,
      newestAt: march(15, 14),
      links: {
        commit: 'https://github.com/acme/shop/commit/{sha}',
        pullRequest: 'https://github.com/acme/shop/pull/{number}',
        tag: 'https://github.com/acme/shop/releases/tag/{tag}',
      },
    })
    expect(byLedger.knowledge).toMatchObject({ changes: 14, deployments: 10 })
  })

  it('follows another branch when it is told to, and says what it leaves out', async () => {
    const { flow, notices } = await analyzeLedger('acme/shop', {
      ...options,
      ledger: place.place,
      mainLine: 'next',
    })

    expect(flow.changes).toEqual([])
    expect(notices.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['MERGED_ELSEWHERE', 'NO_CHANGE_IN_WINDOW']),
    )
  })

  it.each([
    ['of which the ledger knows nothing', 'acme/other', 'REPOSITORY_NOT_KNOWN'],
    ['whose name is none', 'shop', 'REPOSITORY_NAME_INVALID'],
  ])('refuses a repository %s', async (_, name, code) => {
    await expect(analyzeLedger(name, { ...options, ledger: place.place })).rejects.toMatchObject({ code })
  })

  it('knows nothing without a ledger', async () => {
    await expect(analyzeLedger('acme/shop', options)).rejects.toMatchObject({ code: 'REPOSITORY_NOT_KNOWN' })
  })
})
