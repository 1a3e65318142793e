import { describe, expect, it } from 'vitest'
import { cliError } from './errors.ts'
import { reportFailure } from './report-failure.ts'
import type { OutputStream, Terminal } from './terminal.ts'

async function told(error: unknown, json = false): Promise<{ readonly code: number; readonly text: string }> {
  let text = ''
  const err: OutputStream = {
    isTerminal: false,
    width: 80,
    colorLevel: 0,
    write: (part) => {
      text += part
      return Promise.resolve()
    },
  }
  const terminal: Terminal = { out: err, err }
  const code = await reportFailure(error, terminal, { json, debug: false })
  return { code, text }
}

describe('reportFailure', () => {
  it('says what happened, then what to do, and ends with 2 when the person can mend it', async () => {
    expect(await told(cliError('OPTION_UNKNOWN', { option: '--x' }))).toEqual({
      code: 2,
      text: 'error OPTION_UNKNOWN: There is no option "--x".\nhint: Add --help to the command for its options.\n',
    })
  })

  it('ends with 3 when something outside failed', async () => {
    expect(await told(cliError('OUTPUT_DISK_FULL', { file: 'a.md' }))).toMatchObject({ code: 3 })
  })

  it('asks for a report of what nobody foresaw, without a stack', async () => {
    expect(await told(new RangeError('off by one'))).toEqual({
      code: 70,
      text:
        'error UNEXPECTED: RangeError: off by one\n' +
        'hint: This is a bug in sluice: please report it, with the output of the same command under SLUICE_DEBUG=1.\n',
    })
  })

  it('prints no escape that an argument brought in', async () => {
    const { text } = await told(cliError('COMMAND_UNKNOWN', { command: '\u001b[31mred' }))

    expect(text).not.toContain('\u001b')
  })

  it('tells the same as one line of JSON', async () => {
    const { text } = await told(cliError('OUTPUT_IS_DIRECTORY', { file: 'x' }), true)

    expect(JSON.parse(text)).toEqual({
      schema: 'sluice.error/1',
      code: 'OUTPUT_IS_DIRECTORY',
      message: 'x is a folder, so no file can be written there.',
      hint: 'Name a file. To analyze a folder, put it before the option: "sluice analyze FOLDER --json".',
    })
  })
})
