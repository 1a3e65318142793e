/** Values of two groups whose differences a[i] - b[j] all count with the same weight. Both ascending and finite. */
export interface DifferenceBlock {
  readonly a: Float64Array
  readonly b: Float64Array
  readonly weight: number
}

/** Where to look first for a median, and how far to step from there. It saves passes and never changes the result. */
export interface DifferenceHint {
  readonly at: number
  readonly step: number
}

/**
 * Weighted median of all within-block differences a[i] - b[j], without forming them: each pass over the ascending
 * arrays weighs the differences up to a trial value and narrows the bracket, in O(n + m) a pass and few passes.
 * With a single block this is the Hodges-Lehmann estimate of a shift. Needs at least one difference.
 *
 * @see Hodges, J. L. & Lehmann, E. L. (1963), Estimates of location based on rank tests, Ann. Math. Statist. 34(2), 598–611
 */
export function medianOfDifferences(blocks: readonly DifferenceBlock[], hint?: DifferenceHint): number {
  return quantileOfDifferences(blocks, 0.5, hint)
}

/** As `medianOfDifferences`, for any share p in (0, 1) of the weight. */
export function quantileOfDifferences(
  blocks: readonly DifferenceBlock[],
  p: number,
  hint?: DifferenceHint,
): number {
  const bracket = wholeRange(blocks)
  const total = bracket.weightToHigh
  const target = p * total
  // Sums of weights are rounded; differences this close to the target are on it.
  const tolerance = total * 1e-12
  let step = hint?.step ?? 0
  let trial = hint?.at ?? bracket.low + (bracket.high - bracket.low) / 2
  for (let pass = 0; bracket.low < bracket.high; pass += 1) {
    trial = trial >= bracket.low && trial < bracket.high ? trial : bracket.low
    const { weight, upTo, above } = splitDifferences(blocks, trial)
    if (Math.abs(weight - target) <= tolerance) return upTo + (above - upTo) / 2
    const isAbove = weight > target
    if (isAbove) {
      bracket.high = upTo
      bracket.weightToHigh = weight
    } else {
      bracket.low = above
      bracket.weightBelowLow = weight
    }
    if (step > 0 && (isAbove ? bracket.weightBelowLow === 0 : bracket.weightToHigh === total)) {
      trial += isAbove ? -step : step
      step *= 2
      continue
    }
    trial = bracket.low + (bracket.high - bracket.low) * shareOfTarget(bracket, target, pass)
  }
  return bracket.low
}

interface Bracket {
  low: number
  high: number
  /** Weight of the differences below `low`. */
  weightBelowLow: number
  /** Weight of the differences up to `high`. */
  weightToHigh: number
}

function wholeRange(blocks: readonly DifferenceBlock[]): Bracket {
  const bracket: Bracket = { low: Infinity, high: -Infinity, weightBelowLow: 0, weightToHigh: 0 }
  for (const { a, b, weight } of blocks) {
    bracket.low = Math.min(bracket.low, (a[0] ?? Infinity) - (b.at(-1) ?? -Infinity))
    bracket.high = Math.max(bracket.high, (a.at(-1) ?? -Infinity) - (b[0] ?? Infinity))
    bracket.weightToHigh += weight * a.length * b.length
  }
  return bracket
}

/** Interpolation is quick where differences are dense; every third pass halves, which is quick always. */
function shareOfTarget({ weightBelowLow, weightToHigh }: Bracket, target: number, pass: number): number {
  return pass % 3 === 2 ? 0.5 : (target - weightBelowLow) / (weightToHigh - weightBelowLow)
}

/** Weight of the differences up to the trial value, the largest of those, and the smallest of the others. */
function splitDifferences(
  blocks: readonly DifferenceBlock[],
  trial: number,
): { readonly weight: number; readonly upTo: number; readonly above: number } {
  let weight = 0
  let upTo = -Infinity
  let above = Infinity
  for (const block of blocks) {
    const { a, b } = block
    let pairs = 0
    let firstWithin = 0
    for (let row = 0; row < a.length; row += 1) {
      const value = a[row] ?? 0
      // Everything before `firstWithin` is above the trial value; the last of it was the smallest such.
      let difference = firstWithin < b.length ? value - (b[firstWithin] ?? 0) : -Infinity
      let smallestAbove = firstWithin > 0 ? value - (b[firstWithin - 1] ?? 0) : Infinity
      while (difference > trial) {
        smallestAbove = difference
        firstWithin += 1
        difference = firstWithin < b.length ? value - (b[firstWithin] ?? 0) : -Infinity
      }
      pairs += b.length - firstWithin
      if (difference > upTo) upTo = difference
      if (smallestAbove < above) above = smallestAbove
    }
    weight += pairs * block.weight
  }
  return { weight, upTo, above }
}
