import { milliseconds, type Rng } from '@sluice/model'
import { median, medianDifference, stratifiedShift, type Estimate, type ShiftStratum } from '@sluice/stats'
import type { ChangeRow, CohortComparison, LeadTimeClock } from '../analysis.ts'
import type { CohortRows } from '../cohort-rows.ts'
import type { FlowIndex } from '../facts/flow-index.ts'
import { groupBy } from '../group-by.ts'
import { batchOf, leadTimeOf } from '../metrics/lead-time-clock.ts'
import { isMarked } from './is-marked.ts'
import { isoMonth } from './iso-month.ts'
import { strataOf, summaryOf, type RowStratum } from './strata.ts'
import { evenlyThinned } from './evenly-thinned.ts'

/** Below this many matched marked changes the interval would change with the seed. */
const fewestMatched = 20
const fewestStrata = 3
/** A month takes part when at least this share of its changes has shipped: then the slow ones are not missing. */
const matureShare = 0.95
/** Differences within this share of the unmarked median are treated as none. */
const marginShare = 0.25
/** More changes of one kind narrow the interval by less than a reader would see, and cost time. */
const mostCompared = 600
const replicates = 299

/**
 * Whether AI-marked changes take longer than unmarked ones merged in the same month, of the same type and size.
 *
 * Adoption and release cadence both change with time, so the plain difference mostly compares months. Compared are
 * the shipped changes of mature months. "Does not differ" needs the whole interval within the margin, "differs" an
 * interval that excludes zero; everything else is "cannot tell". The interval draws whole releases: what waited for
 * the same one waited together, and a week of marked changes before a late release would else pass for an effect. It describes, and says nothing of causes: marks are
 * one-sided, and an unmarked change may well have been written with a tool.
 */
export function compareLeadTimes(
  rows: CohortRows,
  start: LeadTimeClock['start'],
  index: FlowIndex,
  rng: Rng,
): CohortComparison {
  const durationOf = (row: ChangeRow): number => leadTimeOf(row, start, index)
  const comparable = shippedInMatureMonths(rows)
  const { strata, stratifiedBy } = strataOf(comparable)
  const withMarked = strata.filter((stratum) => stratum.marked.length > 0)
  const matchedStrata = withMarked.filter((stratum) => stratum.unmarked.length > 0)
  const marked = comparable.filter(isMarked)
  const unmarked = comparable.filter((row) => !isMarked(row))
  const matched = matchedStrata.reduce((sum, stratum) => sum + stratum.marked.length, 0)
  const base = {
    overlap: marked.length === 0 ? 0 : matched / marked.length,
    strata: withMarked.map(summaryOf),
    stratifiedBy,
    leftOut: rows.nonBot.length - comparable.length,
  }
  const because = obstacle(rows, comparable, matched, matchedStrata.length)
  if (because !== undefined) return { verdict: 'cannot-tell', because, ...base }

  const batchOfRow = (row: ChangeRow): number => batchOf(row, index) ?? row.change.mergedAt
  const shift = stratifiedShift(shiftStrata(matchedStrata, durationOf, batchOfRow), {
    rng,
    confidence: index.confidence,
    replicates,
  })
  const plain = medianDifference(
    evenlyThinned(marked, mostCompared, durationOf).map(durationOf),
    evenlyThinned(unmarked, mostCompared, durationOf).map(durationOf),
    { rng, confidence: index.confidence, replicates },
  )
  const margin = marginShare * median(unmarked.map(durationOf))
  return {
    ...verdictOf(shift.estimate, margin),
    matched: shift.estimate,
    plain,
    ...(shift.minimumDetectable !== undefined && {
      minimumDetectable: milliseconds(Math.round(shift.minimumDetectable)),
    }),
    equivalenceMargin: milliseconds(Math.round(margin)),
    ...base,
  }
}

function obstacle(
  rows: CohortRows,
  comparable: readonly ChangeRow[],
  matched: number,
  strata: number,
): CohortComparison['because'] {
  if (!rows.nonBot.some(isMarked)) return 'no-marked-change'
  if (comparable.length === 0) return 'nothing-shipped'
  const marked = comparable.filter(isMarked).length
  if (marked < fewestMatched) return 'too-few-marked'
  if (matched === 0) return 'no-overlap'
  if (matched < fewestMatched) return 'too-few-marked'
  return strata < fewestStrata ? 'no-overlap' : undefined
}

function verdictOf(estimate: Estimate, margin: number): Pick<CohortComparison, 'verdict' | 'because'> {
  if (estimate.kind === 'unknown') return { verdict: 'cannot-tell', because: 'too-few-marked' }
  const { low, high } = estimate.interval
  if (low >= -margin && high <= margin) return { verdict: 'does-not-differ' }
  if (low > 0 || high < 0) return { verdict: 'differs' }
  return { verdict: 'cannot-tell', because: 'interval-too-wide' }
}

function shippedInMatureMonths(rows: CohortRows): readonly ChangeRow[] {
  const shipped: ChangeRow[] = []
  for (const month of groupBy(rows.measured, (row) => isoMonth(row.change.mergedAt)).values()) {
    const ofMonth = month.filter((row) => row.shipped !== undefined)
    if (ofMonth.length >= matureShare * month.length) shipped.push(...ofMonth)
  }
  return shipped
}

/**
 * Lead times of each stratum with the releases that ended them. In large histories every stratum gives the same
 * share, so that their weights stay.
 */
function shiftStrata(
  strata: readonly RowStratum[],
  durationOf: (row: ChangeRow) => number,
  batchOfRow: (row: ChangeRow) => number,
): readonly ShiftStratum[] {
  const kept = (countOf: (stratum: RowStratum) => number): number =>
    Math.min(1, mostCompared / strata.reduce((sum, stratum) => sum + countOf(stratum), 0))
  const keptMarked = kept(({ marked }) => marked.length)
  const keptUnmarked = kept(({ unmarked }) => unmarked.length)
  return strata.map(({ marked, unmarked }) => {
    const a = evenlyThinned(marked, Math.ceil(keptMarked * marked.length), durationOf)
    const b = evenlyThinned(unmarked, Math.ceil(keptUnmarked * unmarked.length), durationOf)
    return {
      a: a.map(durationOf),
      b: b.map(durationOf),
      batches: { a: a.map(batchOfRow), b: b.map(batchOfRow) },
    }
  })
}
