/** Seeded draws for simulations in tests. */
export interface RandomSource {
  readonly uniform: () => number
  readonly normal: () => number
  /** Exponential with the given mean. */
  readonly exponential: (mean: number) => number
  /** How often a chance of p comes up in n trials. */
  readonly binomial: (n: number, p: number) => number
  readonly poisson: (mean: number) => number
}

/** The same seed gives the same draws. */
export function randomSource(seed: number): RandomSource {
  const uniform = xorshift128(seed)
  const exponential = (mean: number): number => -mean * Math.log(1 - uniform())
  return {
    uniform,
    exponential,
    normal: () => Math.sqrt(2 * exponential(1)) * Math.cos(2 * Math.PI * uniform()),
    binomial: (n, p) => times(n, uniform).filter((draw) => draw < p).length,
    poisson: (mean) => {
      let count = 0
      for (let elapsed = exponential(1); elapsed < mean; elapsed += exponential(1)) count += 1
      return count
    },
  }
}

/** The results of so many calls. */
export function times<T>(count: number, draw: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => draw(index))
}

/** @see Marsaglia, G. (2003), Xorshift RNGs, J. Statistical Software 8(14) */
function xorshift128(seed: number): () => number {
  let [x, y, z, w] = [123_456_789 ^ seed, 362_436_069, 521_288_629, 88_675_123]
  function next(): number {
    const mixed = x ^ (x << 11)
    ;[x, y, z] = [y, z, w]
    w = w ^ (w >>> 19) ^ mixed ^ (mixed >>> 8)
    return (w >>> 0) / 4_294_967_296
  }
  // The first outputs of nearby seeds resemble each other.
  for (let warmUp = 0; warmUp < 20; warmUp += 1) next()
  return next
}
