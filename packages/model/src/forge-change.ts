import type { Actor } from './actor.ts'
import type { AuthorClass, AuthorMark } from './author-class.ts'
import type { Identity } from './authorship.ts'
import type { ChangeId, Revision } from './ids.ts'
import type { Instant } from './instant.ts'

export const changeStates = ['open', 'merged', 'closed'] as const
export type ChangeState = (typeof changeStates)[number]

/** A pull or merge request as its forge shows it at one moment. */
export interface ForgeChange {
  /** `<host>/<path>#<number>` for GitHub and `!` instead of `#` for GitLab. */
  readonly id: ChangeId
  readonly number: number
  readonly title: string
  readonly url?: string
  /** Text of its description, at most 20,000 characters of it: tools sign there. */
  readonly description?: string
  readonly author?: Actor
  readonly state: ChangeState
  readonly isDraft: boolean
  readonly openedAt: Instant
  readonly mergedAt?: Instant
  readonly closedAt?: Instant
  /** The commit on the base branch that brought it in: merge, squash or last rebased commit. */
  readonly mergeRevision?: Revision
  readonly headRevision?: Revision
  readonly headBranch?: string
  readonly baseBranch: string
  readonly labels: readonly string[]
  readonly addedLines?: number
  readonly deletedLines?: number
  /** What its marks say; worked out when it is recorded, so that reading many changes stays quick. */
  readonly authorship?: Authorship
}

/** One commit of the branch of a change. */
export interface ChangeCommit {
  readonly revision: Revision
  readonly author: Identity
  readonly committer: Identity
  readonly authoredAt: Instant
  readonly committedAt: Instant
  /** At most 20,000 characters of it. */
  readonly message: string
}

/** The class of a change and the marks behind it. */
export interface Authorship {
  readonly authorClass: AuthorClass
  readonly marks: readonly AuthorMark[]
  /** A mark could have been seen. */
  readonly canCarryMarks: boolean
}
