import type { Known } from '@sluice/stats'
import {
  durationNumber,
  durationStep,
  durationUnit,
  formatDuration,
  type DurationUnit,
} from '../format/duration.ts'

/** `+6.3 h` and `[2.1, 10.8]`: a difference of times with its sign, in the unit that suits all of it. */
export function differenceText(
  estimate: Known,
  unit: DurationUnit = differenceUnit(estimate),
): { readonly value: string; readonly interval: string } {
  const { value, interval } = estimate
  const low = boundText(interval.low, 'lower', unit)
  const high = boundText(interval.high, 'upper', unit)
  return {
    value: `${value > 0 ? '+' : ''}${formatDuration(value, unit).replace('-', '−')}`,
    interval: `[${low}, ${high}]`,
  }
}

/** The unit in which value and interval of a difference, and what stands beside them, can be read together. */
export function differenceUnit({ value, interval }: Known): DurationUnit {
  return durationUnit(Math.max(...[value, interval.low, interval.high].map(Math.abs).filter(Number.isFinite)))
}

/** On which side of zero a bound lies is what it says, so it never rounds to zero. */
function boundText(bound: number, side: 'lower' | 'upper', unit: DurationUnit): string {
  if (!Number.isFinite(bound)) return `no ${side} bound yet`
  const text = durationNumber(bound, unit).replace('-', '−')
  if (text !== '0' || bound === 0) return text
  return bound > 0 ? `<${durationStep(unit)}` : `>−${durationStep(unit)}`
}
