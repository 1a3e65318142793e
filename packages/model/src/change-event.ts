import type { Actor } from './actor.ts'
import type { ChangeId, Revision } from './ids.ts'
import type { Instant } from './instant.ts'

/** What can happen to a change between its first commit and its merge, as a forge tells it. */
export const changeEventKinds = [
  'opened',
  'drafted',
  'readied',
  'review-requested',
  'approved',
  'changes-requested',
  'reviewed',
  'commented',
  'pushed',
  'force-pushed',
  'enqueued',
  'dequeued',
  'closed',
  'reopened',
  'merged',
] as const
export type ChangeEventKind = (typeof changeEventKinds)[number]

/**
 * One happening in the life of a change. `reviewed` is a review without a verdict; `commented` a remark outside of
 * one. `pushed` is when commits reached the forge where it says so, and their committer date otherwise.
 */
export interface ChangeEvent {
  readonly change: ChangeId
  readonly kind: ChangeEventKind
  readonly at: Instant
  /** Absent when the forge does not say, as for deleted accounts. */
  readonly actor?: Actor
  /** The actor is the author of the change. */
  readonly isAuthor: boolean
  /** Head of the change at that moment. */
  readonly revision?: Revision
}
