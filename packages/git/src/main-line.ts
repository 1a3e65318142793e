import type { History } from './history.ts'

/** Places of the commits on the first-parent line of a tip, newest first. Empty when the tip is not in the history. */
export function mainLine(history: History, tip: string): Int32Array {
  const places: number[] = []
  // A hash cannot name its own descendant, so the line has no circle.
  for (let at = history.indexOf(tip) ?? -1; at >= 0; at = history.firstParent(at)) places.push(at)
  return Int32Array.from(places)
}
