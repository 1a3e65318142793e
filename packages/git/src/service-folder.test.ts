import { describe, expect, it } from 'vitest'
import { changedFiles } from './changed-files.ts'
import { changedLines } from './changed-lines.ts'
import { commitsTouching } from './commits-touching.ts'
import { openRepository } from './repository.ts'
import { findServiceFolder } from './service-folder.ts'
import { temporaryRepository, type HistoryScript } from './testing/index.ts'

function monorepo(script: HistoryScript): void {
  const files = {
    'package.json': '{"name": "shop"}',
    'packages/api/package.json': '{"name": "@shop/gateway"}',
    'packages/web/package.json': '{"name": "@shop/web"}',
    'examples/gateway/package.json': '{"name": "@shop/gateway"}',
    'python/worker/pyproject.toml': '[project]\nname = "shop-worker"\n',
    'crates/engine/Cargo.toml': '[package]\nname = "shop-engine"\n',
    'sdk/storage/blob/main.go': 'package blob',
    'packages/broken/package.json': '{',
  }
  script.commit('all', { files })
  script.commit('web only', { files: { 'packages/web/index.js': 'a\nb\n' } })
  const branch = script.commit('api', {
    branch: 'topic',
    files: { 'packages/api/index.js': 'a\n' },
    parents: [script.tip('main')],
  })
  script.commit('web again', { files: { 'packages/web/index.js': 'a\nc\nd\n', 'a b\té.txt': 'x\n' } })
  script.merge('Merge api', branch, { files: { 'packages/api/index.js': 'a\n' } })
}

describe('findServiceFolder', () => {
  it.each([
    ['sdk/storage/blob', { folder: 'sdk/storage/blob', foundBy: 'path' }],
    ['@shop/gateway', { folder: 'packages/api', foundBy: 'manifest' }],
    ['shop-worker', { folder: 'python/worker', foundBy: 'manifest' }],
    ['shop-engine', { folder: 'crates/engine', foundBy: 'manifest' }],
    ['web', { folder: 'packages/web', foundBy: 'name' }],
    ['nothing', undefined],
  ])('finds %s', async (service, expected) => {
    await using repository = await temporaryRepository(monorepo)

    const opened = await openRepository(repository.path)

    expect(await findServiceFolder(opened, repository.revisionOf({ mark: 5 }), service)).toEqual(expected)
  })

  it('goes by names of folders where file contents are missing, and downloads nothing', async () => {
    await using repository = await temporaryRepository(monorepo)
    const tip = repository.revisionOf({ mark: 5 })
    await using clone = await repository.clone(['--filter=blob:none', '--no-checkout'])
    const opened = await openRepository(clone.path)
    const missing = (): Promise<string> => clone.git(['rev-list', '--objects', '--missing=print', '--all'])
    const before = await missing()

    expect(await findServiceFolder(opened, tip, '@shop/web')).toEqual({
      folder: 'packages/web',
      foundBy: 'name',
    })
    expect(await commitsTouching(opened, tip, 'packages/api')).toHaveLength(2)
    expect(await changedFiles(opened, repository.revisionOf({ mark: 1 }), tip)).toHaveLength(3)
    await expect(changedLines(opened, [tip])).rejects.toMatchObject({ code: 'MISSING_OBJECTS' })
    expect(await missing()).toBe(before)
    expect(before).toContain('?')
  })
})

describe('commitsTouching', () => {
  it('lists main-line commits that changed the folder, merges among them', async () => {
    await using repository = await temporaryRepository(monorepo)
    const opened = await openRepository(repository.path)
    const tip = repository.revisionOf({ mark: 5 })
    const marked = (...marks: readonly number[]): unknown =>
      marks.map((mark) => repository.revisionOf({ mark }))

    expect(await commitsTouching(opened, tip, 'packages/web')).toEqual(marked(4, 2, 1))
    expect(await commitsTouching(opened, tip, 'packages/api')).toEqual(marked(5, 1))
    expect(await commitsTouching(opened, tip, ':(top)packages/web')).toEqual([])
    expect(await commitsTouching(opened, tip, '--all')).toEqual([])
  })

  it('refuses a clone without trees', async () => {
    await using repository = await temporaryRepository(monorepo)
    await using clone = await repository.clone(['--filter=tree:0', '--no-checkout'])
    const opened = await openRepository(clone.path)

    await expect(
      commitsTouching(opened, repository.revisionOf({ mark: 5 }), 'packages/web'),
    ).rejects.toMatchObject({
      code: 'MISSING_OBJECTS',
    })
  })
})

describe('changedFiles', () => {
  it('lists what differs between two commits', async () => {
    await using repository = await temporaryRepository(monorepo)
    const opened = await openRepository(repository.path)
    const [second, fourth] = [2, 4].map((mark) => repository.revisionOf({ mark }))

    expect(await changedFiles(opened, second ?? '', fourth ?? '')).toEqual([
      'a b\té.txt',
      'packages/web/index.js',
    ])
    await expect(changedFiles(opened, '--all', 'HEAD')).rejects.toMatchObject({ code: 'UNKNOWN_REVISION' })
  })
})

describe('changedLines', () => {
  it('counts against the first parent, for roots and merges too', async () => {
    await using repository = await temporaryRepository(monorepo)
    const opened = await openRepository(repository.path)
    const revisions = [5, 4, 2, 1].map((mark) => repository.revisionOf({ mark }))
    const counts: number[] = []

    const measured = await changedLines(opened, revisions, { onProgress: (commits) => counts.push(commits) })

    expect(revisions.map((revision) => measured.get(revision))).toEqual([
      { added: 1, removed: 0, files: 1 },
      { added: 3, removed: 1, files: 2 },
      { added: 2, removed: 0, files: 1 },
      { added: 10, removed: 0, files: 8 },
    ])
    expect(counts.at(-1)).toBe(4)
    expect(await changedLines(opened, [])).toEqual(new Map())
  })
})
