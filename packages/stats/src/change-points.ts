import { median } from './quantile.ts'
import { requireFinite, requirePositiveCount, requireProbability } from './requirements.ts'

/** When a shift counts. */
export interface ChangePointOptions {
  readonly rng: () => number
  /** Largest p value of a change-point. Defaults to 0.01. */
  readonly significance?: number
  /** Most permutations per test. Defaults to 499. */
  readonly permutations?: number
  /** Fewest values between two change-points. Defaults to 4. */
  readonly minimumSegment?: number
  /** Smallest move of the median, as a share of the median before. Defaults to 0.25. */
  readonly minimumEffect?: number
}

/** A place where a series moves from one level to another. */
export interface SeriesChangePoint {
  /** Of the first value of the new level. */
  readonly index: number
  /** Of the permutation test at which it was found. */
  readonly p: number
  /** Medians of the values back to the previous and on to the next change-point. */
  readonly before: number
  readonly after: number
}

/** Where the distribution of a series changes, by E-divisive with a permutation test. */
export function changePoints(
  values: readonly number[],
  options: ChangePointOptions,
): readonly SeriesChangePoint[] {
  const { significance = 0.01, permutations = 499, minimumSegment = 4, minimumEffect = 0.25 } = options
  requireFinite('Values of a series', values)
  requireProbability('The significance', significance)
  requirePositiveCount('The number of permutations', permutations)
  requirePositiveCount('The minimum segment', minimumSegment)
  const found: { index: number; p: number }[] = []
  for (;;) {
    const starts = [0, ...found.map(({ index }) => index)].toSorted((one, other) => one - other)
    const segments = starts.map((start, order) => values.slice(start, starts[order + 1]))
    const splits = segments.map((segment) => bestSplit(segment, minimumSegment))
    const best = splits.reduce((one, other) => (other.statistic > one.statistic ? other : one))
    const order = splits.indexOf(best)
    if (best.statistic <= 0) break
    let exceeded = 0
    let drawn = 0
    const allowed = Math.floor(significance * (permutations + 1))
    while (drawn < permutations && exceeded < allowed) {
      drawn += 1
      const statistic = Math.max(
        ...segments.map((segment) => bestSplit(shuffled(segment, options.rng), minimumSegment).statistic),
      )
      if (statistic >= best.statistic * (1 - 1e-9)) exceeded += 1
    }
    if (exceeded >= allowed) break
    found.push({ index: (starts[order] ?? 0) + best.index, p: (exceeded + 1) / (drawn + 1) })
  }
  return withEffect(values, found, minimumEffect)
}

function bestSplit(values: readonly number[], minimumSegment: number): { index: number; statistic: number } {
  let best = { index: 0, statistic: 0 }
  const n = values.length
  let [between, left, right] = [0, 0, 0]
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < i; j += 1) right += Math.abs((values[i] ?? 0) - (values[j] ?? 0))
  for (let index = 1; index < n; index += 1) {
    let [toLeft, toRight] = [0, 0]
    const moved = values[index - 1] ?? 0
    for (let j = 0; j < index - 1; j += 1) toLeft += Math.abs(moved - (values[j] ?? 0))
    for (let j = index; j < n; j += 1) toRight += Math.abs(moved - (values[j] ?? 0))
    left += toLeft
    right -= toRight
    between += toRight - toLeft
    const [m, k] = [index, n - index]
    if (m < minimumSegment || k < minimumSegment || m < 2 || k < 2) continue
    const statistic =
      ((m * k) / (m + k)) *
      ((2 * between) / (m * k) - (2 * left) / (m * (m - 1)) - (2 * right) / (k * (k - 1)))
    if (statistic > best.statistic) best = { index, statistic }
  }
  return best
}

function shuffled(values: readonly number[], rng: () => number): readonly number[] {
  const result = values.slice()
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(rng() * (last + 1))
    const held = result[last] ?? 0
    result[last] = result[other] ?? 0
    result[other] = held
  }
  return result
}

function withEffect(
  values: readonly number[],
  found: readonly { index: number; p: number }[],
  minimumEffect: number,
): readonly SeriesChangePoint[] {
  const ordered = found.toSorted((one, other) => one.index - other.index)
  const points = ordered.map(({ index, p }, order) => ({
    index,
    p,
    before: median(values.slice(ordered[order - 1]?.index ?? 0, index)),
    after: median(values.slice(index, ordered[order + 1]?.index)),
  }))
  const effects = points.map(
    ({ before, after }) => Math.abs(after - before) - minimumEffect * Math.abs(before),
  )
  const weakest = effects.indexOf(Math.min(...effects))
  if (!((effects[weakest] ?? 0) < 0)) return points
  return withEffect(values, ordered.toSpliced(weakest, 1), minimumEffect)
}
