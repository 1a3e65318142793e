import { describe, expect, it } from 'vitest'
import { openRepository } from './repository.ts'
import { readTags } from './tags.ts'
import { temporaryRepository } from './testing/index.ts'

describe('readTags', () => {
  it('reads light and annotated tags with their dates', async () => {
    await using repository = await temporaryRepository((script) => {
      const first = script.commit('first', { at: '2026-01-01T00:00:00Z' })
      script.tag('light', first)
      script.tag('noted', first, { annotatedAt: '2026-02-01T00:00:00Z' })
      script.tag('ärger/日本', first)
    })
    const commit = {
      revision: (await repository.git(['rev-parse', 'main'])).trim(),
      committedAt: Date.UTC(2026, 0, 1),
    }

    expect(await readTags(await openRepository(repository.path))).toEqual({
      tags: [
        { name: 'light', ...commit, isAnnotated: false, createdAt: Date.UTC(2026, 0, 1) },
        { name: 'noted', ...commit, isAnnotated: true, createdAt: Date.UTC(2026, 1, 1) },
        { name: 'ärger/日本', ...commit, isAnnotated: false, createdAt: Date.UTC(2026, 0, 1) },
      ],
      ignored: 0,
    })
  })

  it('looks through tags of tags, and counts tags of files and folders', async () => {
    await using repository = await temporaryRepository((script) => {
      script.commit('first', { files: { 'a.txt': 'a' } })
    })
    await repository.git(['tag', '-a', '-m', 'one', 'one', 'main'])
    await repository.git(['tag', '-a', '-m', 'two', 'two', 'one'])
    await repository.git(['tag', '-a', '-m', 'three', 'three', 'two'])
    await repository.git(['tag', 'file', 'main:a.txt'])
    await repository.git(['tag', '-a', '-m', 'tree', 'folder', 'main^{tree}'])
    const revision = (await repository.git(['rev-parse', 'main'])).trim()

    const { tags, ignored } = await readTags(await openRepository(repository.path))

    expect(tags.map((tag) => [tag.name, tag.revision, tag.isAnnotated])).toEqual([
      ['one', revision, true],
      ['three', revision, true],
      ['two', revision, true],
    ])
    expect(ignored).toBe(2)
  })

  it('reads thousands of tags', async () => {
    await using repository = await temporaryRepository((script) => {
      const first = script.commit('first')
      for (let number = 0; number < 5_000; number += 1) script.tag(`v1.${number}.0`, first)
    })

    expect((await readTags(await openRepository(repository.path))).tags).toHaveLength(5_000)
  })

  it('finds none in an empty repository', async () => {
    await using repository = await temporaryRepository()

    expect(await readTags(await openRepository(repository.path))).toEqual({ tags: [], ignored: 0 })
  })
})
