import type { Instant, Stage } from '@sluice/model'
import type { StageSpan } from '../analysis.ts'

/** What a source says: the change was in this stage from here to there. Claims may overlap, repeat and leave gaps. */
export type StageClaim = StageSpan

/**
 * Cuts `[from, to)` into exclusive stages. At each moment the first claim in the list that covers it wins, so a
 * list starts with the source that knows best; what nobody claims is `unknown`. Claims are clipped to the whole
 * and a claim that ends before it starts claims nothing, hence no stage is negative, none is longer than the
 * whole, and the lengths sum to it exactly. A claim of no length keeps its place, because "no wait" is known.
 */
export function partitionStages(
  whole: { readonly from: Instant; readonly to: Instant },
  claims: readonly StageClaim[],
): readonly StageSpan[] {
  const clipped = claims.filter(
    (claim) => claim.from <= claim.to && claim.from <= whole.to && claim.to >= whole.from,
  )
  const cuts = cutsOf(whole, clipped)
  const spans: StageSpan[] = []
  for (let index = 0; index < cuts.length; index += 1) {
    const from = cuts[index]
    if (from === undefined) break
    addMomentClaims(spans, clipped, from)
    const to = cuts[index + 1]
    if (to === undefined) break
    const stage = clipped.find((claim) => claim.from <= from && claim.to >= to)?.stage ?? 'unknown'
    addSpan(spans, stage, from, to)
  }
  return spans
}

function cutsOf(
  whole: { readonly from: Instant; readonly to: Instant },
  claims: readonly StageClaim[],
): readonly Instant[] {
  const cuts = whole.from === whole.to ? [whole.from] : [whole.from, whole.to]
  for (const claim of claims) {
    if (claim.from > whole.from && !cuts.includes(claim.from)) cuts.push(claim.from)
    if (claim.to < whole.to && !cuts.includes(claim.to)) cuts.push(claim.to)
  }
  return cuts.sort((a, b) => a - b)
}

/** Claims of no length at this cut become spans of no length, unless their stage goes on there anyway. */
function addMomentClaims(spans: StageSpan[], claims: readonly StageClaim[], at: Instant): void {
  for (const claim of claims) {
    if (claim.from !== at || claim.to !== at || spans.at(-1)?.stage === claim.stage) continue
    spans.push({ stage: claim.stage, from: at, to: at })
  }
}

function addSpan(spans: StageSpan[], stage: Stage, from: Instant, to: Instant): void {
  const last = spans.at(-1)
  if (last?.stage === stage && last.to === from) spans[spans.length - 1] = { stage, from: last.from, to }
  else spans.push({ stage, from, to })
}
