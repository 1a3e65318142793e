import {
  day,
  milliseconds,
  shift,
  type CiRunId,
  type Instant,
  type RepositoryName,
  type Revision,
  type TestOutcome,
  type TestResult,
} from '@sluice/model'
import { readDecimal } from './read-decimal.ts'
import { readTimestamp, type Timestamp } from './read-timestamp.ts'
import { identifyTest, suiteIdentity, type SuiteIdentity, type SuiteNaming } from './test-identity.ts'

/** A test result and the repository that it is of. */
export type RepositoryTestResult = TestResult & { readonly repository: RepositoryName }

export interface CaseCollectorOptions {
  readonly report: string
  readonly repository: RepositoryName
  readonly revision?: Revision | undefined
  readonly run?: CiRunId | undefined
  readonly receivedAt: Instant
  readonly timeUnit: 'seconds' | 'milliseconds'
  readonly utcOffsetMinutes: number
  readonly root?: string | undefined
  readonly onCase: (collected: RepositoryTestResult) => void
  readonly onReject: (rejected: { readonly id: string; readonly reason: string }) => void
}

/** Where the times of tests come from. */
export interface TimeOrigins {
  /** The report tells the time and its zone. */
  stated: number
  /** It tells the time without a zone. */
  zoneAssumed: number
  /** It tells none, or an impossible one: the time when it was received stands in. */
  received: number
}

export interface CaseCollector {
  open(element: string, attributes: Attributes): void
  close(element: string): void
  /** Passes on what was held back. */
  end(): void
  readonly counts: Readonly<Record<TestOutcome, number>>
  readonly times: Readonly<TimeOrigins>
}

export type Attributes = Readonly<Record<string, string>>

interface Suite extends SuiteNaming {
  readonly startedAt: Timestamp | undefined
  readonly identity: SuiteIdentity
}

interface OpenCase {
  readonly attributes: Attributes
  failures: number
  errors: number
  skips: number
  flakes: number
  reruns: number
}

const noSuite: SuiteIdentity = { path: '', file: undefined }
const failedWords = new Set(['failed', 'failure', 'fail'])
const erroredWords = new Set(['error', 'errored'])
const skippedWords = new Set(['skipped', 'notrun', 'disabled', 'suppressed', 'ignored', 'pending'])

/** Makes results of the elements of a report, in the order in which they open and close. */
export function collectCases(options: CaseCollectorOptions): CaseCollector {
  const suites: Suite[] = []
  const counts: Record<TestOutcome, number> = { passed: 0, failed: 0, errored: 0, flaky: 0, skipped: 0 }
  const times: TimeOrigins = { stated: 0, zoneAssumed: 0, received: 0 }
  const unit = options.timeUnit === 'seconds' ? 1_000 : 1
  const provenance = {
    repository: options.repository,
    ...(options.revision === undefined ? undefined : { revision: options.revision }),
    ...(options.run === undefined ? undefined : { run: options.run }),
  }
  const latest = shift(options.receivedAt, day)
  let current: OpenCase | undefined
  // Elements that are open within the current case.
  let depthInCase = 0
  let place = 0
  let held: { readonly collected: RepositoryTestResult; readonly timeOrigin: keyof TimeOrigins } | undefined

  function open(element: string, attributes: Attributes): void {
    if (current !== undefined) {
      depthInCase += 1
      if (depthInCase === 1) count(current, element)
    } else if (element === 'testcase') {
      current = { attributes, failures: 0, errors: 0, skips: 0, flakes: 0, reruns: 0 }
    } else if (element === 'testsuite' || element === 'testsuites') {
      const naming: SuiteNaming = {
        // The name of the whole report says how a runner was called, and not which tests these are.
        name: element === 'testsuites' ? '' : (attributes['name'] ?? ''),
        file: filled(attributes['file'] ?? attributes['filepath']),
      }
      suites.push({
        ...naming,
        startedAt: timestampOf(attributes) ?? suites.at(-1)?.startedAt,
        identity: suiteIdentity([...suites, naming], options.root),
      })
    }
  }

  function close(element: string): void {
    if (current !== undefined && depthInCase > 0) {
      depthInCase -= 1
    } else if (current !== undefined) {
      finish(current)
      current = undefined
    } else if (element === 'testsuite' || element === 'testsuites') {
      suites.pop()
    }
  }

  function finish(test: OpenCase): void {
    const id = `${options.report}:${place}`
    place += 1
    const { attributes } = test
    const className = filled(attributes['classname'] ?? attributes['class'])
    const name = filled(attributes['name']) ?? className
    if (name === undefined) {
      options.onReject({ id, reason: 'A test case has neither a name nor a class.' })
      return
    }

    const time = timestampOf(attributes) ?? suites.at(-1)?.startedAt
    const duration = readDecimal(attributes['time'])
    const { file, ...identity } = identifyTest({
      suite: suites.at(-1)?.identity ?? noSuite,
      className,
      file: filled(attributes['file'] ?? attributes['filepath']),
      name,
      root: options.root,
    })
    const collected: RepositoryTestResult = {
      id,
      ...identity,
      ...(file === undefined ? undefined : { file }),
      outcome: outcomeOf(test),
      ...(duration === undefined ? undefined : { duration: milliseconds(duration * unit) }),
      attempts: 1 + test.flakes + test.reruns,
      at: time?.at ?? options.receivedAt,
      ...provenance,
    }
    if (held !== undefined && isTeardownOf(held.collected, collected)) return
    pass()
    held = {
      collected,
      timeOrigin: time === undefined ? 'received' : time.isZoneAssumed ? 'zoneAssumed' : 'stated',
    }
  }

  function pass(): void {
    if (held === undefined) return
    counts[held.collected.outcome] += 1
    times[held.timeOrigin] += 1
    options.onCase(held.collected)
    held = undefined
  }

  function timestampOf(attributes: Attributes): Timestamp | undefined {
    const time = readTimestamp(attributes['timestamp'], options.utcOffsetMinutes)
    return time !== undefined && time.at <= latest ? time : undefined
  }

  return { open, close, end: pass, counts, times }
}

function count(test: OpenCase, element: string): void {
  if (element === 'failure') test.failures += 1
  else if (element === 'error') test.errors += 1
  else if (element === 'skipped' || element === 'disabled') test.skips += 1
  else if (element === 'flakyFailure' || element === 'flakyError') test.flakes += 1
  else if (element === 'rerunFailure' || element === 'rerunError') test.reruns += 1
}

/** What stands within the case decides; what is written on it is asked only when nothing stands there. */
function outcomeOf(test: OpenCase): TestOutcome {
  if (test.failures > 0) return 'failed'
  if (test.errors > 0) return 'errored'
  // Every run failed, or there would be a flake in its place.
  if (test.reruns > 0) return 'failed'
  if (test.flakes > 0) return 'flaky'
  if (test.skips > 0) return 'skipped'

  const words = [test.attributes['status'], test.attributes['result']].map(
    (word) => word?.toLowerCase() ?? '',
  )
  if (words.some((word) => failedWords.has(word))) return 'failed'
  if (words.some((word) => erroredWords.has(word))) return 'errored'
  return words.some((word) => skippedWords.has(word)) ? 'skipped' : 'passed'
}

/** pytest writes a second case for a test that failed and whose clean-up then broke; it is one run of one test. */
function isTeardownOf(earlier: RepositoryTestResult, later: RepositoryTestResult): boolean {
  return earlier.outcome === 'failed' && later.outcome === 'errored' && earlier.test === later.test
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text
}
