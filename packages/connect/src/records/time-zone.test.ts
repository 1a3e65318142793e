import { describe, expect, it } from 'vitest'
import { getTimeZone } from './time-zone.ts'

const noon = Date.UTC(2026, 6, 1, 12)

describe('getTimeZone', () => {
  it.each([
    ['UTC', 12],
    ['z', 12],
    ['+02:00', 10],
    ['-0530', 17.5],
    ['Europe/Berlin', 10],
    ['America/St_Johns', 14.5],
    ['Pacific/Kiritimati', -2],
  ])('knows %s', (name, hours) => {
    expect(getTimeZone(name).toInstant(noon)).toBe(Date.UTC(2026, 6, 1) + hours * 3_600_000)
  })

  it.each(['Mars/Olympus', '+25:00', '', 'Europe'])('does not know "%s"', (name) => {
    expect(() => getTimeZone(name)).toThrow(expect.objectContaining({ code: 'TIME_ZONE_UNKNOWN' }))
  })
})
