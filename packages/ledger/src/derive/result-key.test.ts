import { describe, expect, it } from 'vitest'
import { resultKey, resultKeys } from './result-key.ts'

const ids = [
  'a:b:1',
  'a:1',
  'a:b:2',
  'ab:1',
  'a:2',
  'no-colon',
  'report:',
  ':5',
  'a:05',
  'a:-1',
  'a:1.5',
  'a:1',
]

describe('resultKey', () => {
  it.each(ids)('takes %s apart as resultKeys does', (id) => {
    const { reports, places } = resultKeys([id])

    expect(resultKey(id)).toEqual({ report: reports[0], place: places[0] })
  })
})

describe('resultKeys', () => {
  it('takes the number behind the last colon as the place in the report', () => {
    expect(resultKeys(['shop:run:7:junit.xml:12', 'shop:run:7:junit.xml:0', 'shop:run:71:5'])).toEqual({
      reports: ['shop:run:7:junit.xml', 'shop:run:7:junit.xml', 'shop:run:71'],
      places: [12, 0, 5],
    })
  })

  it.each(['no-colon', 'report:', ':5', 'report:05', 'report:-1', 'report:1.5', 'report:9999999999999999'])(
    'takes %s, which does not end in a place, as a report of its own',
    (id) => {
      expect(resultKeys(['report:1', id, 'report:2'])).toEqual({
        reports: ['report', id, 'report'],
        places: [1, -1, 2],
      })
    },
  )

  it('tells reports apart of which one begins like the other', () => {
    expect(resultKeys(['a:b:1', 'a:1', 'a:b:2', 'ab:1', 'a:2'])).toEqual({
      reports: ['a:b', 'a', 'a:b', 'ab', 'a'],
      places: [1, 1, 2, 1, 2],
    })
  })
})
