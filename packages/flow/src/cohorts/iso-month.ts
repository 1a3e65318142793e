import { day, type Instant } from '@sluice/model'

/**
 * Calendar month in UTC, `2026-11`; years outside 0000 to 9999 in the expanded form of ISO 8601, `+010000-01`.
 *
 * The same month as at the start of `isoDate`, by whole-number arithmetic: printing a date takes five times as
 * long, and a history has a hundred thousand of them.
 *
 * @see Hinnant, H. (2013), chrono-Compatible Low-Level Date Algorithms, `civil_from_days`
 */
export function isoMonth(at: Instant): string {
  const { year, month } = civilMonth(Math.floor(at / day))
  return `${yearText(year)}-${String(month).padStart(2, '0')}`
}

/**
 * Year and month of the proleptic Gregorian calendar. Years are counted from March, so that the leap day is the
 * last of its year, and months from March on have 153 days in every five.
 */
function civilMonth(daysSinceEpoch: number): { readonly year: number; readonly month: number } {
  const daysSinceStart = daysSinceEpoch + startToEpoch
  const era = Math.floor(daysSinceStart / daysPerEra)
  const dayOfEra = daysSinceStart - era * daysPerEra
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / (daysPerEra - 1))
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const isAfterNewYear = monthFromMarch >= 10
  return {
    year: era * yearsPerEra + yearOfEra + (isAfterNewYear ? 1 : 0),
    month: isAfterNewYear ? monthFromMarch - 9 : monthFromMarch + 3,
  }
}

/** The calendar repeats after 400 years. */
const yearsPerEra = 400
const daysPerEra = 146_097
/** From 1 March of the year 0 to 1 January 1970. */
const startToEpoch = 719_468

function yearText(year: number): string {
  if (year >= 0 && year <= 9_999) return String(year).padStart(4, '0')
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`
}
