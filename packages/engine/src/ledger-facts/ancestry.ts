import type { IsAncestor } from '@sluice/flow'
import type { History } from '@sluice/git'
import { day } from '@sluice/model'

/** Clocks of committers may differ; a parent that claims to be this much younger than its child is still walked. */
const clockSlack = 7 * day

/** Tells by a history whether one revision is reached from another; false for what the history does not hold. */
export function ancestryOf(history: History): IsAncestor {
  return (older, newer) => {
    const target = history.indexOf(older)
    const start = history.indexOf(newer)
    if (target === undefined || start === undefined || target === start) return false
    const oldest = history.committedAt(target) - clockSlack
    const met = new Set([start])
    const pending = [start]
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      for (let nth = history.parentCount(at) - 1; nth >= 0; nth -= 1) {
        const parent = history.parent(at, nth)
        if (parent === target) return true
        if (parent < 0 || met.has(parent) || history.committedAt(parent) < oldest) continue
        met.add(parent)
        pending.push(parent)
      }
    }
    return false
  }
}
