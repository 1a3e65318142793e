/** An increasing function, where its root is sought, and where to start. */
export interface IncreasingEquation {
  /** Function value minus target at x: negative below the root. */
  readonly excess: (x: number) => number
  /** Derivative at x; only a hint for the next guess. */
  readonly slope: (x: number) => number
  readonly low: number
  readonly high: number
  readonly start: number
}

/**
 * Root of an increasing function: Newton steps that fall back to bisection when they leave the bracket.
 * A handful of steps as a rule; halving the whole range of doubles takes about 1,100.
 */
export function solveIncreasing(equation: IncreasingEquation): number {
  let { low, high, start: x } = equation
  for (let step = 0; step < 2000; step += 1) {
    const excess = equation.excess(x)
    if (excess === 0) return x
    if (excess < 0) low = x
    else high = x

    const guess = x - excess / equation.slope(x)
    const next = guess > low && guess < high ? guess : low + (high - low) / 2
    if (Math.abs(next - x) <= 1e-15 * Math.abs(x) || next === low || next === high) return next
    x = next
  }
  return x
}
