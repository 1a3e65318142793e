import { instant, isoDate } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { windowOf, type WindowContext } from './analysis-window.ts'

const context: WindowContext = {
  now: instant(Date.UTC(2026, 10, 22)),
  newestAt: instant(Date.UTC(2026, 7, 20, 12)),
  findTag: (name) => (name === 'v5.0.0' ? instant(Date.UTC(2024, 8, 17)) : undefined),
}

describe('windowOf', () => {
  it('ends right after the newest instant of the history and starts on a Monday 52 weeks before', () => {
    const window = windowOf({}, context)

    expect(window.until).toBe(context.newestAt + 1)
    expect(isoDate(window.since)).toBe('2025-08-18')
    expect(new Date(window.since).getUTCDay()).toBe(1)
  })

  it('counts a length of time back from the end of the window, and --until back from now', () => {
    expect(isoDate(windowOf({ since: '10d' }, context).since)).toBe('2026-08-10')
    expect(isoDate(windowOf({ until: '10d' }, context).until)).toBe('2026-11-12')
  })

  it('starts at a tag', () => {
    expect(isoDate(windowOf({ since: 'v5.0.0' }, context).since)).toBe('2024-09-17')
  })

  it('refuses a window that ends before it starts', () => {
    expect(() => windowOf({ since: '2026-01-02', until: '2026-01-01' }, context)).toThrow(
      expect.objectContaining({ code: 'WINDOW_IS_EMPTY' }),
    )
  })
})
