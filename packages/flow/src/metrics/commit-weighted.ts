import type { Estimate } from '@sluice/stats'
import type { ChangeRow } from '../analysis.ts'
import type { Observation } from './batched-curve.ts'
import { censoredMedian } from './censored-median.ts'

/**
 * Median lead time of commits instead of changes. Commits of one change ship together, so a thousand commits in
 * ten changes tell little more than ten: the interval rests on Kish's effective sample size, (sum w)^2 / sum w^2.
 * That many observations are drawn from the changes in order of lead time, evenly spaced over the commits.
 *
 * @see Kish, L. (1965), Survey Sampling, section 8.2
 */
export function commitWeightedMedian(
  rows: readonly ChangeRow[],
  observations: readonly Observation[],
  confidence: number,
): Estimate {
  const weighted = observations
    .map((observation, index) => ({ observation, weight: rows[index]?.change.commits ?? 1 }))
    .sort((a, b) => a.observation.duration - b.observation.duration || a.weight - b.weight)
  return censoredMedian(evenlySpaced(weighted), confidence)
}

interface Weighted {
  readonly observation: Observation
  readonly weight: number
}

function evenlySpaced(weighted: readonly Weighted[]): readonly Observation[] {
  let total = 0
  let squares = 0
  for (const { weight } of weighted) {
    total += weight
    squares += weight * weight
  }
  if (total === 0) return []
  const size = Math.max(1, Math.round((total * total) / squares))
  const drawn: Observation[] = []
  let passed = 0
  for (const { observation, weight } of weighted) {
    passed += weight
    while (drawn.length < size && ((drawn.length + 0.5) / size) * total <= passed) drawn.push(observation)
  }
  return drawn
}
