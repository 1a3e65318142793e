import { describe, expect, it } from 'vitest'
import { counted } from './counted.ts'

describe('counted', () => {
  it('groups thousands and minds the plural', () => {
    expect([0, 1, 999, 1_000, 1_234_567].map((count) => counted(count, 'tag'))).toEqual([
      '0 tags',
      '1 tag',
      '999 tags',
      '1,000 tags',
      '1,234,567 tags',
    ])
    expect(counted(2, 'tag claims', 'tags claim')).toBe('2 tags claim')
  })
})
