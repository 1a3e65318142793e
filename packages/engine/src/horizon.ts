import type { History, Tag } from '@sluice/git'
import { day, instant, shift, type Instant } from '@sluice/model'

/** How far the history can be believed in time. */
export interface Horizon {
  /** The newest instant that is not in the future; what `until` defaults to. */
  readonly newestAt: Instant
  /** Commits of the main line that claim to be made later than that. */
  readonly commitsInFuture: number
  /** This machine's clock is behind most of the history, so the history was believed and not the clock. */
  readonly isClockBehind: boolean
}

/** The newest date of a tag that is not in the future: known before a commit is read, and no later than the horizon. */
export function newestTagAt(tags: readonly Tag[], now: Instant): Instant | undefined {
  const limit = shift(now, tolerance)
  let newestAt: Instant | undefined
  for (const { createdAt } of tags) {
    if (createdAt === undefined || createdAt > limit) continue
    if (newestAt === undefined || createdAt > newestAt) newestAt = createdAt
  }
  return newestAt
}

/** Clocks of contributors differ by time zones at most; beyond a day it is a lie or a mistake. */
const tolerance = day

/**
 * Finds the newest believable instant of a main line and of the tags on it.
 *
 * Where most of the last hundred commits lie in the future, this machine's clock is wrong, not the commits.
 */
export function horizonOf(history: History, line: Int32Array, tags: readonly Tag[], now: Instant): Horizon {
  const limit = shift(now, tolerance)
  const recent = line.subarray(0, 100)
  const isClockBehind =
    recent.filter((place) => history.committedAt(place) > limit).length * 2 > recent.length

  let newestAt = instant(Number.NEGATIVE_INFINITY)
  let commitsInFuture = 0
  for (const place of line) {
    const at = history.committedAt(place)
    if (at > limit && !isClockBehind) commitsInFuture += 1
    else if (at > newestAt) newestAt = at
  }
  const taggedAt = newestTagAt(tags, now)
  if (taggedAt !== undefined && taggedAt > newestAt) newestAt = taggedAt
  return { newestAt: Number.isFinite(newestAt) ? newestAt : now, commitsInFuture, isClockBehind }
}
