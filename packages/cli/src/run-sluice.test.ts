import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runSluice } from './run-sluice.ts'
import type { OutputStream } from './terminal.ts'
import { smallRepository, type SmallRepository } from './testing/small-repository.ts'

let repository: SmallRepository
beforeAll(() => {
  repository = smallRepository()
})
afterAll(() => repository.dispose())

function recordingStream(): { readonly stream: OutputStream; readonly text: () => string } {
  let written = ''
  const stream: OutputStream = {
    isTerminal: false,
    width: 80,
    colorLevel: 0,
    write: (text) => {
      written += text
      return Promise.resolve()
    },
  }
  return { stream, text: () => written }
}

describe('runSluice', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('stops for %s with exit code %i, without a word and without a file', async (reason, exitCode) => {
    const out = recordingStream()
    const err = recordingStream()
    const file = join(repository.folder, 'interrupted.md')

    const code = await runSluice(['analyze', repository.folder, '--md', file], {
      terminal: { out: out.stream, err: err.stream },
      signal: AbortSignal.abort(reason),
      debug: false,
    })

    expect({ code, out: out.text(), err: err.text() }).toEqual({ code: exitCode, out: '', err: '' })
    expect(existsSync(file)).toBe(false)
  })

  it('explains every metric by the name it has in JSON', async () => {
    const out = recordingStream()

    const code = await runSluice(['explain', 'Change-Lead-Time'], {
      terminal: { out: out.stream, err: recordingStream().stream },
      signal: new AbortController().signal,
      debug: false,
    })

    expect(code).toBe(0)
    expect(out.text()).toMatch(/^change-lead-time: Change lead time\nTime from the first commit/)
  })

  it('points to the list when it is asked to explain what it does not know', async () => {
    const out = recordingStream()
    const err = recordingStream()

    const code = await runSluice(['explain', 'nonsense'], {
      terminal: { out: out.stream, err: err.stream },
      signal: new AbortController().signal,
      debug: false,
    })

    expect({ code, out: out.text(), err: err.text() }).toEqual({
      code: 2,
      out: '',
      err: 'error TOPIC_UNKNOWN: Nothing is known about "nonsense".\nhint: Run "sluice explain" for everything that can be explained.\n',
    })
  })
})
