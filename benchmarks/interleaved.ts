import { spreadOf, type Spread } from './spread.ts'

export interface Comparison {
  readonly ours: Spread
  readonly reference: Spread
  /** Of each round's two neighbours, so that a machine that slows down in between changes both. */
  readonly ratio: Spread
}

/** Measures two things in turns, A B A B …, after one round that only warms the caches. */
export async function interleaved(
  rounds: number,
  measure: { readonly ours: () => Promise<number>; readonly reference: () => Promise<number> },
): Promise<Comparison> {
  const ours: number[] = []
  const reference: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const one = await measure.ours()
    const other = await measure.reference()
    if (round === 0) continue
    ours.push(one)
    reference.push(other)
  }
  return {
    ours: spreadOf(ours),
    reference: spreadOf(reference),
    ratio: spreadOf(ours.map((value, round) => value / (reference[round] ?? Number.NaN))),
  }
}
