import { instant, repositoryName } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import {
  batchStamper,
  earlierWins,
  readKeptBatch,
  stampOf,
  writeKeptBatch,
  type KeptBatch,
} from './kept-batch.ts'

describe('batchStamper', () => {
  it('gives every batch a later stamp, also while the clock stands still or goes back', () => {
    const times = [5, 5, 3, 9]
    const stamp = batchStamper(() => times.shift() ?? 0, 7)

    const stamps = [stamp(), stamp(), stamp(), stamp()]

    expect(stamps).toEqual([5, 6, 7, 9].map((recordedAt) => ({ recordedAt, tie: 7 })))
    const numbers = stamps.map(stampOf)
    expect(numbers).toEqual(numbers.toSorted((a, b) => (a < b ? -1 : 1)))
  })

  it('makes versions of which the earlier is greater and fits into 64 bits', () => {
    const [early, late] = [1_700_000_000_000, 1_900_000_000_000].map((recordedAt) =>
      earlierWins(stampOf({ recordedAt, tie: 2 ** 20 - 1 })),
    )

    expect(early).toBeGreaterThan(late ?? 0n)
    expect(late).toBeGreaterThan(0n)
  })
})

describe('readKeptBatch', () => {
  it('reads what was written', () => {
    const kept: KeptBatch = {
      format: 1,
      recordedAt: 5,
      tie: 6,
      batch: {
        testResults: [
          {
            id: 'report:1',
            repository: repositoryName('github.com/acme/shop'),
            test: 'unit\0a',
            suite: 'unit',
            name: 'a',
            outcome: 'passed',
            attempts: 1,
            at: instant(7),
          },
        ],
      },
    }

    expect(readKeptBatch(writeKeptBatch(kept))).toEqual(kept)
  })

  it('refuses anything else', () => {
    expect(() => readKeptBatch('{"format":2,"recordedAt":1,"tie":1,"batch":{}}')).toThrow('format')
  })
})
