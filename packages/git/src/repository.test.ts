import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changedFiles } from './changed-files.ts'
import { changedLines } from './changed-lines.ts'
import { commitsTouching } from './commits-touching.ts'
import { readHistory } from './history.ts'
import { openRepository, withoutCredentials } from './repository.ts'
import { findServiceFolder } from './service-folder.ts'
import { readTags } from './tags.ts'
import { temporaryFolder, temporaryRepository } from './testing/index.ts'
import type { HistoryScript } from './testing/index.ts'

function threeCommits(script: HistoryScript): void {
  for (const number of [1, 2, 3]) script.commit(`commit ${number}`, { files: { 'a/file.txt': `${number}` } })
}

function failure(code: string): unknown {
  return expect.objectContaining({ name: 'SluiceError', code })
}

describe('openRepository', () => {
  it('finds the repository from a folder inside the work tree and from a file', async () => {
    await using repository = await temporaryRepository(threeCommits, { isCheckedOut: true })

    const opened = await Promise.all(
      ['', 'a', 'a/file.txt', '.git'].map((path) => openRepository(join(repository.path, path))),
    )

    expect(new Set(opened.map(({ commonDirectory }) => commonDirectory)).size).toBe(1)
    expect(opened[0]).toMatchObject({
      objectFormat: 'sha1',
      isBare: false,
      isShallow: false,
      shallowBoundary: [],
      head: { kind: 'branch', branch: 'main' },
    })
  })

  it('opens a linked work tree with its own HEAD', async () => {
    await using repository = await temporaryRepository(threeCommits)
    await using folder = await temporaryFolder()
    await repository.git(['worktree', 'add', '--quiet', '--detach', join(folder.path, 'linked'), 'main~1'])

    const opened = await openRepository(join(folder.path, 'linked'))

    expect(opened.head).toEqual({
      kind: 'detached',
      revision: (await repository.git(['rev-parse', 'main~1'])).trim(),
    })
    expect(opened.commonDirectory).toBe(join(repository.path, '.git'))
  })

  it('says that a clone is bare, shallow or partial', async () => {
    await using repository = await temporaryRepository(threeCommits)
    await using bare = await repository.clone(['--bare'])
    await using shallow = await repository.clone(['--depth=2'])
    await using blobless = await repository.clone(['--filter=blob:none', '--no-checkout'])
    await using treeless = await repository.clone(['--filter=tree:0', '--no-checkout'])

    expect(await openRepository(bare.path)).toMatchObject({ isBare: true, isShallow: false })
    expect(await openRepository(shallow.path)).toMatchObject({
      isShallow: true,
      shallowBoundary: [(await repository.git(['rev-parse', 'main~1'])).trim()],
    })
    expect(await openRepository(blobless.path)).toMatchObject({ partialFilter: 'blob:none' })
    expect(await openRepository(treeless.path)).toMatchObject({ partialFilter: 'tree:0' })
    expect(await openRepository(repository.path)).not.toHaveProperty('partialFilter')
  })

  it('knows the SHA-256 format', async () => {
    await using repository = await temporaryRepository(threeCommits, { objectFormat: 'sha256' })

    expect(await openRepository(repository.path)).toMatchObject({ objectFormat: 'sha256' })
  })

  it('opens a repository without a commit', async () => {
    await using repository = await temporaryRepository()

    expect((await openRepository(repository.path)).head).toEqual({ kind: 'unborn', branch: 'main' })
  })

  it('keeps the password of the origin to itself', async () => {
    await using repository = await temporaryRepository(threeCommits)
    await repository.git(['remote', 'add', 'origin', 'https://bo:secret@example.com/shop/api.git'])

    expect(await openRepository(repository.path)).toMatchObject({
      originUrl: 'https://example.com/shop/api.git',
      name: 'api',
    })
  })

  it('refuses a path that is not there, or no repository', async () => {
    await using folder = await temporaryFolder()

    await expect(openRepository(join(folder.path, 'missing'))).rejects.toEqual(failure('PATH_NOT_FOUND'))
    await expect(openRepository(folder.path)).rejects.toEqual(failure('NOT_A_REPOSITORY'))
  })

  it('says that git is missing or too old', async () => {
    await using repository = await temporaryRepository(threeCommits)
    const oldGit = join(repository.path, 'old-git')
    await writeFile(oldGit, '#!/bin/sh\necho git version 2.17.1\n')
    await chmod(oldGit, 0o755)

    const open = (gitCommand: string): Promise<unknown> => openRepository(repository.path, { gitCommand })

    await expect(open('git-that-is-not-there')).rejects.toEqual(failure('GIT_MISSING'))
    await expect(open(oldGit)).rejects.toEqual(failure('GIT_TOO_OLD'))
  })

  it('gives the command that trusts a repository of another user', async () => {
    await using repository = await temporaryRepository(threeCommits)
    const foreignGit = join(repository.path, 'foreign-git')
    await writeFile(foreignGit, '#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec git "$@"\n')
    await chmod(foreignGit, 0o755)

    await expect(openRepository(repository.path, { gitCommand: foreignGit })).rejects.toMatchObject({
      code: 'UNSAFE_OWNERSHIP',
      message: expect.stringContaining(`git config --global --add safe.directory`),
    })
  })

  it('stops when it is told to', async () => {
    await using repository = await temporaryRepository(threeCommits)

    await expect(openRepository(repository.path, { signal: AbortSignal.abort() })).rejects.toEqual(
      failure('CANCELLED'),
    )
  })

  it('does not care in which repository it was started', async () => {
    await using repository = await temporaryRepository(threeCommits)
    await using other = await temporaryRepository()
    process.env['GIT_DIR'] = join(other.path, '.git')
    try {
      expect((await openRepository(repository.path)).gitDirectory).toBe(join(repository.path, '.git'))
    } finally {
      delete process.env['GIT_DIR']
    }
  })

  it('runs no program that the repository names', async () => {
    await using repository = await temporaryRepository(threeCommits, { isCheckedOut: true })
    const witness = join(repository.path, 'witness')
    await mkdir(witness)
    const program = join(repository.path, 'program')
    await writeFile(program, `#!/bin/sh\ntouch '${witness}/ran'\ncat\n`)
    await chmod(program, 0o755)
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'diff.external',
      'gpg.program',
      'diff.x.textconv',
    ]) {
      await repository.git(['config', key, program])
    }
    await repository.git(['config', 'log.showSignature', 'true'])
    await writeFile(join(repository.path, '.git/info/attributes'), '* diff=x\n')
    const tip = repository.revisionOf({ mark: 3 })

    const opened = await openRepository(repository.path)
    await readTags(opened)
    await readHistory(opened, { tips: [tip] })
    await changedLines(opened, [tip])
    await changedFiles(opened, repository.revisionOf({ mark: 1 }), tip)
    await commitsTouching(opened, tip, 'a')
    await findServiceFolder(opened, tip, 'a')

    expect(await readdir(witness)).toEqual([])
    await rm(program)
  })
})

describe('withoutCredentials', () => {
  it.each([
    ['https://bo:secret@example.com/a/b.git', 'https://example.com/a/b.git'],
    ['https://token@example.com:8443/a', 'https://example.com:8443/a'],
    ['https://example.com/a?token=secret', 'https://example.com/a'],
    ['https://bo:p@ss@example.com/a', 'https://example.com/a'],
    ['ssh://git@example.com/a/b', 'ssh://example.com/a/b'],
    ['git@example.com:a/b.git', 'git@example.com:a/b.git'],
    ['/some/folder', '/some/folder'],
  ])('cleans %s', (url, expected) => {
    expect(withoutCredentials(url)).toBe(expected)
  })
})
