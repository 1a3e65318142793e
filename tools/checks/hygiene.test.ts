import { describe, expect, it } from 'vitest'
import { findUnclean } from './hygiene.ts'

describe('findUnclean', () => {
  it.each([
    ['src/a.ts', `const home = '/home/somebody/project'`, 'a path of one machine'],
    ['docs/a.md', 'Open /Users/somebody/project first.', 'a path of one machine'],
    ['.ci/run', ['cd ', 'work', 'main'].join('/'), 'a path of one machine'],
    [
      '.npmrc',
      'registry=https://npm.example.org',
      'an address of a registry; that is for the user to choose',
    ],
    ['src/a.ts', '// TODO make this better', 'a TODO without its issue; write TODO(#12)'],
    [
      'src/a.ts',
      '// oxlint-disable-next-line no-console',
      'a lint rule switched off without a reason; write it after "--"',
    ],
    ['src/a.ts', '// @ts-expect-error', 'a type error silenced without a reason'],
    ['README.md', '<<<<<<< HEAD', 'a merge that is not finished'],
    [
      'package-lock.json',
      '"resolved": "https://npm.example.org/a.tgz"',
      'an address of a registry, which others may not reach; see .npmrc',
    ],
  ])('reports in %s: %s', (path, line, message) => {
    expect(findUnclean([{ path, text: `first\n${line}\n` }])).toEqual([`${path}:2: ${message}`])
  })

  it.each([
    ['src/a.ts', `const place = '/usr/bin/git'`],
    ['src/a.ts', `const link = 'https://example.org/home/page'`],
    ['src/a.ts', '// TODO(#12) count weekends'],
    ['src/a.ts', '// oxlint-disable-next-line no-console -- the last word of a crash'],
    ['src/a.ts', '// @ts-expect-error the option must be a string'],
    ['docs/a.md', 'A TODO in prose is prose.'],
  ])('accepts in %s: %s', (path, line) => {
    expect(findUnclean([{ path, text: line }])).toEqual([])
  })
})
