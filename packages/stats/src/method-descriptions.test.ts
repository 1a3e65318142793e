import { describe, expect, it } from 'vitest'
import { methods } from './estimate.ts'
import { methodDescriptions } from './method-descriptions.ts'

describe('methodDescriptions', () => {
  it.each(methods)('says of %s what it is, in whole sentences, and where it comes from', (method) => {
    const { title, description, source } = methodDescriptions[method]

    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(description).toMatch(/^[A-Z].*\.$/)
    expect(description).toMatch(/interval/)
    expect(description).toMatch(/no answer/)
    expect(source).toMatch(/\((18|19|20)\d\d\).*\.$/)
  })

  it('describes every method once, in the order in which they are listed', () => {
    expect(Object.keys(methodDescriptions)).toEqual([...methods])
  })
})
