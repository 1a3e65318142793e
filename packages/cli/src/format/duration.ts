import { day, hour, minute, second } from '@sluice/model'

/** A unit in which lengths of time are shown, with its short and its written-out form. */
export interface DurationUnit {
  readonly milliseconds: number
  readonly short: string
  readonly long: string
}

/** The unit that suits a length of time: minutes below an hour, hours below a day and a half, days above. */
export function durationUnit(value: number): DurationUnit {
  const size = Math.abs(value)
  if (size >= 1.5 * day) return units.days
  if (size >= hour) return units.hours
  return size >= minute || size === 0 ? units.minutes : units.seconds
}

/** `45 min`, `3.2 h`, `11.1 d`: a length of time in milliseconds, to the precision that people read. */
export function formatDuration(value: number, unit: DurationUnit = durationUnit(value)): string {
  return `${durationNumber(value, unit)} ${unit.short}`
}

/** The same in words for a sentence: `11.1 days`, `45 minutes`. */
export function formatLongDuration(value: number): string {
  const unit = durationUnit(value)
  const number = durationNumber(value, unit)
  return `${number} ${number === '1' ? unit.long.slice(0, -1) : unit.long}`
}

/** The number alone, for where the unit stands already: one decimal below a hundred hours or days. */
export function durationNumber(value: number, unit: DurationUnit): string {
  const number = value / unit.milliseconds
  const isWhole = unit === units.minutes || unit === units.seconds || Math.abs(number) >= 100
  const text = number.toFixed(isWhole ? 0 : 1)
  return Number(text) === 0 ? '0' : text
}

/** The smallest number that is shown in the unit and is not zero. */
export function durationStep(unit: DurationUnit): number {
  return unit === units.minutes || unit === units.seconds ? 1 : 0.1
}

const units = {
  seconds: { milliseconds: second, short: 's', long: 'seconds' },
  minutes: { milliseconds: minute, short: 'min', long: 'minutes' },
  hours: { milliseconds: hour, short: 'h', long: 'hours' },
  days: { milliseconds: day, short: 'd', long: 'days' },
} as const satisfies Record<string, DurationUnit>
