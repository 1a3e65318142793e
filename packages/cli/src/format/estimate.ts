import type { Unit } from '@sluice/flow'
import type { Estimate, Known, Unknown } from '@sluice/stats'
import { formatInteger } from './count.ts'
import { durationNumber, durationStep, durationUnit, formatDuration } from './duration.ts'

/** `11.1 d [9.9, 12.6]`, or why there is no number. Value and interval share one unit and one precision. */
export function formatEstimate(estimate: Estimate, unit: Unit): string {
  return estimate.kind === 'known'
    ? `${formatValue(estimate.value, unit)} ${formatInterval(estimate, unit)}`
    : formatUnknown(estimate, unit)
}

/** The value alone, `11.1 d`, `2.4 / week`, `8.9 %`, for a place beside its interval. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'milliseconds':
      return formatDuration(value)
    case 'per-week':
      return formatRate(value)
    case 'share':
      return `${percent(value)} %`
  }
}

/** A number of events per week, shown per month or per year where that reads better: `2.4 / week`, `6.9 / year`. */
export function formatRate(perWeek: number, unit: RateUnit = rateUnit(perWeek)): string {
  return `${decimal(perWeek * unit.weeks, 1)} / ${unit.name}`
}

/** A length of time over which events are counted. */
export interface RateUnit {
  readonly weeks: number
  readonly name: string
}

/** The shortest of week, month and year in which about one event or more is to be expected. */
export function rateUnit(perWeek: number): RateUnit {
  if (perWeek >= 0.8 || perWeek === 0) return { weeks: 1, name: 'week' }
  return perWeek * weeksPerMonth >= 0.8
    ? { weeks: weeksPerMonth, name: 'month' }
    : { weeks: 12 * weeksPerMonth, name: 'year' }
}

/** `2.4 / week [2.0, 2.8]`, in the rate unit of the table that it stands in. */
export function formatRateEstimate(estimate: Estimate, unit: RateUnit): string {
  if (estimate.kind === 'unknown') return formatUnknown(estimate, 'per-week')
  return `${formatRate(estimate.value, unit)} ${intervalIn(estimate, rateBound(unit))}`
}

/**
 * `[9.9, 12.6]` in the unit of the value. A bound that nobody knows says so, and one that is too small for the
 * precision reads `<0.1`, for only zero is zero.
 */
export function formatInterval(estimate: Known, unit: Unit): string {
  return intervalIn(estimate, boundIn(estimate.value, unit))
}

/** "Cannot tell yet", with what is known instead and how many observations would do. */
function formatUnknown(estimate: Unknown, unit: Unit): string {
  if (estimate.atLeast !== undefined) return `at least ${formatValue(estimate.atLeast, unit)}`
  if (estimate.reason === 'no-data') return 'no data'
  if (estimate.needed === undefined) return `cannot tell yet (n ${estimate.n})`
  return `cannot tell yet (n ${estimate.n}, needs ${formatInteger(estimate.needed)})`
}

/** What is closer to a whole than this is only not whole by the arithmetic of floating point. */
const roundingError = 1e-9

/** Of the Gregorian calendar, whose 400 years have 20,871 weeks. */
const weeksPerMonth = 20_871 / 4_800

function boundIn(value: number, unit: Unit): (bound: number) => string {
  switch (unit) {
    case 'milliseconds': {
      const shared = durationUnit(value)
      const step = durationStep(shared)
      // No change takes no time at all, though an instant may be that of the one before.
      const isAboveZero = durationNumber(value, shared) !== '0'
      return (bound) =>
        smallOr(durationNumber(bound, shared), bound === 0 && isAboveZero ? step / 10 : bound, step)
    }
    case 'per-week':
      return rateBound(rateUnit(value))
    case 'share':
      return (bound) => smallOr(percent(bound), bound, 0.1)
  }
}

/** What is not zero never reads as if it were. */
function smallOr(text: string, bound: number, step: number): string {
  if (text !== '0' || Math.abs(bound) < roundingError) return text
  return bound > 0 ? `<${step}` : `>-${step}`
}

function rateBound({ weeks }: RateUnit): (bound: number) => string {
  return (bound) => smallOr(decimal(bound * weeks, 1), bound, 0.1)
}

function intervalIn({ interval: { low, high } }: Known, bound: (value: number) => string): string {
  if (!Number.isFinite(low)) return `[no lower bound yet, ${bound(high)}]`
  if (Number.isFinite(high)) return `[${bound(low)}, ${bound(high)}]`
  return low === 0 ? '[no upper bound yet]' : `[${bound(low)}, no upper bound yet]`
}

/** Nearly all never reads as if it were all. */
function percent(share: number): string {
  const text = decimal(share * 100, 1)
  if (text !== '100.0') return text
  return share < 1 - roundingError ? '>99.9' : '100'
}

function decimal(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? '0' : text
}
