/** A two-sided interval at a stated confidence, such as 0.95. `high` may be `Infinity`: no upper bound is known. */
export interface Interval {
  readonly low: number
  readonly high: number
  readonly confidence: number
}

/**
 * How a number was made. Each name has a section in `docs/reference/methods.md`.
 */
export const methods = [
  'quantile-type-7',
  'kaplan-meier',
  'poisson-exact',
  'wilson',
  'clopper-pearson',
  'hodges-lehmann-stratified',
  'bootstrap',
  'mantel-haenszel',
] as const
export type Method = (typeof methods)[number]

/** A number with its uncertainty: never one without the other. */
export interface Known {
  readonly kind: 'known'
  readonly value: number
  readonly interval: Interval
  /** Observations that the estimate rests on, censored ones included. */
  readonly n: number
  /** Of those, how many had not ended when we looked. */
  readonly censored: number
  readonly method: Method
}

/** Why there is no number. `not-reached`: fewer than the asked share have ended yet. */
export type UnknownReason = 'too-few' | 'not-reached' | 'no-data'

/** "Cannot tell" is an answer: it says why, and what would change it. */
export interface Unknown {
  readonly kind: 'unknown'
  readonly reason: UnknownReason
  readonly n: number
  readonly censored: number
  readonly method: Method
  /** About how many observations would do, where that can be said. */
  readonly needed?: number
  /** The value is at least this, where that much is known (a quantile that was not reached). */
  readonly atLeast?: number
}

export type Estimate = Known | Unknown
