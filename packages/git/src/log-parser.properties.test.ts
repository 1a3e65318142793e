import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { anyCommits } from './testing/arbitraries.ts'
import { memoryHistory } from './testing/in-memory-history.ts'
import type { Commit, History } from './history.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) => value.replaceAll('\0', ''))
const messages = fc.array(fc.oneof(text, fc.constant('\n'), fc.constant('Fixes: #1')), { maxLength: 6 })

describe('LogParser', () => {
  test.prop(
    {
      commits: anyCommits(8),
      lines: messages,
      chunkLengths: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
    },
    { seed: 1 },
  )('reads the same however the output is cut', ({ commits, lines, chunkLengths }) => {
    const worded = commits.map((commit) => ({ ...commit, message: lines.join('\n') }))

    expect(allOf(memoryHistory(worded, { chunkLengths }))).toEqual(allOf(memoryHistory(worded)))
  })
})

function allOf(history: History): readonly Commit[] {
  return Array.from({ length: history.size }, (_, place) => history.commit(place))
}
