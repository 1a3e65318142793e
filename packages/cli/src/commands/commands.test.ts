import { describe, expect, it } from 'vitest'
import { parseCommandLine } from '../parse-command-line.ts'
import { commands } from './commands.ts'

function helpOf(name: string): string {
  const asked = parseCommandLine([name, '--help'], { commands, version: '0', width: 80 })
  return asked.kind === 'print' ? asked.text : ''
}

describe('commands', () => {
  it.each(commands.map(({ name }) => name))(
    '%s explains itself with examples that begin with its name',
    (name) => {
      const help = helpOf(name)
      const [rest = '', examples = ''] = help.split('Examples:')
      const shown = examples.split('\n').filter((line) => line.includes('sluice '))

      expect(help).toMatch(new RegExp(`^Usage: sluice ${name} `))
      expect(shown.length).toBeGreaterThanOrEqual(3)
      expect(shown.filter((line) => !line.includes(`sluice ${name}`))).toEqual([])
      expect(Math.max(...rest.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    },
  )

  it.each(['sync', 'ingest', 'record', 'ledger', 'analyze'])('%s takes --data', (name) => {
    expect(helpOf(name)).toContain('--data DIR')
  })
})
