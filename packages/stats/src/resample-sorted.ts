/**
 * Fills `target` with as many values drawn from the ascending `source`, with replacement and in ascending order.
 * Counting how often each was drawn keeps the order without sorting again; `draws` is where it counts, at least as
 * long as `source`.
 */
export function resampleSorted(
  source: Float64Array,
  target: Float64Array,
  draws: Uint32Array,
  rng: () => number,
): void {
  const size = source.length
  for (let index = 0; index < size; index += 1) draws[index] = 0
  for (let draw = 0; draw < target.length; draw += 1) {
    const index = (rng() * size) | 0
    draws[index] = (draws[index] ?? 0) + 1
  }
  let end = 0
  for (let index = 0; index < size; index += 1) {
    const value = source[index] ?? 0
    for (let left = draws[index] ?? 0; left > 0; left -= 1) {
      target[end] = value
      end += 1
    }
  }
}
