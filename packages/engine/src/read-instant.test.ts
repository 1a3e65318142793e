import { instant, isoDate } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { readInstant, type ReadInstantContext } from './read-instant.ts'

const context: ReadInstantContext = {
  option: '--since',
  now: instant(Date.UTC(2026, 10, 22, 12)),
  anchor: instant(Date.UTC(2026, 2, 31, 12)),
  findTag: (name) => (name === '2025-01-01' ? instant(Date.UTC(2025, 5, 5)) : undefined),
}
const read = (text: string): string => new Date(readInstant(text, context)).toISOString()

describe('readInstant', () => {
  it('reads dates as midnight in UTC', () => {
    expect(read('2026-02-03')).toBe('2026-02-03T00:00:00.000Z')
    expect(read('2026-02')).toBe('2026-02-01T00:00:00.000Z')
    expect(read('2026')).toBe('2026-01-01T00:00:00.000Z')
  })

  it('reads times with and without a zone', () => {
    expect(read('2026-02-03 10:30')).toBe('2026-02-03T10:30:00.000Z')
    expect(read('2026-02-03T10:30:00+02:00')).toBe('2026-02-03T08:30:00.000Z')
  })

  it('counts lengths of time back from the anchor', () => {
    expect(read('90d')).toBe('2025-12-31T12:00:00.000Z')
    expect(read('2 weeks ago')).toBe('2026-03-17T12:00:00.000Z')
    expect(read('36h')).toBe('2026-03-30T00:00:00.000Z')
  })

  it('keeps to the last day of a shorter month', () => {
    expect(isoDate(readInstant('1 month', context))).toBe('2026-02-28')
    expect(isoDate(readInstant('1y', context))).toBe('2025-03-31')
  })

  it('prefers a tag over a date of the same name', () => {
    expect(read('2025-01-01')).toBe('2025-06-05T00:00:00.000Z')
  })

  it('knows now', () => {
    expect(read('now')).toBe('2026-11-22T12:00:00.000Z')
  })

  it.each(['', 'soon', '2026-02-30', '2026-13-01', '90 parsecs', '-5d', '1e9d'])('refuses %j', (text) => {
    expect(() => readInstant(text, context)).toThrow(expect.objectContaining({ code: 'TIME_NOT_UNDERSTOOD' }))
  })
})
