import type { CiRunId, Revision } from './ids.ts'
import type { Instant, Milliseconds } from './instant.ts'

/** `flaky`: it failed and then passed on the same revision in the same run. `errored`: it broke outside of an assertion. */
export const testOutcomes = ['passed', 'failed', 'errored', 'flaky', 'skipped'] as const
export type TestOutcome = (typeof testOutcomes)[number]

/** One test in one report. An observation: it is recorded once and never changes. */
export interface TestResult {
  /** `<report>:<place in it>`, so that a report that arrives twice counts once. */
  readonly id: string
  /** `<suite>\u0000<class or file>\u0000<name>`: the same for the same test in every report. */
  readonly test: string
  readonly suite: string
  readonly name: string
  readonly file?: string
  readonly outcome: TestOutcome
  readonly duration?: Milliseconds
  /** Runs of the test in this report, at least 1. */
  readonly attempts: number
  readonly at: Instant
  readonly revision?: Revision
  readonly run?: CiRunId
}
