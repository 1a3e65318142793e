import { describe, expect, it } from 'vitest'
import { nearestOf } from './nearest.ts'

describe('nearestOf', () => {
  it('forgives a slip', () => {
    expect(nearestOf('paymnets', ['orders', 'payments'])).toBe('payments')
    expect(nearestOf('API', ['api', 'web'])).toBe('api')
  })

  it('stays silent when nothing is near', () => {
    expect(nearestOf('payments', ['orders', 'web', ''])).toBeUndefined()
  })
})
