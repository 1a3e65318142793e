import { describe, expect, it } from 'vitest'
import { readEnvironment } from './production-environment.ts'

describe('readEnvironment', () => {
  it.each([
    ['production', true],
    ['Production', true],
    ['prod', true],
    ['prod-eu-1', true],
    ['eu_prod', true],
    ['live', true],
    ['shop / production', true],
    ['staging', false],
    ['preprod', false],
    ['pre-prod', false],
    ['pre-production', false],
    ['non-prod', false],
    ['nonprod', false],
    ['product-preview', false],
    ['reproduction', false],
    ['delivery', false],
  ])('without a pattern: %s is production: %s', (name, isProduction) => {
    expect(readEnvironment(name)).toEqual({ isProduction, service: '' })
  })

  it('follows a pattern, and takes the service from it', () => {
    const pattern = /^live-(?<service>.+)$/

    expect(['live-checkout', 'production'].map((name) => readEnvironment(name, pattern))).toEqual([
      { isProduction: true, service: 'checkout' },
      { isProduction: false, service: '' },
    ])
  })

  it('gives the same answer however often a pattern with a memory is used', () => {
    const pattern = /prod/g

    expect([1, 2, 3].map(() => readEnvironment('prod', pattern).isProduction)).toEqual([true, true, true])
  })
})
