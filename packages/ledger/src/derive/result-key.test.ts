import { describe, expect, it } from 'vitest'
import { resultKey } from './result-key.ts'

describe('resultKey', () => {
  it('takes the number behind the last colon as the place in the report', () => {
    expect(resultKey('github:acme/shop:run:7:junit.xml:12')).toEqual({
      report: 'github:acme/shop:run:7:junit.xml',
      place: 12,
    })
  })

  it.each(['no-colon', 'report:', ':5', 'report:05', 'report:-1', 'report:1.5', 'report:9999999999999999'])(
    'takes %s, which does not end in a place, as a report of its own',
    (id) => {
      expect(resultKey(id)).toEqual({ report: id, place: -1 })
    },
  )
})
