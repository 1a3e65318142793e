import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changesOf } from './history-changes.ts'
import { readHistory, type History } from './history.ts'
import { mainLine } from './main-line.ts'
import { openRepository } from './repository.ts'
import { readTags } from './tags.ts'
import { temporaryRepository, type HistoryScript } from './testing/index.ts'

async function historyAt(path: string, tips: readonly string[]): Promise<History> {
  return await readHistory(await openRepository(path), { tips })
}

async function historyOf(write: (script: HistoryScript) => void): Promise<History> {
  await using repository = await temporaryRepository(write)
  return await historyAt(repository.path, [(await repository.git(['rev-parse', 'main'])).trim()])
}

describe('readHistory', () => {
  it('reads a linear history with all fields', async () => {
    await using repository = await temporaryRepository((script) => {
      script.commit('first', { at: '2026-01-01T00:00:00Z' })
      script.commit('second (#7)\n\nWhy.\n\nCo-authored-by: Bo <bo@example.com>', {
        at: '2026-01-02T00:00:00Z',
        authoredAt: '2026-01-01T12:00:00Z',
        author: { name: 'Grace', email: 'grace@example.com' },
        committer: { name: 'GitHub', email: 'noreply@github.com' },
      })
    })
    const tip = (await repository.git(['rev-parse', 'main'])).trim()

    const history = await historyAt(repository.path, [tip, tip])

    expect(history.size).toBe(2)
    expect(history.commit(0)).toEqual({
      index: 0,
      revision: tip,
      parents: [1],
      isShallowBoundary: false,
      author: { name: 'Grace', email: 'grace@example.com' },
      committer: { name: 'GitHub', email: 'noreply@github.com' },
      authoredAt: Date.UTC(2026, 0, 1, 12),
      committedAt: Date.UTC(2026, 0, 2),
      subject: 'second (#7)',
      title: 'second (#7)',
      pullRequest: 7,
      trailers: [{ key: 'Co-authored-by', value: 'Bo <bo@example.com>' }],
      footers: [],
      reverts: [],
      revertedPullRequests: [],
      cherryPickedFrom: [],
    })
    expect(history.indexOf(tip)).toBe(0)
    expect(history.indexOf('f'.repeat(40))).toBeUndefined()
    expect(history.indexOf('main')).toBeUndefined()
    expect(() => history.commit(2)).toThrow(RangeError)
  })

  it('keeps the order of parents in a merge of three', async () => {
    await using repository = await temporaryRepository((script) => {
      const root = script.commit('root')
      const a = script.commit('a', { branch: 'a', parents: [root] })
      const b = script.commit('b', { branch: 'b', parents: [root] })
      script.merge('octopus', [b, a])
    })
    const history = await historyAt(repository.path, [repository.revisionOf({ mark: 4 })])

    const parents = history.commit(0).parents.map((parent) => history.revision(parent))

    expect(parents).toEqual([1, 3, 2].map((mark) => repository.revisionOf({ mark })))
    expect(mainLine(history, repository.revisionOf({ mark: 4 }))).toHaveLength(2)
  })

  it('reads several tips at once and no tip as nothing', async () => {
    await using repository = await temporaryRepository((script) => {
      const root = script.commit('root')
      script.commit('a', { branch: 'a', parents: [root] })
      script.commit('b', { branch: 'b', parents: [root] })
    })
    const tips = [2, 3].map((mark) => repository.revisionOf({ mark }))

    expect((await historyAt(repository.path, tips)).size).toBe(3)
    expect((await historyAt(repository.path, [])).size).toBe(0)
  })

  it('is not fooled by what people write into names and subjects', async () => {
    const name = Buffer.from([0x1b, 0x5b, 0x33, 0x31, 0x6d, 0xff, 0xfe, 0x1f, 0x1e, 0x41])
    const history = await historyOf((script) => {
      script.commit(Buffer.from([0x61, 0xff, 0x1f, 0x0a, 0x0a, 0xc3, 0x28, 0x0d, 0x0a]), {
        author: { name, email: 'x\u001f@example.com' },
      })
      script.commit('commit 0123456789012345678901234567890123456789\nAuthor: nobody')
      script.commit('')
      script.commit('\n\n  spaced  \r\n\r\nBody\r\n')
    })
    const commits = [3, 2, 1, 0].map((place) => history.commit(place))

    expect(commits.map(({ subject }) => subject)).toEqual([
      'a\ufffd\u001f',
      'commit 0123456789012345678901234567890123456789',
      '',
      'spaced',
    ])
    expect(commits[0]?.author).toEqual({
      name: '\u001b[31m\ufffd\ufffd\u001f\u001eA',
      email: 'x\u001f@example.com',
    })
  })

  it('decodes a message by the encoding that the commit names', async () => {
    await using repository = await temporaryRepository((script) => script.commit('first'))
    const tree = (await repository.git(['rev-parse', 'main^{tree}'])).trim()
    const head = `tree ${tree}\nauthor A <a@x> 0 +0000\ncommitter A <a@x> 0 +0000\nencoding ISO-8859-1\n\n`
    const object = Buffer.concat([Buffer.from(head), Buffer.from([0x67, 0x72, 0xfc, 0x6e])])
    const revision = (await repository.git(['hash-object', '-t', 'commit', '-w', '--stdin'], object)).trim()

    expect((await historyAt(repository.path, [revision])).subject(0)).toBe('grün')
  })

  it('keeps both ends of a message of a megabyte', async () => {
    const history = await historyOf((script) => {
      script.commit(`huge (#5)\n\n${'word '.repeat(220_000)}\n\nCo-authored-by: Bo <bo@example.com>\n`)
      script.commit('x'.repeat(1_100_000))
      script.commit('after')
    })

    expect(history.commit(2)).toMatchObject({
      subject: 'huge (#5)',
      pullRequest: 5,
      trailers: [{ key: 'Co-authored-by', value: 'Bo <bo@example.com>' }],
    })
    expect(history.subject(1)).toBe('x'.repeat(4_096))
    expect(history.subject(0)).toBe('after')
  })

  it('takes dates as they are: before 1970 by git, far ahead, and unreadable ones by the other date', async () => {
    await using repository = await temporaryRepository((script) => script.commit('first'))
    const tree = (await repository.git(['rev-parse', 'main^{tree}'])).trim()
    const dated = async (authored: string, committed: string): Promise<readonly number[]> => {
      const text = `tree ${tree}\nauthor A <a@x>${authored}\ncommitter A <a@x>${committed}\n\nm\n`
      const command = ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally']
      const revision = (await repository.git(command, text)).trim()
      const history = await historyAt(repository.path, [revision])
      return [history.authoredAt(0), history.committedAt(0), history.unreadableDates]
    }

    expect(await dated(' 10 +0000', ' 20 +0200')).toEqual([10_000, 20_000, 0])
    expect(await dated(' 4102444800 +0000', ' 20 +0000')).toEqual([4_102_444_800_000, 20_000, 0])
    expect(await dated('', ' 20 +0000')).toEqual([20_000, 20_000, 1])
    expect(await dated(' 10 +0000', '')).toEqual([10_000, 10_000, 1])
    expect(await dated('', '')).toEqual([0, 0, 1])
  })

  it('reads SHA-256 repositories', async () => {
    await using repository = await temporaryRepository(
      (script) => {
        script.commit('first')
        script.commit('second')
      },
      { objectFormat: 'sha256' },
    )
    const tip = repository.revisionOf({ mark: 2 })

    const history = await historyAt(repository.path, [tip])

    expect(tip).toHaveLength(64)
    expect(history.revision(0)).toBe(tip)
    expect(history.commit(0).parents).toEqual([1])
  })

  it.each([1, 3])('marks where a clone of depth %i was cut off', async (depth) => {
    await using repository = await temporaryRepository((script) => {
      for (let number = 0; number < 5; number += 1) script.commit(`commit ${number}`)
    })
    await using clone = await repository.clone([`--depth=${depth}`])

    const history = await historyAt(clone.path, [repository.revisionOf({ mark: 5 })])

    const boundaries = Array.from({ length: history.size }, (_, place) => history.isShallowBoundary(place))
    expect(boundaries).toEqual([...Array.from({ length: depth - 1 }, () => false), true])
    expect(history.firstParent(depth - 1)).toBe(-1)
  })

  it.each(['blob:none', 'tree:0'])('reads a %s clone whose remote is gone', async (filter) => {
    await using repository = await temporaryRepository((script) => {
      script.commit('first', { files: { 'a.txt': '1' } })
      script.tag('v1.0', script.commit('second', { files: { 'a.txt': '2' } }), { annotatedAt: '2026-03-01' })
    })
    const tip = repository.revisionOf({ mark: 2 })
    await using clone = await repository.clone([`--filter=${filter}`, '--bare'])
    await rm(repository.path, { recursive: true })

    const opened = await openRepository(clone.path)

    expect((await readTags(opened)).tags).toHaveLength(1)
    expect((await readHistory(opened, { tips: [tip] })).size).toBe(2)
  })

  it('ignores replacements and grafts, which are no history', async () => {
    await using repository = await temporaryRepository((script) => {
      script.commit('first')
      script.commit('second')
      script.commit('third')
    })
    const [second, third] = [2, 3].map((mark) => repository.revisionOf({ mark }))
    await repository.git(['replace', '--graft', third ?? ''])
    await writeFile(join(repository.path, '.git/info/grafts'), `${second}\n`)

    expect((await historyAt(repository.path, [third ?? ''])).size).toBe(3)
  })

  it('names the object at which a repository is damaged', async () => {
    await using repository = await temporaryRepository((script) => script.commit('first'))
    await repository.git(['commit', '--allow-empty', '--quiet', '-m', 'loose'])
    await repository.git(['commit', '--allow-empty', '--quiet', '-m', 'tip'])
    const [tip = '', loose = ''] = (await repository.git(['rev-parse', 'HEAD', 'HEAD~1'])).split('\n')
    const opened = await openRepository(repository.path)
    const object = join(repository.path, '.git/objects', loose.slice(0, 2), loose.slice(2))
    await rm(object)

    const read = (): Promise<History> => readHistory(opened, { tips: [tip] })

    await expect(read()).rejects.toMatchObject({
      code: 'CORRUPT_REPOSITORY',
      message: expect.stringContaining(loose),
    })
    await writeFile(object, 'no zlib stream')
    await expect(read()).rejects.toMatchObject({
      code: 'CORRUPT_REPOSITORY',
      message: expect.stringContaining(loose),
    })
  })

  it('refuses tips that are no hashes, whatever they look like', async () => {
    await using repository = await temporaryRepository((script) => script.commit('first'))
    const opened = await openRepository(repository.path)

    for (const tip of ['--all', '^main', 'main', '', `${'a'.repeat(40)}\n--all`]) {
      await expect(readHistory(opened, { tips: [tip] })).rejects.toMatchObject({ code: 'UNKNOWN_REVISION' })
    }
    await expect(readHistory(opened, { tips: ['a'.repeat(40)] })).rejects.toMatchObject({
      code: 'CORRUPT_REPOSITORY',
    })
  })

  it('stops in the middle when it is told to, and passes on an error of its listener', async () => {
    await using repository = await temporaryRepository((script) => {
      for (let number = 0; number < 5_000; number += 1)
        script.commit(`commit ${number}\n\n${'word '.repeat(50)}`)
    })
    const opened = await openRepository(repository.path)
    const tips = [repository.revisionOf({ mark: 5_000 })]
    const controller = new AbortController()
    const counts: number[] = []

    const stopped = readHistory(opened, {
      tips,
      signal: controller.signal,
      onProgress: (commits) => {
        counts.push(commits)
        controller.abort()
      },
    })

    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(counts.at(-1)).toBeLessThan(5_000)
    const onProgress = (): void => {
      throw new Error('listener')
    }
    await expect(readHistory(opened, { tips, onProgress })).rejects.toThrow('listener')
  })

  it('writes nothing into the repository', async () => {
    await using repository = await temporaryRepository((script) => script.commit('first'))
    const files = (): Promise<string[]> => readdir(repository.path, { recursive: true })
    const before = await files()

    await historyAt(repository.path, [repository.revisionOf({ mark: 1 })])

    expect(await files()).toEqual(before)
  })

  it('follows a rebased branch by its author dates', async () => {
    const history = await historyOf((script) => {
      script.commit('root', { at: '2026-01-01' })
      script.commit('a', { at: '2026-01-09', authoredAt: '2026-01-02' })
      script.commit('b', { at: '2026-01-09', authoredAt: '2026-01-03' })
    })

    const starts = changesOf(history, mainLine(history, history.revision(0))).map(
      (change) => change.earliestAuthoredAt,
    )

    expect(starts).toEqual([Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 3)])
  })
})
