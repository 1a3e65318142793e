import { describe, expect, it } from 'vitest'
import { changeTypeOf } from './change-type.ts'

describe('changeTypeOf', () => {
  it.each([
    ['feat: add a gate', 'feature'],
    ['feat(api)!: drop the old gate', 'feature'],
    ['Feature: gates', 'feature'],
    ['✨ gates', 'feature'],
    ['Add a gate to the canal', 'feature'],
    ['fix: close the gate (#12)', 'fix'],
    ['fix(deps): update dependency vite to v8', 'dependencies'],
    ['[fix] close the gate', 'fix'],
    ['[Fix](api) close the gate', 'fix'],
    ['Fix leaking gate', 'fix'],
    ['Fixed leaking gate', 'fix'],
    ['net/http: fix leaking gate', 'fix'],
    [':bug: leaking gate', 'fix'],
    ['🐛 leaking gate', 'fix'],
    ['docs: explain gates', 'docs'],
    ['docs(readme): explain gates', 'docs'],
    ['Document gates', 'docs'],
    ['📝 explain gates', 'docs'],
    ['deps: update all', 'dependencies'],
    ['chore(deps): bump undici from 6.0.0 to 6.0.1', 'dependencies'],
    ['build(deps-dev): bump the dev group across 1 directory with 3 updates', 'dependencies'],
    ['Bump undici from 6.0.0 to 6.0.1', 'dependencies'],
    ['build: Bump undici from 6.0.0 to 6.0.1', 'dependencies'],
    ['Update dependency vite to v8', 'dependencies'],
    ['⬆️ vite', 'dependencies'],
    ['chore: tidy up', 'maintenance'],
    ['ci: cache the build', 'maintenance'],
    ['refactor(core): one gate', 'maintenance'],
    ['Revert "feat: add a gate"', 'maintenance'],
    ['Prefix handling of gates', 'other'],
    ['Update the gate', 'other'],
    ['Fixture for gates', 'other'],
    ['constructor: gates', 'other'],
    ['', 'other'],
  ])('reads %j as %s', (title, type) => {
    expect(changeTypeOf(title)).toBe(type)
  })

  it('stays quick on a title that goes on and on', () => {
    expect(changeTypeOf(`bump ${'from '.repeat(200_000)}`)).toBe('other')
  })
})
