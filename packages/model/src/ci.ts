import type { ChangeId, CiJobId, CiRunId, Revision } from './ids.ts'
import type { Instant } from './instant.ts'

/** How a run or job ended. `errored`: the system failed and not the code, as when a runner is lost. */
export const ciOutcomes = ['succeeded', 'failed', 'errored', 'timed-out', 'cancelled', 'skipped'] as const
export type CiOutcome = (typeof ciOutcomes)[number]

/** What started a run. Only runs for a change and for a merge queue stand between a change and its merge. */
export const ciTriggers = ['change', 'merge-queue', 'main', 'schedule', 'manual', 'other'] as const
export type CiTrigger = (typeof ciTriggers)[number]

/** One attempt of one pipeline on one revision. */
export interface CiRun {
  readonly id: CiRunId
  /** The same for all attempts. */
  readonly nativeId: string
  /** 1 for the first. */
  readonly attempt: number
  readonly pipeline: string
  readonly trigger: CiTrigger
  readonly revision: Revision
  readonly branch?: string
  /** Changes that the source names; others are found by revision. */
  readonly changes: readonly ChangeId[]
  /** When this attempt was asked for. A forge may keep the time of the first attempt; that is no time of this one. */
  readonly createdAt: Instant
  readonly startedAt?: Instant
  readonly finishedAt?: Instant
  /** Absent while it goes on. */
  readonly outcome?: CiOutcome
  readonly url?: string
}

/** One job of a run, or a check that stands alone. */
export interface CiJob {
  readonly id: CiJobId
  /** Absent for a check that belongs to no run. */
  readonly run?: CiRunId
  readonly attempt: number
  readonly name: string
  readonly revision: Revision
  /** When it began to wait for a runner; absent where the forge does not say. */
  readonly queuedAt?: Instant
  readonly startedAt?: Instant
  readonly finishedAt?: Instant
  readonly outcome?: CiOutcome
  /** Labels of the runner that it asks for. */
  readonly labels: readonly string[]
}
