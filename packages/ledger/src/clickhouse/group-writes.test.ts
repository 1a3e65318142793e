import { describe, expect, it } from 'vitest'
import { groupWrites } from './group-writes.ts'

describe('groupWrites', () => {
  const plain = { weight: (item: number) => item, heaviest: 10, isCommon: () => false }

  it('writes the first at once, and together what arrives meanwhile, up to a weight', async () => {
    const groups: (readonly number[])[] = []
    const write = groupWrites({ ...plain, write: async (items) => void groups.push(items) })

    await Promise.all([1, 4, 5, 1, 50, 2, 3].map((item) => write(item)))

    expect(groups).toEqual([[1], [4, 5, 1], [50], [2, 3]])
  })

  it('goes on after a pause', async () => {
    const groups: (readonly number[])[] = []
    const write = groupWrites({ ...plain, write: async (items) => void groups.push(items) })

    await write(1)
    await write(2)

    expect(groups).toEqual([[1], [2]])
  })

  it('fails only the one that is to blame', async () => {
    const written: number[] = []
    const write = groupWrites({
      ...plain,
      async write(items) {
        if (items.includes(3)) throw new Error('three')
        written.push(...items)
      },
    })

    const results = await Promise.allSettled([1, 2, 3, 4].map((item) => write(item)))

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(written).toEqual([1, 2, 4])
  })

  it('tries none alone when all would fail alike', async () => {
    let attempts = 0
    const write = groupWrites({
      ...plain,
      isCommon: () => true,
      async write() {
        attempts += 1
        throw new Error('down')
      },
    })

    const results = await Promise.allSettled([1, 2, 3].map((item) => write(item)))

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(attempts).toBe(2)
  })
})
