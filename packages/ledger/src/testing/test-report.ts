import {
  ciRunId,
  instant,
  milliseconds,
  repositoryName,
  revision,
  seededRng,
  type RepositoryName,
  type TestOutcome,
  type TestResult,
} from '@sluice/model'
import type { Recorded } from '../ledger.ts'

export interface TestReportOptions {
  /** Tells this report from others of the same repository. */
  readonly report: number
  readonly tests: number
  /** Defaults to `github.com/acme/shop`. */
  readonly repository?: RepositoryName
}

/** The results of one run of a suite: of a thousand tests about eight fail and two are flaky. */
export function testReport(options: TestReportOptions): readonly Recorded<TestResult>[] {
  const { report, tests, repository = repositoryName('github.com/acme/shop') } = options
  const random = seededRng(report)
  const at = instant(Date.UTC(2025, 0, 1) + report * 600_000)
  const head = revision(report.toString(16).padStart(40, '0'))
  const run = ciRunId(`github:${report}:1`)
  return Array.from({ length: tests }, (_, place) => {
    const file = `src/part-${place % 200}.test.ts`
    const name = `does the thing number ${place} as it should`
    return {
      id: `github:${repository}:report:${report}:${place}`,
      test: `unit\0${file}\0${name}`,
      suite: 'unit',
      name,
      file,
      outcome: outcomeOf(random()),
      duration: milliseconds(Math.floor(random() * 900)),
      attempts: 1,
      at,
      revision: head,
      run,
      repository,
    }
  })
}

function outcomeOf(share: number): TestOutcome {
  if (share < 0.002) return 'flaky'
  if (share < 0.01) return 'failed'
  return share < 0.02 ? 'skipped' : 'passed'
}
