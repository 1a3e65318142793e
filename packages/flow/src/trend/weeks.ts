import { instant, startOfWeek, week, type Instant } from '@sluice/model'
import type { Window } from '../analysis.ts'

/** One ISO week of the window. */
export interface WindowWeek {
  readonly weekOf: Instant
  /** Share of the week that lies in the window, in (0, 1]. */
  readonly covered: number
}

/** The ISO weeks that the window touches, oldest first. */
export function weeksOf(window: Window): readonly WindowWeek[] {
  const weeks: WindowWeek[] = []
  for (let at = startOfWeek(window.since); at < window.until; at = instant(at + week)) {
    const from = Math.max(at, window.since)
    const to = Math.min(at + week, window.until)
    weeks.push({ weekOf: at, covered: (to - from) / week })
  }
  return weeks
}

/** Items of each week, one array per week of the window in the same order; items outside it are dropped. */
export function byWeek<TItem>(
  weeks: readonly WindowWeek[],
  items: readonly TItem[],
  atOf: (item: TItem) => Instant,
): readonly (readonly TItem[])[] {
  const groups: TItem[][] = weeks.map(() => [])
  const first = weeks[0]
  if (first === undefined) return groups
  for (const item of items) groups[Math.floor((atOf(item) - first.weekOf) / week)]?.push(item)
  return groups
}
