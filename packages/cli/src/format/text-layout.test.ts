import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { printable } from './printable.ts'
import { cell, displayWidth, fit, wrap, wrapParts } from './text-layout.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map(printable)
const width = fc.integer({ min: 2, max: 40 })

describe('fit', () => {
  it.prop({ text, width }, { seed: 1 })('never takes more than its columns', ({ text, width }) => {
    expect(displayWidth(fit(text, width))).toBeLessThanOrEqual(width)
  })

  it('does not cut a wide character in two', () => {
    expect(fit('支払いサービス', 6)).toBe('支払…')
  })
})

describe('cell', () => {
  it.prop({ text, width }, { seed: 1 })('takes exactly its columns', ({ text, width }) => {
    expect(displayWidth(cell(text, width, 'right'))).toBe(width)
  })
})

describe('wrap', () => {
  it.prop({ text, width }, { seed: 1 })('has no line wider than asked for', ({ text, width }) => {
    expect(wrap(text, width).filter((line) => displayWidth(line) > width)).toEqual([])
  })

  it.prop({ text, width }, { seed: 1 })('loses nothing but spaces', ({ text, width }) => {
    expect(wrap(text, width).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
  })

  it('keeps a number with its unit and an interval in one piece', () => {
    expect(wrap('takes 35 % of it, 6.3 h [2.1, 10.8] longer', 16)).toEqual([
      'takes 35 % of',
      'it, 6.3 h',
      '[2.1, 10.8]',
      'longer',
    ])
  })
})

describe('wrapParts', () => {
  it('breaks between parts before it breaks inside one', () => {
    expect(wrapParts(['one two', 'three four', 'five'], 20)).toEqual(['one two · three four', 'five'])
  })
})

describe('printable', () => {
  it('replaces what could drive a terminal or turn text around', () => {
    expect(printable('a\u001b[31mb\u202ec\u0000\u009b')).toBe('a�[31mb�c��')
  })

  it('keeps joined emoji, accents and wide characters', () => {
    expect(printable('👩‍💻 é 支払い')).toBe('👩‍💻 é 支払い')
  })

  it('keeps text on one line', () => {
    expect(printable('one\r\ntwo\u2028three\tfour')).toBe('one two three four')
  })
})
