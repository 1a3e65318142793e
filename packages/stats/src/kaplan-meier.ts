import { requireFinite } from './requirements.ts'

/** How long something has lasted, and whether it ended or was still going on when we looked. */
export interface Observation {
  readonly duration: number
  /** False when censored: it had not ended by `duration`. */
  readonly ended: boolean
  /** Age at which it came under observation (delayed entry); it cannot have been seen ending before. Defaults to always. */
  readonly entry?: number
}

/** State of the curve from `time` on, until the next step. */
export interface SurvivalStep {
  readonly time: number
  /** Observations that could have ended at `time`. */
  readonly atRisk: number
  /** Those that did; 0 at a time when some were only lost from sight. */
  readonly events: number
  /** Estimated share that lasts longer than `time`. */
  readonly survival: number
  /** Greenwood's variance of `survival`. */
  readonly variance: number
}

/** Share of things that last longer than t, for every t; 1 before the first step. */
export interface SurvivalCurve {
  /** One per distinct duration, ascending. */
  readonly steps: readonly SurvivalStep[]
  /** Observations that the curve rests on. */
  readonly n: number
  /** Of those, how many had not ended. */
  readonly censored: number
}

/**
 * Product-limit estimate of the survival curve from right-censored durations, optionally left-truncated.
 *
 * Assumes that what is still open would end as the others do (censoring does not depend on the outcome). At a
 * tie, ends come before censorings. With delayed entry an observation is at risk at t when entry < t <= duration,
 * and one that ends by its entry was never at risk and is left out; where few are at risk early the curve is
 * unstable from there on. Throws a `RangeError` for a duration or entry that is not finite.
 *
 * @see Kaplan, E. L. & Meier, P. (1958), JASA 53(282), 457–481; Greenwood, M. (1926) for the variance;
 * Tsai, W.-Y., Jewell, N. P. & Wang, M.-C. (1987), Biometrika 74(4), 883–886, for delayed entry
 */
export function kaplanMeier(observations: readonly Observation[]): SurvivalCurve {
  const seen = observations.filter(wasAtRisk)
  // Bare numbers sort several times faster than objects: all durations, and those that ended, side by side.
  const durations = sortedDurations(seen)
  const ends = sortedDurations(seen.filter(({ ended }) => ended))
  const entries = entryTimes(seen)

  const steps: SurvivalStep[] = []
  let survival = 1
  let greenwoodSum = 0
  let left = 0
  let ended = 0
  let entered = seen.length - entries.length
  while (left < durations.length) {
    const time = durations[left] ?? Infinity
    while (entered < entries.length && (entries[entered] ?? Infinity) < time) entered += 1
    const atRisk = entered - left

    const endedBefore = ended
    while (ends[ended] === time) ended += 1
    while (durations[left] === time) left += 1
    const events = ended - endedBefore
    survival *= (atRisk - events) / atRisk
    // Once nobody survives, the share is 0 in every such sample and varies no more.
    if (survival > 0) greenwoodSum += events / (atRisk * (atRisk - events))
    steps.push({ time, atRisk, events, survival, variance: survival * survival * greenwoodSum })
  }
  return { steps, n: durations.length, censored: durations.length - ends.length }
}

function wasAtRisk({ duration, entry }: Observation): boolean {
  if (!Number.isFinite(duration) || (entry !== undefined && !Number.isFinite(entry)))
    requireFinite('A duration and its entry', [duration, entry ?? 0])
  return entry === undefined || entry < duration
}

/** Ascending. A loop, because `Float64Array.from` walks an array by its iterator, ten times slower. */
function sortedDurations(observations: readonly Observation[]): Float64Array {
  const durations = new Float64Array(observations.length)
  for (let index = 0; index < durations.length; index += 1)
    durations[index] = observations[index]?.duration ?? 0
  return durations.sort()
}

/** Ascending; empty when everything was always under observation, which need not be sorted to be known. */
function entryTimes(observations: readonly Observation[]): Float64Array {
  if (observations.every(({ entry }) => entry === undefined)) return new Float64Array(0)
  return Float64Array.from(observations, ({ entry }) => entry ?? -Infinity).sort()
}
