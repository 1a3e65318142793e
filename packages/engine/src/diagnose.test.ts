import { temporaryRepository } from '@sluice/git/testing'
import { fixedClock, instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { diagnose } from './diagnose.ts'

const clock = fixedClock(instant(Date.UTC(2026, 0, 10)))

describe('diagnose', () => {
  it('says what it found, and what each further source would add', async () => {
    await using repository = await temporaryRepository((script) => {
      script.tag('api@1.0.0', script.commit('one'))
      script.tag('web@1.0.0', script.commit('two'), { annotatedAt: '2026-01-02' })
      script.tag('lunch', script.tip('main'))
    })

    const { findings } = await diagnose(repository.path, { clock })

    expect(findings.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'git ok',
      'clone ok',
      'main-line ok',
      'history ok',
      'release-tags ok',
      'services ok',
      'source-forge note',
      'source-deployments note',
      'source-incidents note',
      'source-ci note',
    ])
    expect(findings.find(({ id }) => id === 'release-tags')?.detail).toBe(
      '3 tags, 2 releases; 1 not like a version; 1 annotated, with a date of their own',
    )
  })

  it('names the problem when nothing says when change was released', async () => {
    await using repository = await temporaryRepository((script) => void script.commit('one'))

    const { findings } = await diagnose(repository.path, { clock })

    expect(findings.filter(({ status }) => status === 'problem').map(({ id }) => id)).toEqual([
      'release-tags',
      'no-release-tags',
    ])
  })

  it('says what a partial clone can not do', async () => {
    await using repository = await temporaryRepository((script) => void script.commit('one'))
    await using clone = await repository.clone(['--filter=tree:0', '--bare'])

    const { findings } = await diagnose(clone.path, { clock })

    expect(findings.find(({ id }) => id === 'clone')).toMatchObject({
      status: 'note',
      detail: expect.stringContaining('bare; partial (tree:0): everything works but --service and --size'),
    })
  })
})
