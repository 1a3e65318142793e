import { describe, expect, it } from 'vitest'
import { cherryPickedFrom } from './cherry-picks.ts'
import { findRevertedPullRequests, findRevertedRevisions, findRevertedTitle } from './reverts.ts'

const a = 'a'.repeat(40)
const b = 'b'.repeat(40)

describe('findRevertedRevisions', () => {
  it.each([
    [`This reverts commit ${a}.`, [a]],
    [`This reverts commit\n${a}, because of it.`, [a]],
    [`This reverts commits ${a}, ${b}.`, [a, b]],
    [`This reverts commits ${a} and ${b}.`, [a, b]],
    [`This reverts commit ${a}.\n\nThis reverts commit ${b}.\nThis reverts commit ${a}.`, [a, b]],
    [`This reverts commit ${a}, reversing\nchanges made to ${b}.`, [a]],
    ['This reverts commit abc1234.', ['abc1234']],
    [`See ${a}, which reverts nothing.`, []],
    ['This reverts commit deed of Monday.', []],
  ])('reads %j', (body, expected) => {
    expect(findRevertedRevisions(body)).toEqual(expected)
  })
})

describe('findRevertedTitle', () => {
  it.each([
    ['Revert "fix: a"', 'fix: a'],
    ['Revert "fix: a (#1)" (#2)', 'fix: a (#1)'],
    ['Revert "Revert "fix: a""', 'Revert "fix: a"'],
    ["Revert 'fix: a'", 'fix: a'],
    ['[4.x] Revert "fix: a"', 'fix: a'],
    ['revert: fix: a (#2)', 'fix: a'],
    ['revert(core)!: "fix: a" (#2)', 'fix: a'],
    ['Revert the flag', undefined],
    ['fix: revert "a"', undefined],
  ])('reads %s', (subject, expected) => {
    expect(findRevertedTitle(subject)).toBe(expected)
  })
})

describe('findRevertedPullRequests', () => {
  it('reads what GitHub writes into body and branch name', () => {
    expect(findRevertedPullRequests('Reverts owner/name#12', 'revert-13-fix')).toEqual([12, 13])
    expect(findRevertedPullRequests('* Reverts #12\n* reverts #12', undefined)).toEqual([12])
    expect(findRevertedPullRequests('Closes #12', 'revert-fix')).toEqual([])
  })
})

describe('cherryPickedFrom', () => {
  it.each([
    [`(cherry picked from commit ${a})`, [a]],
    [`Why.\n\n(cherry picked from commit ${a})\n(cherry picked from commit ${b})`, [a, b]],
    [`(backported from commit ${a})`, [a]],
    ['It was cherry picked from commit number nine.', []],
  ])('reads %j', (body, expected) => {
    expect(cherryPickedFrom(body)).toEqual(expected)
  })
})
