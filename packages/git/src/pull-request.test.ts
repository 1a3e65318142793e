import { describe, expect, it } from 'vitest'
import { parseMessage } from './message.ts'

describe('parseMessage', () => {
  it.each([
    ['GitHub squash', 'fix: a thing (#123)', '', 123],
    ['GitHub squash of a revert', 'Revert "fix: a thing (#123)" (#456)', '', 456],
    ['GitHub merge', 'Merge pull request #12 from owner/feature/x', 'fix: a thing', 12],
    [
      'GitLab merge',
      "Merge branch 'fix' into 'main'",
      'Fix a thing\n\nSee merge request group/sub/project!345',
      345,
    ],
    ['GitLab squash', 'Fix a thing', 'Body.\n\nSee merge request group/project!7', 7],
    ['GitLab squash template', 'Fix a thing (!7)', '', 7],
    ['Bitbucket Cloud', 'Merged in fix/thing (pull request #9)', '', 9],
    ['Bitbucket Server', 'Merge pull request #9 in SHOP/api from fix/thing to main', '', 9],
    ['Azure', 'Merged PR 77: Fix a thing', '', 77],
    ['bors', 'Merge #31', '31: Fix a thing r=bo a=al', 31],
    ['homu', 'Auto merge of #31 - al:fix, r=bo', '', 31],
    ['CPython', 'gh-100: Fix a thing (GH-200)', '', 200],
    [
      'Node',
      'fs: fix a thing',
      'PR-URL: https://github.com/nodejs/node/pull/555\nReviewed-By: Bo <b@x.org>',
      555,
    ],
  ])('finds the request of a %s', (_, subject, body, number) => {
    expect(parseMessage(subject, body).pullRequest).toBe(number)
  })

  it.each([
    ['a title in quotes', 'Revert "fix: a thing (#123)"', ''],
    ['an issue that is mentioned', 'fix #123: a thing', ''],
    ['an issue that is closed', 'fix: a thing', 'Closes #12'],
    ['Gerrit', 'Fix a thing', 'Change-Id: I0123456789012345678901234567890123456789'],
    ['a plain merge', "Merge branch 'main' into fix", ''],
  ])('takes %s for no request', (_, subject, body) => {
    expect(parseMessage(subject, body).pullRequest).toBeUndefined()
  })
})
