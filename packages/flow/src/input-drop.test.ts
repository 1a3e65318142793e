import { day, shift, week, type Instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { at } from './testing/index.ts'
import { findInputDrop } from './input-drop.ts'

/** A Wednesday; the last whole week ended on Monday the 2nd. */
const asOf = at('2026-11-04')
const end = at('2026-11-02')

/** So many rows in each whole week, newest first. */
function weekly(counts: readonly number[]): readonly Instant[] {
  return counts.flatMap((count, age) =>
    Array.from({ length: count }, (_, serial) => shift(end, -age * week - day - serial * 1_000)),
  )
}

describe('findInputDrop', () => {
  it('finds that a source has told under a third of the usual for two whole weeks', () => {
    expect(findInputDrop(weekly([1, 2, 10, 10, 10, 10, 10, 10, 10, 10]), asOf)).toEqual({
      lately: 3,
      usual: 20,
    })
  })

  it.each([
    ['a week that is not over', [10, 10, 10, 10, 10, 10, 10, 10, 10, 10]],
    ['one quiet week', [0, 10, 10, 10, 10, 10, 10, 10, 10, 10]],
    ['a source that is always quiet', [0, 0, 5, 5, 5, 5, 5, 5, 5, 5]],
    ['a source that was connected lately', [1, 1, 30, 30, 0, 0, 0, 0, 0, 0]],
    ['nothing at all', []],
  ])('says nothing about %s', (_, counts) => {
    expect(findInputDrop(weekly(counts), asOf)).toBeUndefined()
  })

  it('is not fooled by one exceptional week', () => {
    expect(findInputDrop(weekly([6, 6, 200, 6, 6, 6, 6, 6, 6, 6]), asOf)).toBeUndefined()
  })
})
