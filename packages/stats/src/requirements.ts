/*
 * Bad arguments are mistakes of the calling code, and this package imports nothing, so they are plain
 * `RangeError`s: the message names the argument and what it must be. What data alone can cause
 * (nothing observed, too little observed) is never an error but an `Unknown` estimate.
 */

/** Throws a `RangeError` unless the confidence lies strictly between 0 and 1. */
export function requireConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(
      `A confidence must lie between 0 and 1, exclusive, such as 0.95; it is ${confidence}.`,
    )
}

/** Throws a `RangeError` unless the number is a probability, 0 and 1 included. */
export function requireProbability(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must lie between 0 and 1; it is ${value}.`)
}

/** Throws a `RangeError` unless the share that a quantile stands for lies strictly between 0 and 1. */
export function requireInnerShare(p: number): void {
  if (!(p > 0 && p < 1))
    throw new RangeError(`A quantile with an interval needs a share between 0 and 1, exclusive; it is ${p}.`)
}

/** Throws a `RangeError` unless the number is 0, 1, 2, … */
export function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} must be a whole number, 0 or more; it is ${value}.`)
}

/** Throws a `RangeError` unless the number is 1, 2, 3, … */
export function requirePositiveCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${name} must be a whole number, 1 or more; it is ${value}.`)
}

/**
 * Throws a `RangeError` at the first number that is NaN, infinite, or so large (over 1e150) that sums and
 * squares of such numbers could overflow: what is computed from the rest is never NaN.
 */
export function requireFinite(name: string, values: ArrayLike<number>): void {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN
    if (!(Math.abs(value) <= 1e150))
      throw new RangeError(
        `${name} must be finite and at most 1e150 in size; at index ${index} stands ${value}.`,
      )
  }
}
