import type { WeekPoint } from '@sluice/flow'

/**
 * The newest weeks of a trend as one character each, from nothing (`▁`) to the largest value shown (`█`).
 * A week without an estimate is a gap, not a zero. Empty when no week is known.
 */
export function sparkline(weeks: readonly WeekPoint[], columns: number): string {
  const values = weeks
    .slice(-columns)
    .map(({ estimate }) => (estimate.kind === 'known' ? estimate.value : undefined))
  const known = values.filter((value) => value !== undefined)
  if (known.length === 0 || columns <= 0) return ''
  const top = Math.max(...known)
  return values.map((value) => (value === undefined ? gap : levelOf(value, top))).join('')
}

const gap = '·'
const levels = '▁▂▃▄▅▆▇█'

function levelOf(value: number, top: number): string {
  const share = top > 0 ? Math.max(0, value) / top : 0
  return levels.charAt(Math.round(share * (levels.length - 1)))
}
