import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryRepository } from '@sluice/git/testing'
import { deliveryHistory } from '@sluice/ledger/testing'
import { fixedClock, instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { diagnose } from './diagnose.ts'
import { temporaryPlace } from './testing/temporary-place.ts'

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

describe('diagnose with a ledger', () => {
  it('says who told it what, what was set aside, and what is still not connected', async () => {
    await using repository = await temporaryRepository((script) => void script.commit('one'))
    await repository.git(['remote', 'add', 'origin', 'https://github.com/acme/shop.git'])
    await using place = await temporaryPlace(clock)
    const receivedAt = clock.now()
    await place.use((ledger) =>
      ledger.append({
        events: [...deliveryHistory({ changes: 3 })],
        rejected: [
          { id: 'a', source: 'github', reason: 'It is no pull request.', excerpt: '{}', receivedAt },
        ],
      }),
    )

    const { findings } = await diagnose(repository.path, { clock, ledger: place.place })

    const told = findings.filter(({ id }) => /^(ledger|source|quarantine)/.test(id))
    expect(told.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'ledger ok',
      'source-github ok',
      'quarantine-1 note',
      'source-deployments note',
      'source-incidents note',
    ])
    expect(told.find(({ id }) => id === 'quarantine-1')?.detail).toBe(
      '1 record from github: It is no pull request.',
    )
  })

  it('goes on with the rest when the ledger cannot be opened', async () => {
    await using repository = await temporaryRepository((script) => void script.commit('one'))
    await using place = await temporaryPlace(clock)
    await writeFile(
      join(place.path, 'ledger.duckdb'),
      'this is no database, and long enough to be read as one',
    )

    const { findings } = await diagnose(repository.path, { clock, ledger: place.place })

    expect(findings.find(({ id }) => id === 'ledger')).toMatchObject({ status: 'problem', title: 'Ledger' })
    expect(findings.some(({ id }) => id === 'release-tags')).toBe(true)
  })
})
