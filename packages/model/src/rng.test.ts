import { describe, expect, it } from 'vitest'
import { seededRng } from './rng.ts'

describe('seededRng', () => {
  it('repeats its sequence for the same seed and differs for another', () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRng(seed))

    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('is uniform: each tenth receives its share within five standard errors', () => {
    const rng = seededRng(1)
    const draws = 100_000
    const tenths = new Array<number>(10).fill(0)

    for (let i = 0; i < draws; i++) {
      const tenth = Math.floor(rng() * 10)
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }

    const standardError = Math.sqrt(draws * 0.1 * 0.9)
    for (const count of tenths) expect(Math.abs(count - draws / 10)).toBeLessThan(5 * standardError)
  })
})
