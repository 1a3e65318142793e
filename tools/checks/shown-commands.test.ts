import { describe, expect, it } from 'vitest'
import { findUnknownCommands } from './shown-commands.ts'

const known = { commands: new Map([['analyze', new Set(['--since'])]]), scripts: new Set(['check']) }

describe('findUnknownCommands', () => {
  it.each([
    '```sh\nnpm ci && npx sluice analyze ../shop --since=90d --help # a remark --later\n```',
    '```sh\nnpm run check\ngit log --oneline\n```',
    'Type `sluice analyze --since 90d`, or `sluice --version`, or `sluice help`.',
    '```\nsluice whatever\n```',
  ])('accepts %j', (text) => {
    expect(findUnknownCommands([{ path: 'README.md', text }], known)).toEqual([])
  })

  it.each([
    ['```sh\nnpx sluice analyse\n```', 'README.md:2: there is no command "sluice analyse"'],
    ['```sh\nnpm ci && npx sluice analyze --till x\n```', 'README.md:2: sluice analyze has no option --till'],
    ['```sh\nnpm run chekc\n```', 'README.md:2: there is no script "chekc"'],
    ['Type `sluice analyze --till now`.', 'README.md:1: sluice analyze has no option --till'],
  ])('reports %j', (text, problem) => {
    expect(findUnknownCommands([{ path: 'README.md', text }], known)).toEqual([problem])
  })
})
