import { git, temporaryRepository, type HistoryScript } from '@sluice/git/testing'
import { fixedClock, instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { analyzeRepository } from './analyze-repository.ts'
import type { AnalyzeOptions } from './analyze-options.ts'

const clock = fixedClock(instant(Date.UTC(2026, 6, 1)))
const options: AnalyzeOptions = { clock, since: '2026-01-01', until: '2026-07-01' }

describe('analyzeRepository', () => {
  it('measures from merge to release in a history of squash merges', async () => {
    await using repository = await temporaryRepository(squashHistory)

    const { flow, notices } = await analyzeRepository(repository.path, options)

    expect(flow.clock).toEqual({
      start: 'merge',
      counts: { 'first-commit': 0, authored: 0, opened: 0, merged: 30 },
    })
    // The change in the first known release was there before anybody looked.
    expect(flow.changes.map(({ problem }) => problem ?? 'shipped').toSorted()).toEqual([
      'before-first-deployment',
      ...Array<string>(29).fill('shipped'),
    ])
    expect(flow.metrics[0]?.estimate).toMatchObject({ kind: 'known', n: 29, censored: 0 })
    expect(notices).toEqual([])
  })

  it.each([
    [1, 50, ['Only 1 release for 50 changes in the window']],
    [2, 60, ['Only 2 releases for 60 changes in the window']],
    [3, 60, []],
    [1, 49, []],
  ])(
    'says that %i releases for %i changes may not be how change reaches users',
    async (releases, changes, told) => {
      await using repository = await temporaryRepository((script) => {
        script.tag('v0.1.0', script.commit('start', { at: '2025-12-01T00:00:00Z' }))
        for (let index = 1; index <= changes; index += 1) {
          const at = Date.UTC(2026, 0, 1 + index)
          script.commit(`feat: change ${index} (#${index})`, { at })
          if (index <= releases)
            script.tag(`v0.${index + 1}.0`, script.tip('main'), { annotatedAt: at + 1_000 })
        }
      })

      const { notices } = await analyzeRepository(repository.path, options)

      const rare = notices.filter(({ code }) => code === 'RARE_RELEASES')
      expect(rare.map(({ message }) => message.split(':')[0])).toEqual(told)
    },
  )

  it('measures from the first commit in a history of merges', async () => {
    await using repository = await temporaryRepository((script) => {
      script.tag('v0.1.0', script.commit('start', { at: '2026-01-01T00:00:00Z' }))
      for (let week = 1; week <= 10; week += 1) {
        const base = script.tip('main')
        const at = (hours: number): number => Date.UTC(2026, 0, 1 + 7 * week, hours)
        const topic = script.commit('work', { branch: `topic-${week}`, parents: [base], at: at(0) })
        script.merge(`Merge pull request #${week} from owner/topic-${week}\n\nfeat: ${week}`, topic, {
          at: at(24),
        })
        script.tag(`v0.${week + 1}.0`, script.tip('main'), { annotatedAt: at(72) })
      }
    })

    const { flow } = await analyzeRepository(repository.path, options)

    expect(flow.clock.start).toBe('first-commit')
    const shipped = flow.changes.filter(({ change }) => change.shape === 'merge')
    expect(shipped.map(({ change }) => change.title)).toContain('feat: 10')
    expect(
      shipped.map(({ stages }) => stages.map(({ stage, from, to }) => [stage, (to - from) / 3_600_000])),
    ).toEqual(
      Array.from({ length: 10 }, () => [
        ['unknown', 24],
        ['release-wait', 48],
      ]),
    )
  })

  it('counts a release as failed when a later one carries the revert of a change in it', async () => {
    await using repository = await temporaryRepository((script) => {
      script.tag('v1.0.0', script.commit('start', { at: '2026-01-05T00:00:00Z' }), {
        annotatedAt: '2026-01-05T01:00:00Z',
      })
      script.commit('feat: faster cart (#7)', { at: '2026-01-06T00:00:00Z' })
      script.tag('v1.1.0', script.tip('main'), { annotatedAt: '2026-01-07T00:00:00Z' })
      script.commit('Revert "feat: faster cart (#7)" (#8)', { at: '2026-01-07T10:00:00Z' })
      script.tag('v1.1.1', script.tip('main'), { annotatedAt: '2026-01-07T12:00:00Z' })
    })

    const { flow } = await analyzeRepository(repository.path, options)

    const failed = flow.deployments.filter(({ failures }) => failures.length > 0)
    expect(failed.map(({ deployment }) => deployment.name)).toEqual(['v1.1.0'])
    expect(failed[0]?.failures[0]).toMatchObject({ rung: 'revert', remediation: 'git::v1.1.1' })
    expect(
      flow.deployments.filter(({ isRework }) => isRework).map(({ deployment }) => deployment.name),
    ).toEqual(['v1.1.1'])
  })

  it('follows one service of a monorepo and only the changes in its folder', async () => {
    await using repository = await temporaryRepository((script) => {
      for (let week = 1; week <= 6; week += 1) {
        for (const service of ['api', 'web']) {
          const file = { [`packages/${service}/file.txt`]: String(week) }
          script.commit(`feat(${service}): ${week}`, { at: Date.UTC(2026, 0, 7 * week), files: file })
          script.tag(`${service}@1.${week}.0`, script.tip('main'))
        }
      }
    })

    const whole = await analyzeRepository(repository.path, options)
    const api = await analyzeRepository(repository.path, { ...options, service: 'api' })

    expect(whole.flow.services.map(({ service }) => service).toSorted()).toEqual(['api', 'web'])
    expect(api.scope).toMatchObject({ service: 'api', serviceFolder: 'packages/api' })
    expect(api.flow.changes.map(({ change }) => change.title).toSorted()).toEqual(
      [1, 2, 3, 4, 5, 6].map((week) => `feat(api): ${week}`),
    )
    expect(api.flow.deployments.every(({ deployment }) => deployment.service === 'api')).toBe(true)
  })

  it('names the nearest service when nobody releases the one asked for', async () => {
    await using repository = await temporaryRepository((script) => {
      script.tag('api@1.0.0', script.commit('one'))
      script.tag('web@1.0.0', script.commit('two'))
    })

    await expect(analyzeRepository(repository.path, { ...options, service: 'apy' })).rejects.toMatchObject({
      code: 'SERVICE_UNKNOWN',
      message: 'No release tag names a service "apy"; the nearest is "api".',
    })
  })

  it('reads change sizes only when asked', async () => {
    await using repository = await temporaryRepository((script) => {
      script.commit('start', { files: { 'a.txt': 'one\n' } })
      script.commit('grow', { files: { 'a.txt': 'one\ntwo\nthree\n' } })
    })

    const without = await analyzeRepository(repository.path, options)
    const sized = await analyzeRepository(repository.path, { ...options, size: true })

    expect(without.flow.changes.map(({ change }) => change.changedLines)).toEqual([undefined, undefined])
    expect(
      sized.flow.changes.map(({ change }) => change.changedLines).toSorted((a = 0, b = 0) => a - b),
    ).toEqual([1, 2])
  })

  it('gives the same answer for the same clone on another day', async () => {
    await using repository = await temporaryRepository(squashHistory)

    const today = await analyzeRepository(repository.path, { clock })
    const nextYear = await analyzeRepository(repository.path, {
      clock: fixedClock(instant(Date.UTC(2027, 6, 1))),
    })

    expect(nextYear.flow).toEqual(today.flow)
  })

  it('answers the same for a bare, a partial and a full clone', async () => {
    await using repository = await temporaryRepository(squashHistory)
    const full = await analyzeRepository(repository.path, options)

    for (const kind of ['--bare', '--filter=blob:none', '--filter=tree:0']) {
      await using clone = await repository.clone([kind, '--no-checkout'])

      expect((await analyzeRepository(clone.path, options)).flow).toEqual(full.flow)
    }
  })
})

describe('notices', () => {
  const codesOf = async (path: string, extra: Partial<AnalyzeOptions> = {}): Promise<string[]> =>
    (await analyzeRepository(path, { clock, ...extra })).notices.map((notice) => notice.code)

  it('say what a shallow clone costs', async () => {
    await using repository = await temporaryRepository(squashHistory)
    await using clone = await repository.clone(['--depth=5'])

    expect(await codesOf(clone.path)).toContain('SHALLOW_CLONE')
  })

  it('say that there are no tags, or none that looks like a release', async () => {
    await using bare = await temporaryRepository((script) => void script.commit('only'))
    await using odd = await temporaryRepository((script) => script.tag('before-lunch', script.commit('only')))

    const untagged = await analyzeRepository(bare.path, { clock })
    const oddlyTagged = await analyzeRepository(odd.path, { clock })

    expect(untagged.notices.find(({ code }) => code === 'NO_RELEASE_TAGS')?.message).toContain('has no tags')
    expect(oddlyTagged.notices.find(({ code }) => code === 'NO_RELEASE_TAGS')?.message).toContain(
      'None of the 1 tags',
    )
    expect(untagged.flow.metrics.map(({ estimate }) => estimate.kind)).toEqual(Array(5).fill('unknown'))
  })

  it('say that only prereleases exist, or that some were left out', async () => {
    await using only = await temporaryRepository((script) => script.tag('v1.0.0-rc.1', script.commit('one')))
    await using some = await temporaryRepository((script) => {
      script.tag('v1.0.0-rc.1', script.commit('one'))
      script.tag('v1.0.0', script.commit('two'))
    })

    expect(await codesOf(only.path)).toContain('ONLY_PRERELEASES')
    expect(await codesOf(some.path)).toContain('PRERELEASES_LEFT_OUT')
  })

  it('say that the history is old, that the window is empty, and that the window was chosen', async () => {
    await using repository = await temporaryRepository(
      (script) => void script.commit('old', { at: '2020-01-01' }),
    )

    expect(await codesOf(repository.path)).toContain('HISTORY_IS_OLD')
    expect(await codesOf(repository.path, { until: 'now' })).not.toContain('HISTORY_IS_OLD')
    expect(await codesOf(repository.path, { until: 'now' })).toContain('NO_CHANGE_IN_WINDOW')
  })

  it('believe the clock over a few commits, and most commits over the clock', async () => {
    await using lying = await temporaryRepository((script) => {
      for (let day = 1; day <= 9; day += 1) script.commit(`day ${day}`, { at: Date.UTC(2026, 5, day) })
      script.commit('from tomorrow', { at: Date.UTC(2031, 0, 1) })
    })
    const before = fixedClock(instant(Date.UTC(1970, 0, 1)))

    const trusted = await analyzeRepository(lying.path, { clock })

    expect(trusted.notices.map(({ code }) => code)).toContain('COMMITS_IN_THE_FUTURE')
    expect(trusted.repository.newestAt).toBe(Date.UTC(2026, 5, 9))
    expect(await codesOf(lying.path, { clock: before })).toContain('CLOCK_BEHIND_HISTORY')
  })

  it('say that tags are older than the commits they tag', async () => {
    await using repository = await temporaryRepository((script) => {
      script.tag('v1.0.0', script.commit('one', { at: '2026-05-02' }), { annotatedAt: '2026-05-01' })
    })

    expect(await codesOf(repository.path)).toContain('TAGS_OLDER_THAN_THEIR_COMMIT')
  })

  it('say that HEAD is detached', async () => {
    await using repository = await temporaryRepository((script) => void script.commit('one'))
    await git(repository.path, ['checkout', '--quiet', '--detach', 'main'])

    expect(await codesOf(repository.path)).toContain('DETACHED_HEAD')
  })

  it('say that a service has no folder of its own', async () => {
    await using repository = await temporaryRepository((script) => {
      script.tag('api@1.0.0', script.commit('one'))
      script.tag('web@1.0.0', script.commit('two'))
    })

    expect(await codesOf(repository.path, { service: 'api' })).toContain('SERVICE_FOLDER_UNKNOWN')
  })
})

/** Thirty squash merges, one a day, and an annotated release every third day, the first one day after the first. */
function squashHistory(script: HistoryScript): void {
  for (let day = 0; day < 30; day += 1) {
    script.commit(`fix: number ${day} (#${day + 1})`, { at: Date.UTC(2026, 5, 1 + day, 8) })
    if (day % 3 === 0 || day === 29) {
      script.tag(`v1.${day}.0`, script.tip('main'), { annotatedAt: Date.UTC(2026, 5, 1 + day, 20) })
    }
  }
}
