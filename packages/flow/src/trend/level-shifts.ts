import type { Instant, Rng } from '@sluice/model'
import { changePoints, median } from '@sluice/stats'
import type { ChangePoint, WeekPoint } from '../analysis.ts'

/** Smallest shift of the weekly median that is worth a person's time. */
const minimumEffect = 0.25
const minimumSegment = 4
const significance = 0.01

/**
 * Level shifts of a weekly series. Weeks without a number and weeks that the window only touches take no part.
 * The search sees `log1p` of the values, so that it looks for ratios and one extreme week cannot carry it; the
 * effect is judged on the medians of the plain values.
 */
export function levelShifts(points: readonly WeekPoint[], rng: Rng): readonly ChangePoint[] {
  const known = points.flatMap(({ weekOf, estimate, isPartial }) =>
    estimate.kind === 'known' && isPartial !== true ? [{ weekOf, value: estimate.value }] : [],
  )
  if (known.length < 2 * minimumSegment) return []
  const found = changePoints(
    known.map(({ value }) => Math.log1p(value)),
    { rng, significance, minimumSegment, minimumEffect: 0 },
  ).map(({ index, p }) => ({ index, p }))
  return keepLargeShifts(known, found)
}

interface KnownWeek {
  readonly weekOf: Instant
  readonly value: number
}

interface Cut {
  readonly index: number
  readonly p: number
}

/** Takes away the smallest shift until all are large: without it, its neighbours see longer segments. */
function keepLargeShifts(weeks: readonly KnownWeek[], cuts: readonly Cut[]): readonly ChangePoint[] {
  const shifts = cuts.flatMap((cut, position) => {
    const week = weeks[cut.index]
    if (week === undefined) return []
    const before = medianBetween(weeks, cuts[position - 1]?.index ?? 0, cut.index)
    const after = medianBetween(weeks, cut.index, cuts[position + 1]?.index ?? weeks.length)
    return [{ cut, shift: { weekOf: week.weekOf, before, after, p: cut.p }, effect: effectOf(before, after) }]
  })
  const smallest = shifts.reduce<(typeof shifts)[number] | undefined>(
    (least, each) => (least === undefined || each.effect < least.effect ? each : least),
    undefined,
  )
  if (smallest === undefined || smallest.effect >= minimumEffect) return shifts.map(({ shift }) => shift)
  return keepLargeShifts(
    weeks,
    cuts.filter((cut) => cut !== smallest.cut),
  )
}

function medianBetween(weeks: readonly KnownWeek[], from: number, to: number): number {
  return median(weeks.slice(from, to).map(({ value }) => value))
}

/** By how much the higher level exceeds the lower one, so that a rise and the fall back count the same. */
function effectOf(before: number, after: number): number {
  const [low, high] = before < after ? [before, after] : [after, before]
  if (high === low) return 0
  return low <= 0 ? Infinity : high / low - 1
}
