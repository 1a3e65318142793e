import { temporaryRepository, type HistoryScript } from '@sluice/git/testing'
import { fixedClock, instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { analyzeRepository } from './analyze-repository.ts'
import { isHotfix } from './hotfix-failures.ts'

describe('isHotfix', () => {
  it.each([
    ['hotfix: cart is empty', undefined],
    ['[hotfix] cart', undefined],
    ['Cart', 'hotfix/cart'],
    ['Cart', 'hotfix-1.2'],
  ])('knows %j on branch %j', (title, branch) => {
    expect(isHotfix(title, branch)).toBe(true)
  })

  it.each([
    ['docs: how to make a hotfix', undefined],
    ['fix: cart', 'fix/hotfix-docs'],
    ['hotfixture for tests', 'main'],
  ])('does not take %j on branch %j for one', (title, branch) => {
    expect(isHotfix(title, branch)).toBe(false)
  })
})

describe('failuresFromHotfixes', () => {
  it('blames the release before a hotfix that touches what it changed', async () => {
    await using repository = await temporaryRepository(historyWithHotfix('cart.ts', '2026-01-03T00:00:00Z'))

    expect(await failedReleases(repository.path)).toEqual([
      { name: 'v1.1.0', rung: 'hotfix', remediation: 'git::v1.1.1' },
    ])
  })

  it('blames nobody when the hotfix touches other files', async () => {
    await using repository = await temporaryRepository(historyWithHotfix('menu.ts', '2026-01-03T00:00:00Z'))

    expect(await failedReleases(repository.path)).toEqual([])
  })

  it('blames nobody when the release is older than three days', async () => {
    await using repository = await temporaryRepository(historyWithHotfix('cart.ts', '2026-01-07T00:00:00Z'))

    expect(await failedReleases(repository.path)).toEqual([])
  })
})

function historyWithHotfix(file: string, at: string): (script: HistoryScript) => void {
  return (script) => {
    script.commit('start', { at: '2026-01-01T00:00:00Z', files: { 'cart.ts': '1', 'menu.ts': '1' } })
    script.tag('v1.0.0', script.tip('main'))
    script.commit('feat: cart', { at: '2026-01-02T00:00:00Z', files: { 'cart.ts': '2' } })
    script.tag('v1.1.0', script.tip('main'))
    script.commit('hotfix: it broke', { at, files: { [file]: '3' } })
    script.tag('v1.1.1', script.tip('main'))
  }
}

async function failedReleases(path: string): Promise<unknown[]> {
  const { flow } = await analyzeRepository(path, {
    clock: fixedClock(instant(Date.UTC(2026, 1, 1))),
    since: '2026-01-01',
    until: '2026-02-01',
  })
  return flow.deployments.flatMap(({ deployment, failures }) =>
    failures.map(({ rung, remediation }) => ({ name: deployment.name, rung, remediation })),
  )
}
