import { describe, expect, it } from 'vitest'
import { chooseMainLine, isReleaseBranch } from './branches.ts'
import { openRepository } from './repository.ts'
import { temporaryRepository } from './testing/index.ts'

describe('chooseMainLine', () => {
  it('takes what is asked for: a branch, a tag, a hash, or a branch of the remote', async () => {
    await using repository = await temporaryRepository((script) => {
      const first = script.commit('first')
      script.tag('v1.0', first)
      script.commit('second')
      script.reference('refs/remotes/origin/dev', first)
    })
    const opened = await openRepository(repository.path)
    const first = (await repository.git(['rev-parse', 'main~1'])).trim()

    for (const name of ['v1.0', first, 'dev', 'main~1']) {
      expect(await chooseMainLine(opened, name)).toEqual({
        name,
        tip: first,
        reason: 'requested',
        releaseBranches: [],
      })
    }
  })

  it.each(['missing', '--all', '-h', '', 'main\nmain', 'main:a.txt'])(
    'refuses the revision %j',
    async (name) => {
      await using repository = await temporaryRepository((script) => {
        script.commit('first', { files: { 'a.txt': 'a' } })
      })

      await expect(chooseMainLine(await openRepository(repository.path), name)).rejects.toMatchObject({
        code: 'UNKNOWN_REVISION',
      })
    },
  )

  it('takes the default branch of the remote, wherever HEAD is', async () => {
    await using repository = await temporaryRepository((script) => {
      script.commit('first')
      script.commit('second')
    })
    await using clone = await repository.clone()
    await clone.git(['checkout', '--quiet', '-b', 'topic', 'main~1'])

    expect(await chooseMainLine(await openRepository(clone.path))).toMatchObject({
      name: 'main',
      reason: 'remote-default',
    })
  })

  it('takes the local branch when it is ahead, but not when it has gone another way', async () => {
    await using repository = await temporaryRepository((script) => {
      script.commit('first')
      script.commit('second')
    })
    await using ahead = await repository.clone()
    await ahead.git(['commit', '--quiet', '--allow-empty', '-m', 'third'])
    await using apart = await repository.clone()
    await apart.git(['reset', '--quiet', '--hard', 'main~1'])
    await apart.git(['commit', '--quiet', '--allow-empty', '-m', 'other second'])

    expect(await chooseMainLine(await openRepository(ahead.path))).toMatchObject({
      tip: (await ahead.git(['rev-parse', 'main'])).trim(),
      reason: 'local-ahead',
    })
    expect(await chooseMainLine(await openRepository(apart.path))).toMatchObject({
      tip: repository.revisionOf({ mark: 2 }),
      reason: 'remote-default',
    })
  })

  it('takes HEAD where no remote is known', async () => {
    await using repository = await temporaryRepository((script) => {
      script.commit('first')
      script.commit('other', { branch: 'topic' })
    })
    const branch = await chooseMainLine(await openRepository(repository.path))
    await repository.git(['checkout', '--quiet', '--detach', 'topic'])
    const detached = await chooseMainLine(await openRepository(repository.path))

    expect(branch).toMatchObject({ name: 'main', reason: 'head-branch' })
    expect(detached).toMatchObject({ tip: repository.revisionOf({ mark: 2 }), reason: 'detached-head' })
  })

  it('takes another branch when HEAD is unborn, and refuses an empty repository', async () => {
    await using repository = await temporaryRepository((script) => {
      script.commit('first', { branch: 'trunk' })
    })
    await using empty = await temporaryRepository()

    expect(await chooseMainLine(await openRepository(repository.path))).toMatchObject({ name: 'trunk' })
    await expect(chooseMainLine(await openRepository(empty.path))).rejects.toMatchObject({
      code: 'EMPTY_REPOSITORY',
    })
  })

  it('lists release branches', async () => {
    await using repository = await temporaryRepository((script) => {
      const first = script.commit('first')
      for (const branch of ['release/1.x', '4.x', 'topic'])
        script.commit('on it', { branch, parents: [first] })
    })

    const { releaseBranches } = await chooseMainLine(await openRepository(repository.path))

    expect(releaseBranches.map(({ name }) => name)).toEqual(['4.x', 'release/1.x'])
  })
})

describe('isReleaseBranch', () => {
  it.each([
    'release/1.2',
    'release-1.x',
    '4.x',
    'v4',
    'v18.x',
    '7.0',
    'stable/2024',
    'maint-2.39',
    'v1.x-staging',
    'REL_17_STABLE',
    '5-1-stable',
    'branch-3.5',
    'v3-lts',
    '1.21-maint',
    'support/2.x',
  ])('sees one in %s', (name) => {
    expect(isReleaseBranch(name)).toBe(true)
  })

  it.each([
    'main',
    'develop',
    'feature/1.x-support',
    'fix/123',
    'release',
    'automate-releases',
    'renovate/node-22.x',
    'dependabot/npm/a-1.2.x',
  ])('sees none in %s', (name) => {
    expect(isReleaseBranch(name)).toBe(false)
  })
})
