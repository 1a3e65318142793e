import type { AuthorClass, AuthorMark } from './author-class.ts'
import type { ChangeId, Revision } from './ids.ts'
import type { Instant } from './instant.ts'

/**
 * What the earliest known instant of a change is.
 * `first-commit`: the first commit of its branch. `authored`: the author date of a commit that was
 * rebased or applied later. `opened`: when its request was opened, because no commit of its branch is known.
 * `merged`: nothing earlier is known (squash merge or direct push).
 */
export const changeStarts = ['first-commit', 'authored', 'opened', 'merged'] as const
export type ChangeStart = (typeof changeStarts)[number]

/** How a change reached the main line. `single` is one commit: a squash merge or a direct push. */
export type ChangeShape = 'merge' | 'rebase' | 'single'

/** Conventional kinds of change, by the prefix of the title; `other` when it has none. */
export const changeTypes = ['feature', 'fix', 'docs', 'dependencies', 'maintenance', 'other'] as const
export type ChangeType = (typeof changeTypes)[number]

/** A pull or merge request; a main-line commit where there is none. */
export interface Change {
  readonly id: ChangeId
  /** The commit on the main line that brought the change in. */
  readonly revision: Revision
  readonly title: string
  readonly pullRequest?: number
  /** Earliest known instant, never after `mergedAt`. */
  readonly startedAt: Instant
  readonly start: ChangeStart
  /** When it reached the main line. */
  readonly mergedAt: Instant
  readonly shape: ChangeShape
  /** Commits in the change, at least 1. */
  readonly commits: number
  readonly type: ChangeType
  readonly authorClass: AuthorClass
  readonly marks: readonly AuthorMark[]
  /**
   * A mark could have been seen: commit messages have a body or trailers, or the branch name is known.
   * Absent when the source did not look.
   */
  readonly canCarryMarks?: boolean
  /** Lines added plus removed; absent unless it was asked for, because reading it is slow. */
  readonly changedLines?: number
  /** Clock faults that were corrected to keep spans non-negative, such as an author date after the merge. */
  readonly clockProblem?: 'started-after-merge' | 'in-the-future'
}
