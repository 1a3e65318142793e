import { describe, expect, it } from 'vitest'
import { signingLines } from './footers.ts'
import { parseTrailers } from './trailers.ts'

const trailers = (text: string): string[] =>
  parseTrailers(text.split('\n')).map(({ key, value }) => `${key}=${value}`)

describe('parseTrailers', () => {
  it.each([
    [
      'the last paragraph',
      'Why.\n\nFixes: #1\nSigned-off-by: A <a@x>',
      ['Fixes=#1', 'Signed-off-by=A <a@x>'],
    ],
    ['blank lines after it', 'Fixes: #1\n\n\n', ['Fixes=#1']],
    ['folded values', 'Note: one\n  two\n\tthree', ['Note=one two three']],
    ['no paragraph that is partly prose', 'Note: this\nis prose', []],
    [
      'a quarter, when git signed',
      'prose\nmore\nFixes: #1\nSigned-off-by: A <a@x>',
      ['Fixes=#1', 'Signed-off-by=A <a@x>'],
    ],
    ['no earlier paragraph', 'Fixes: #1\n\nProse.', []],
    [
      'authorship of squashed commits',
      '* one\n\nCo-authored-by: B <b@x>\n\n* two\n\nprose',
      ['Co-authored-by=B <b@x>'],
    ],
    [
      'authorship in both places',
      'Co-authored-by: B <b@x>\n\nCo-authored-by: C <c@x>',
      ['Co-authored-by=B <b@x>', 'Co-authored-by=C <c@x>'],
    ],
    ['odd spaces', 'Fixes : #1\nRefs:#2', ['Fixes=#1', 'Refs=#2']],
    ['nothing', '', []],
  ])('reads %s', (_, text, expected) => {
    expect(trailers(text)).toEqual(expected)
  })
})

describe('signingLines', () => {
  it('keeps whole lines in which a tool signs', () => {
    const body = [
      'It is generated with care in the middle of a line.',
      '🤖 Generated with [Claude Code](https://claude.com/claude-code)',
      '_Created by [Copilot](https://example.com)_',
      'https://chatgpt.com/codex/tasks/task_1',
      'Nothing here.',
    ].join('\n')

    expect(signingLines(body)).toEqual([
      '🤖 Generated with [Claude Code](https://claude.com/claude-code)',
      '_Created by [Copilot](https://example.com)_',
      'https://chatgpt.com/codex/tasks/task_1',
    ])
  })

  it('is quick on a long line of marks', () => {
    expect(signingLines(`${'*'.repeat(1_000_000)} generated with`)).toEqual([])
  })
})
