import { instant, type Instant, type Stage } from '@sluice/model'
import type { StageSpan } from '../analysis.ts'

/** What a source says: the change was in this stage from here to there. Claims may overlap, repeat and leave gaps. */
export type StageClaim = StageSpan

/**
 * Cuts `[from, to)` into exclusive stages. At each moment the first claim in the list that covers it wins, so a
 * list starts with the source that knows best; what nobody claims is `unknown`. Claims are clipped to the whole
 * and a claim that ends before it starts claims nothing, hence no stage is negative, none is longer than the
 * whole, and the lengths sum to it exactly. A claim of no length keeps its place, because "no wait" is known.
 *
 * Takes time n log n in the number of claims.
 */
export function partitionStages(
  whole: { readonly from: Instant; readonly to: Instant },
  claims: readonly StageClaim[],
): readonly StageSpan[] {
  const clipped = claims.every((claim) => isWithin(claim, whole))
    ? claims
    : claims.filter((claim) => isWithin(claim, whole))
  const cuts = cutsOf(whole, clipped)
  const painted = paint(cuts, clipped)
  const moments = momentClaims(clipped)
  const spans: StageSpan[] = []
  for (let index = 0; index < cuts.length; index += 1) {
    const from = cuts[index]
    if (from === undefined) break
    if (moments !== undefined) addMomentClaims(spans, moments.get(from))
    const to = cuts[index + 1]
    if (to === undefined) break
    addSpan(spans, painted[index] ?? 'unknown', from, to)
  }
  return spans
}

function isWithin(claim: StageClaim, whole: Pick<StageClaim, 'from' | 'to'>): boolean {
  return claim.from <= claim.to && claim.from <= whole.to && claim.to >= whole.from
}

/** The instants at which the stage may change, in order, each once. */
function cutsOf(
  whole: { readonly from: Instant; readonly to: Instant },
  claims: readonly StageClaim[],
): readonly Instant[] {
  const inside: Instant[] = []
  for (const { from, to } of claims) {
    if (from > whole.from && from < whole.to) inside.push(from)
    if (to > whole.from && to < whole.to) inside.push(to)
  }
  const cuts = [whole.from]
  if (inside.length > 1) {
    // A typed array is sorted without a call for every two of its numbers.
    const sorted = new Float64Array(inside).sort()
    for (let place = 0; place < sorted.length; place += 1) {
      const cut = instant(sorted[place] ?? whole.to)
      if (cut !== cuts[cuts.length - 1]) cuts.push(cut)
    }
  } else {
    cuts.push(...inside)
  }
  if (whole.to !== whole.from) cuts.push(whole.to)
  return cuts
}

/**
 * The stage of each piece between two cuts; a piece that no claim covers stays empty. Claims paint in their order,
 * and what is painted is never painted again: `next` leads over it, so that every piece is looked at about once.
 */
function paint(cuts: readonly Instant[], claims: readonly StageClaim[]): readonly (Stage | undefined)[] {
  const pieces = cuts.length - 1
  const painted: (Stage | undefined)[] = []
  const next: number[] = []
  for (let piece = 0; piece <= pieces; piece += 1) {
    painted.push(undefined)
    next.push(piece)
  }
  for (const { stage, from, to } of claims) {
    const end = placeOf(cuts, to)
    for (let piece = free(next, placeOf(cuts, from)); piece < end; piece = free(next, piece)) {
      painted[piece] = stage
      next[piece] = piece + 1
    }
  }
  return painted
}

/** Place of the first cut that is not before an instant; the last place when all are. */
function placeOf(cuts: readonly Instant[], at: Instant): number {
  let low = 0
  let high = cuts.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cuts[middle] ?? Infinity) >= at) high = middle
    else low = middle + 1
  }
  return low
}

/** The first piece from `piece` on that is not painted yet; shortens the way there for those who ask later. */
function free(next: number[], piece: number): number {
  let end = piece
  while (next[end] !== end && next[end] !== undefined) end = next[end] ?? end
  for (let at = piece; at !== end;) {
    const following = next[at] ?? end
    next[at] = end
    at = following
  }
  return end
}

function momentClaims(
  claims: readonly StageClaim[],
): ReadonlyMap<Instant, readonly StageClaim[]> | undefined {
  let moments: Map<Instant, StageClaim[]> | undefined
  for (const claim of claims) {
    if (claim.from !== claim.to) continue
    moments ??= new Map()
    const same = moments.get(claim.from)
    if (same === undefined) moments.set(claim.from, [claim])
    else same.push(claim)
  }
  return moments
}

/** Claims of no length at a cut become spans of no length, unless their stage goes on there anyway. */
function addMomentClaims(spans: StageSpan[], claims: readonly StageClaim[] = []): void {
  for (const { stage, from } of claims) {
    if (spans.at(-1)?.stage !== stage) spans.push({ stage, from, to: from })
  }
}

function addSpan(spans: StageSpan[], stage: Stage, from: Instant, to: Instant): void {
  const last = spans.at(-1)
  if (last?.stage === stage && last.to === from) spans[spans.length - 1] = { stage, from: last.from, to }
  else spans.push({ stage, from, to })
}
