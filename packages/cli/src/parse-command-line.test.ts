import { describe, expect, it } from 'vitest'
import { commands } from './commands/commands.ts'
import { parseCommandLine, type CommandLine } from './parse-command-line.ts'

function parse(...words: readonly string[]): CommandLine {
  return parseCommandLine(words, { commands, version: '1.2.3', width: 80 })
}

describe('parseCommandLine', () => {
  it('reads the options of a command by its table', () => {
    expect(
      parse('analyze', '../shop', '--since', '90d', '--no-color', '--changes', '--seed=7'),
    ).toMatchObject({
      kind: 'run',
      command: { name: 'analyze' },
      arguments: ['../shop'],
      options: {
        since: '90d',
        until: undefined,
        color: false,
        quiet: false,
        calendar: 'elapsed',
        changes: 10,
        seed: 7,
        html: undefined,
      },
    })
  })

  it('takes a file option without a file for standard output', () => {
    expect(parse('analyze', '--md', '--json', 'flow.json')).toMatchObject({
      options: { md: '-', json: 'flow.json' },
    })
  })

  it('prints the version and the help', () => {
    expect(parse('--version')).toEqual({ kind: 'print', text: '1.2.3\n' })
    expect(parse('help', 'doctor')).toEqual(parse('doctor', '--help'))
    expect(parse()).toEqual(parse('--help'))
  })

  it('shows examples in the help of every command', () => {
    for (const command of commands) {
      expect(parse('help', command.name)).toMatchObject({
        text: expect.stringContaining('Examples:\n  sluice '),
      })
    }
  })

  it.each([
    [['analyse'], 'COMMAND_UNKNOWN', 'There is no command "analyse"; the nearest is "analyze".'],
    [['./shop'], 'COMMAND_UNKNOWN', 'There is no command "./shop".'],
    [
      ['analyze', '--sinc', '90d'],
      'OPTION_UNKNOWN',
      'There is no option "--sinc"; the nearest is "--since".',
    ],
    [['analyze', '--zzzzzz'], 'OPTION_UNKNOWN', 'There is no option "--zzzzzz".'],
    [
      ['analyze', '--html'],
      'ARGUMENTS_INVALID',
      "The command line cannot be used: option '--html FILE' argument missing.",
    ],
    [
      ['analyze', '--calendar', 'lunar'],
      'ARGUMENTS_INVALID',
      "The command line cannot be used: option '--calendar KIND' argument 'lunar' is invalid. Allowed choices are elapsed, weekdays.",
    ],
    [
      ['analyze', '--changes', '0'],
      'ARGUMENTS_INVALID',
      "The command line cannot be used: option '--changes [N]' argument '0' is invalid. It must be a whole number of at least 1.",
    ],
    [
      ['analyze', 'one', 'two'],
      'ARGUMENTS_INVALID',
      "The command line cannot be used: too many arguments for 'analyze'. Expected 1 argument but got 2.",
    ],
  ])('explains what is wrong with %j', (words, code, message) => {
    expect(() => parse(...words)).toThrow(expect.objectContaining({ code, message, kind: 'user' }))
  })
})
