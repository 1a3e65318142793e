import { describe, expect, it } from 'vitest'
import { parseMergeSubject } from './merge-subject.ts'

describe('parseMergeSubject', () => {
  it.each([
    [
      'Merge pull request #12 from owner/feature/x',
      ['Title of it'],
      { branch: 'feature/x', title: 'Title of it' },
    ],
    ['Merge pull request #12 from owner/x', [], { branch: 'x' }],
    [
      'Merge pull request #9 in SHOP/api from fix/a to main',
      ['Fix a'],
      { branch: 'fix/a', into: 'main', title: 'Fix a' },
    ],
    ['Merged in fix/a (pull request #9)', ['', 'Fix a', ''], { branch: 'fix/a', title: 'Fix a' }],
    ['Merged PR 7: Fix a', [], { title: 'Fix a' }],
    ['Auto merge of #31 - al:fix, r=bo', ['Fix a'], { branch: 'fix', title: 'Fix a' }],
    ['Merge #31: Fix a', [], { title: 'Fix a' }],
    ['Merge #31', [], {}],
    ["Merge branch 'x' into y", [], { branch: 'x', into: 'y' }],
    [
      "Merge branch 'x' into 'main'",
      ['Fix a', '', 'See merge request g/p!1'],
      { branch: 'x', into: 'main', title: 'Fix a' },
    ],
    ["Merge branch 'x' into 'main'", ['', 'See merge request g/p!1'], { branch: 'x', into: 'main' }],
    ["Merge branch 'x' of https://example.com/r", ['# Conflicts:'], { branch: 'x' }],
    ["Merge remote-tracking branch 'origin/fix/x'", [], { branch: 'fix/x' }],
    ["Merge tag 'v1.2' into main", [], { into: 'main' }],
  ])('reads %s', (subject, body, expected) => {
    expect(parseMergeSubject(subject, body)).toEqual(expected)
  })

  it.each(['Merge the two parsers', 'fix: merge branch names', 'Merged'])(
    'takes "%s" for no merge',
    (subject) => {
      expect(parseMergeSubject(subject, [])).toBeUndefined()
    },
  )
})
