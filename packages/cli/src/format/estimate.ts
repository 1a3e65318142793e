import type { Unit } from '@sluice/flow'
import type { Estimate, Known, Unknown } from '@sluice/stats'
import { formatInteger } from './count.ts'
import { durationNumber, durationUnit, formatDuration } from './duration.ts'

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
      return `${decimal(value, rateDecimals(value))} / week`
    case 'share':
      return `${percent(value)} %`
  }
}

/** `[9.9, 12.6]` in the unit of the value; an upper bound that nobody knows reads `or more`. */
export function formatInterval(estimate: Known, unit: Unit): string {
  const bound = boundIn(estimate.value, unit)
  const { low, high } = estimate.interval
  return Number.isFinite(high) ? `[${bound(low)}, ${bound(high)}]` : `[${bound(low)} or more]`
}

/** "Cannot tell yet", with what is known instead and how many observations would do. */
export function formatUnknown(estimate: Unknown, unit: Unit): string {
  if (estimate.atLeast !== undefined) return `at least ${formatValue(estimate.atLeast, unit)}`
  if (estimate.reason === 'no-data') return 'no data'
  if (estimate.needed === undefined) return `cannot tell yet (n ${estimate.n})`
  return `cannot tell yet (n ${estimate.n}, needs ${formatInteger(estimate.needed)})`
}

function boundIn(value: number, unit: Unit): (bound: number) => string {
  switch (unit) {
    case 'milliseconds': {
      const shared = durationUnit(value)
      return (bound) => durationNumber(bound, shared)
    }
    case 'per-week': {
      const decimals = rateDecimals(value)
      return (bound) => decimal(bound, decimals)
    }
    case 'share':
      return percent
  }
}

function rateDecimals(value: number): number {
  if (value >= 0.995) return 1
  return value >= 0.0995 || value === 0 ? 2 : 3
}

function percent(share: number): string {
  return decimal(share * 100, 1)
}

function decimal(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? '0' : text
}
