import { logGamma } from './log-gamma.ts'

/**
 * Lower regularised incomplete gamma function P(shape, x): the probability that a gamma variable of this
 * shape and unit scale is at most x. Needs shape > 0 and x >= 0, otherwise throws a `RangeError`.
 *
 * @see Abramowitz & Stegun (1964), 6.5.29 (series) and 6.5.31 (continued fraction)
 */
export function regularizedGammaP(shape: number, x: number): number {
  requireGammaArguments(shape, x)
  if (x === 0) return 0
  if (x === Infinity) return 1
  return x < shape + 1 ? seriesP(shape, x) : 1 - continuedFractionQ(shape, x)
}

/** Upper regularised incomplete gamma function Q = 1 - P, precise also where it is tiny. */
export function regularizedGammaQ(shape: number, x: number): number {
  requireGammaArguments(shape, x)
  if (x === 0) return 1
  if (x === Infinity) return 0
  return x < shape + 1 ? 1 - seriesP(shape, x) : continuedFractionQ(shape, x)
}

function requireGammaArguments(shape: number, x: number): void {
  if (!(shape > 0 && shape < Infinity && x >= 0))
    throw new RangeError(
      `The incomplete gamma function needs shape > 0 and x >= 0; they are ${shape} and ${x}.`,
    )
}

function seriesP(shape: number, x: number): number {
  let term = 1 / shape
  let sum = term
  for (let denominator = shape + 1; Math.abs(term) > Math.abs(sum) * 1e-17; denominator += 1) {
    term *= x / denominator
    sum += term
  }
  return sum * scale(shape, x)
}

/** Modified Lentz evaluation. */
function continuedFractionQ(shape: number, x: number): number {
  let b = x + 1 - shape
  let c = Infinity
  let d = 1 / b
  let fraction = d
  for (let step = 1; step < 100_000; step += 1) {
    const a = -step * (step - shape)
    b += 2
    d = 1 / awayFromZero(a * d + b)
    c = awayFromZero(b + a / c)
    const factor = d * c
    fraction *= factor
    if (Math.abs(factor - 1) < 1e-16) break
  }
  return fraction * scale(shape, x)
}

function scale(shape: number, x: number): number {
  return Math.exp(shape * Math.log(x) - x - logGamma(shape))
}

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}
