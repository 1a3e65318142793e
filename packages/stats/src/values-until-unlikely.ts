/**
 * Fewest n with share ** n at most `tail`: so many values do not all fall on one side, where each does with
 * probability `share`, unless something as rare as `tail` happened.
 */
export function valuesUntilUnlikely(share: number, tail: number): number {
  const n = Math.max(1, Math.ceil(Math.log(tail) / Math.log(share)) - 1)
  return share ** n <= atMost(tail) ? n : n + 1
}

/** A bound on a probability that lets rounded values pass which are equal to it in exact arithmetic. */
export function atMost(probability: number): number {
  return probability * (1 + 1e-12)
}
