import { describe, expect, it } from 'vitest'
import { sourceOf } from '../boundaries/source-tree.ts'
import { findLooseCodes } from './error-codes.ts'

describe('findLooseCodes', () => {
  const sources = [
    sourceOf('src/errors.ts', `export const table = { 'DISK_FULL': 1 }`),
    sourceOf('src/write.ts', `throw cliError('DISK_FULL', {})`),
    sourceOf('src/write.test.ts', `throw cliError('NEVER_THROWN', {})`),
  ]

  it('is content when every code is thrown and expected', () => {
    expect(findLooseCodes(['DISK_FULL'], sources, new Set(['DISK_FULL']))).toEqual([])
  })

  it('names codes that only the table or a test knows', () => {
    expect(findLooseCodes(['NEVER_THROWN'], sources, new Set(['NEVER_THROWN']))).toEqual([
      'NEVER_THROWN is never thrown',
    ])
  })

  it('names codes that no test expects', () => {
    expect(findLooseCodes(['DISK_FULL'], sources, new Set())).toEqual(['DISK_FULL is expected by no test'])
  })

  it('names codes that two tables define', () => {
    expect(findLooseCodes(['DISK_FULL', 'DISK_FULL'], sources, new Set(['DISK_FULL']))).toEqual([
      'DISK_FULL is defined more than once',
    ])
  })
})
