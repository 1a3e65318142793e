/** A source of randomness: a number in [0, 1), uniform. Always seeded, so that a report can be repeated. */
export type Rng = () => number

/**
 * Small, fast seeded generator (32 bits of state, period 2^32): good enough for bootstraps and
 * permutations, never for secrets. The same seed gives the same sequence on every machine.
 *
 * @see mulberry32 by Tommy Ettinger (public domain)
 */
export function seededRng(seed: number): Rng {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
