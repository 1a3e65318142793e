import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { parseMessage } from './message.ts'
import { relevantStart } from './relevant-body.ts'

const line = fc.oneof(
  fc.constantFrom('', '', '  ', '\t'),
  fc.constantFrom(
    'Fixes: #1',
    'Signed-off-by: A <a@x>',
    'Co-authored-by: B <b@x>',
    'CO-AUTHORED-BY: C <c@x>',
    'Assisted-by: D',
    ' folded: line',
    '(cherry picked from commit 0123456789)',
    'This reverts commit 0123456789.',
    'Hence it reverts commits 0123456789 and 9876543210, twice.',
    'Reverts owner/name#12',
    'See merge request group/project!7',
    'PR-URL: https://github.com/nodejs/node/pull/5',
    '🤖 Generated with [Tool](https://example.com)',
    '🤖️🤖️🤖️ **Created by** nobody',
    '_Written using care_',
    'see https://chatgpt.com/codex/tasks/task_1',
    'see https://claude.ai/code/session_1',
    'Replit-Commit-Author: Agent',
    'Claude-Session: https://claude.ai/code/session_1',
    'A line of prose: with a colon',
  ),
  fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[\n\0]/g, '')),
)
const bodies = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n').replace(/[ \t\r\n]+$/, ''))

describe('relevantStart', () => {
  test.prop({ body: bodies }, { seed: 1, numRuns: 2_000 })(
    'loses nothing that a message says',
    ({ body }) => {
      const bytes = Buffer.from(body)

      const relevant = bytes.toString('utf8', relevantStart(bytes, 0, bytes.length))

      expect(parseMessage('Subject', relevant)).toEqual(parseMessage('Subject', body))
    },
  )

  it('leaves prose out', () => {
    const body = Buffer.from('A long story.\n\nAnd its end: nothing.')

    expect(relevantStart(body, 0, body.length)).toBe(15)
    expect(relevantStart(body, 0, 13)).toBe(13)
  })
})
