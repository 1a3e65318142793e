import type { Estimate } from '../estimate.ts'

/** How often intervals held the truth in a simulation, and how far chance alone may carry that. */
export interface Coverage {
  readonly achieved: number
  /** Three standard errors of a share of `nominal` in so many runs. */
  readonly tolerance: number
}

/**
 * Makes estimates anew and counts how often what they claim is true: the interval of a known one, the lower bound
 * of a quantile that was not reached. Throws at one that claims nothing.
 */
export function coverageOf(
  simulation: { readonly runs: number; readonly nominal: number; readonly truth: number },
  makeEstimate: () => Estimate,
): Coverage {
  const { runs, nominal, truth } = simulation
  let covered = 0
  for (let run = 0; run < runs; run += 1) {
    const { low, high } = claimOf(makeEstimate())
    if (low <= truth && truth <= high) covered += 1
  }
  return { achieved: covered / runs, tolerance: monteCarloTolerance(nominal, runs) }
}

/** Three standard errors of a share of `nominal` in so many runs: one simulation in 370 strays further by chance. */
export function monteCarloTolerance(nominal: number, runs: number): number {
  return 3 * Math.sqrt((nominal * (1 - nominal)) / runs)
}

function claimOf(estimate: Estimate): { readonly low: number; readonly high: number } {
  if (estimate.kind === 'known') return estimate.interval
  if (estimate.atLeast === undefined)
    throw new Error(`A simulated estimate claims nothing: ${estimate.reason}.`)
  return { low: estimate.atLeast, high: Infinity }
}
