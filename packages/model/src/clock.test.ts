import { describe, expect, it } from 'vitest'
import { clockFrom, fixedClock } from './clock.ts'
import { instant } from './instant.ts'

describe('clocks', () => {
  it('show the time they were given', () => {
    expect(fixedClock(instant(5)).now()).toBe(5)
  })

  it('read the time anew at each look', () => {
    let ticks = 0
    const clock = clockFrom(() => ++ticks)

    expect([clock.now(), clock.now()]).toEqual([1, 2])
  })
})
