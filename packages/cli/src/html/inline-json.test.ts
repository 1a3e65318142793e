import { describe, expect } from 'vitest'
import { fc, it } from '@fast-check/vitest'
import { inlineJson } from './inline-json.ts'

describe('inlineJson', () => {
  it('keeps a text from ending its element or opening a comment', () => {
    expect(inlineJson('</script><!--\u2028&')).toBe(String.raw`"\u003c/script\u003e\u003c!--\u2028\u0026"`)
  })

  it.prop([fc.jsonValue()], { seed: 5 })('reads back as the same value', (value) => {
    expect(JSON.stringify(JSON.parse(inlineJson(value)))).toBe(JSON.stringify(value))
  })
})
