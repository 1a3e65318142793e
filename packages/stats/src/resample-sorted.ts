/**
 * Fills `target` with as many values drawn from the ascending `source`, with replacement and in ascending order.
 * Counting how often each was drawn keeps the order without sorting again.
 */
export function resampleSorted(source: Float64Array, target: Float64Array, rng: () => number): void {
  const draws = new Uint32Array(source.length)
  for (let draw = 0; draw < target.length; draw += 1) {
    const index = Math.floor(rng() * source.length)
    draws[index] = (draws[index] ?? 0) + 1
  }
  let end = 0
  for (let index = 0; index < draws.length; index += 1) {
    const start = end
    end += draws[index] ?? 0
    target.fill(source[index] ?? 0, start, end)
  }
}
