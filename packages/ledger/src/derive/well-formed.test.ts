import { fc, it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { wellFormed, wellFormedJson } from './well-formed.ts'

describe('wellFormed', () => {
  it('replaces halves of characters and nothing else', () => {
    expect(wellFormed('a \ud83d\ude00 b \ud83d c \ude00 d \\ud800')).toBe(
      'a \ud83d\ude00 b \ufffd c \ufffd d \\ud800',
    )
  })

  property.prop({ text: fc.string({ unit: 'binary' }) })('gives what UTF-8 can carry', ({ text }) => {
    const cut = text.slice(1)

    expect(Buffer.from(wellFormed(cut)).toString()).toBe(wellFormed(cut))
  })
})

describe('wellFormedJson', () => {
  it('looks into every depth, and leaves what only looks like an escape', () => {
    const value = { title: 'a\ud800', labels: ['\udc00'], n: 1, same: '\\ud800 😀' }

    expect(JSON.parse(wellFormedJson(value))).toEqual({
      title: 'a\ufffd',
      labels: ['\ufffd'],
      n: 1,
      same: '\\ud800 😀',
    })
  })

  property.prop({ value: fc.jsonValue() })('is plain JSON of everything else', ({ value }) => {
    expect(JSON.parse(wellFormedJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
  })
})
