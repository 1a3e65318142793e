import { ciRunId, milliseconds, type TestOutcome } from '@sluice/model'
import { identifyTest } from '../junit/test-identity.ts'
import { present } from '../kit/present.ts'
import { remember } from './keep-step.ts'
import { revisionOf, subjectKey, type Outcome, type Told } from './told.ts'

/** The result of one test. That it started tells how long it took, where it was heard of before its end. */
export function mapTest(told: Told): Outcome {
  const { event, repository, context } = told
  const { testCase, outcome } = event.subject.content
  if (event.kind === 'testcaserun.started') {
    remember(context, subjectKey(event), 'started', { at: event.at, event: event.id })
    return { kind: 'unused', what: event.kind }
  }
  const isSkipped = event.kind === 'testcaserun.skipped'
  const result = isSkipped ? 'skipped' : testOutcomes.get(outcome ?? '')
  if (testCase === undefined || result === undefined) {
    return { kind: 'rejected', reason: 'It says neither which test ran nor how it ended.' }
  }
  const startedAt = context.memory.get(subjectKey(event))?.['started']?.at
  const identity = identifyTest({
    suite: { path: '', file: undefined },
    className: testCase.id,
    name: testCase.name ?? testCase.id,
  })
  return {
    kind: 'test',
    result: present({
      id: `cdevents:${event.source}:${event.id}`,
      ...identity,
      outcome: result,
      duration: startedAt === undefined ? undefined : milliseconds(Math.max(0, event.at - startedAt)),
      attempts: 1,
      at: event.at,
      revision: revisionOf(event),
      run: event.custom.sluice.run === undefined ? undefined : ciRunId(event.custom.sluice.run),
      repository,
    }),
  }
}

const testOutcomes: ReadonlyMap<string, TestOutcome> = new Map([
  ['success', 'passed'],
  ['pass', 'passed'],
  ['failure', 'failed'],
  ['fail', 'failed'],
  ['error', 'errored'],
  ['cancel', 'skipped'],
])
