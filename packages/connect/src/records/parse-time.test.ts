import { fc, it } from '@fast-check/vitest'
import { failed, instant, ok } from '@sluice/model'
import { describe, expect } from 'vitest'
import { isZeroTime, parseTime } from './parse-time.ts'
import { getTimeZone } from './time-zone.ts'

fc.configureGlobal({ seed: 1 })

const receivedAt = instant(Date.UTC(2026, 10, 22, 12))
const ten = ok(instant(Date.UTC(2026, 10, 22, 10)))

describe('parseTime', () => {
  it.each([
    '2026-11-22T10:00:00Z',
    '2026-11-22t10:00:00z',
    '2026-11-22T10:00Z',
    '2026-11-22 10:00:00 UTC',
    '2026-11-22 10:00:00 +0000 UTC',
    '2026-11-22T12:00:00+02:00',
    '2026-11-22T12:00:00+0200',
    '2026-11-22 12:00:00,000 +02',
    '2026-11-22T04:30:00-05:30',
    '1795341600',
    '1795341600.0',
    '1795341600000',
    '1795341600000000',
    '1795341600000000000',
    1795341600,
    1795341600000,
  ])('reads %s', (value) => {
    expect(parseTime(value, { receivedAt })).toEqual(ten)
  })

  it('keeps milliseconds and drops what is finer', () => {
    expect(parseTime('2026-11-22T10:00:00.123999Z', { receivedAt })).toEqual(
      ok(instant(Date.UTC(2026, 10, 22, 10, 0, 0, 123))),
    )
  })

  it.each([
    ['2026-11-22T10:00:00', '2026-11-22T10:00:00 names no time zone, and none was given'],
    ['2026-11-22', '2026-11-22 has no time of day'],
    ['2026-02-30T10:00:00Z', '2026-02-30T10:00:00Z is no date of the calendar'],
    ['2026-13-01T10:00:00Z', '2026-13-01T10:00:00Z is no date of the calendar'],
    ['2026-11-22T25:00:00Z', '2026-11-22T25:00:00Z is no date of the calendar'],
    ['0099-01-01T00:00:00Z', '0099-01-01T00:00:00Z is no date of the calendar'],
    ['1970-01-01T00:00:01Z', '1970-01-01T00:00:01Z lies before 1990'],
    ['2026-11-22T13:00:01Z', '2026-11-22T13:00:01Z lies in the future'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z lies in the future'],
    ['22.11.2026 10:00', '"22.11.2026 10:00" is no time in ISO 8601, such as 2026-11-22T10:00:00Z'],
    ['=NOW()', '"=NOW()" is no time in ISO 8601, such as 2026-11-22T10:00:00Z'],
    ['45983.5', '45983.5 is no time in seconds or milliseconds since 1970'],
    ['1e400', '"1e400" is no time in ISO 8601, such as 2026-11-22T10:00:00Z'],
  ])('refuses %s and says why', (value, why) => {
    expect(parseTime(value, { receivedAt })).toEqual(failed(why))
  })

  it('reads a time without a zone in the zone that was given', () => {
    const rules = { receivedAt, zone: getTimeZone('Europe/Berlin') }

    expect(parseTime('2026-11-22T11:00:00', rules)).toEqual(ten)
    expect(parseTime('2026-07-01 12:00', rules)).toEqual(ok(instant(Date.UTC(2026, 6, 1, 10))))
    expect(parseTime('2026-11-22T10:00:00Z', rules)).toEqual(ten)
  })

  it('takes the first of two equal hours, and refuses the hour that is left out', () => {
    const rules = { receivedAt, zone: getTimeZone('Europe/Berlin') }

    expect(parseTime('2026-10-25 02:30:00', rules)).toEqual(ok(instant(Date.UTC(2026, 9, 25, 0, 30))))
    expect(parseTime('2026-03-29 02:30:00', rules)).toEqual(
      failed('2026-03-29 02:30:00 does not exist in Europe/Berlin, where clocks were put forward'),
    )
  })

  it.prop({ at: fc.integer({ min: Date.UTC(1990, 0, 1), max: receivedAt }) })(
    'reads back every instant that it can be written as',
    ({ at }) => {
      const wanted = ok(instant(at))
      expect(parseTime(new Date(at).toISOString(), { receivedAt })).toEqual(wanted)
      expect(parseTime(at, { receivedAt })).toEqual(wanted)
    },
  )
})

describe('isZeroTime', () => {
  it('knows the zeros that stand for no time', () => {
    expect(['0001-01-01T00:00:00Z', '0', 0].map(isZeroTime)).toEqual([true, true, true])
    expect(['2026-11-22T10:00:00Z', '', undefined, 1].map(isZeroTime)).toEqual([false, false, false, false])
  })
})
