import { instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { progressLine, progressText } from './progress.ts'
import type { OutputStream } from './terminal.ts'

function recordingStream(isTerminal: boolean): { readonly stream: OutputStream; readonly written: string[] } {
  const written: string[] = []
  const stream: OutputStream = {
    isTerminal,
    width: 80,
    colorLevel: 0,
    write: (text) => {
      written.push(text)
      return Promise.resolve()
    },
  }
  return { stream, written }
}

/** Shows one step at each of the given milliseconds after the start, then clears. */
function shown(isTerminal: boolean, times: readonly number[]): readonly string[] {
  let now = 0
  const { stream, written } = recordingStream(isTerminal)
  const line = progressLine(stream, { now: () => instant(now) })
  for (const at of times) {
    now = at
    line.show({ phase: 'history', done: at })
  }
  line.clear()
  return written
}

describe('progressLine', () => {
  it('stays silent for work under a second', () => {
    expect(shown(true, [10, 500, 999])).toEqual([])
  })

  it('rewrites one line and takes it away at the end', () => {
    expect(shown(true, [1_200, 1_210, 1_400])).toEqual([
      '\r\u001b[KReading history  1,200 commits',
      '\r\u001b[KReading history  1,400 commits',
      '\r\u001b[K',
    ])
  })

  it('never shows where there is no terminal', () => {
    expect(shown(false, [5_000])).toEqual([])
  })
})

describe('progressText', () => {
  it('counts nothing where nothing can be counted', () => {
    expect(progressText({ phase: 'analysis', done: 0 }, 80)).toBe('Estimating')
  })

  it('has a bar where the total is known', () => {
    expect(progressText({ phase: 'size', done: 50, total: 200 }, 80)).toBe(
      'Reading change sizes  50 of 200 changes  ██████░░░░░░░░░░░░░░░░░░',
    )
  })
})
