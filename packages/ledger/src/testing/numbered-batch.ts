import {
  changeId,
  ciRunId,
  eventId,
  instant,
  repositoryName,
  revision,
  type DeliveryEvent,
  type RepositoryName,
} from '@sluice/model'
import type { CursorKey } from '../control-store.ts'
import type { LedgerBatch } from '../ledger.ts'
import { testReport } from './test-report.ts'

/** Events of a numbered batch, and test results of it. */
export const rowsOfNumberedBatch = 40

export const numberedRepository: RepositoryName = repositoryName('github.com/acme/numbered')
export const numberedStream: CursorKey = { source: 'numbered', scope: numberedRepository, stream: 'batches' }

/**
 * Batch `number` of an endless stream, always the same: forty events, among them five changes of its own and one that
 * all batches tell anew, a report of forty tests, and a cursor with its number.
 */
export function numberedBatch(number: number): LedgerBatch {
  const at = instant(1_000 * number)
  const events = Array.from({ length: rowsOfNumberedBatch }, (_, place): DeliveryEvent => {
    const header = {
      id: eventId(`numbered:${number}:${place}`),
      source: 'numbered',
      repository: numberedRepository,
      at,
    }
    if (place > 5) {
      return {
        ...header,
        kind: 'ci-run',
        run: {
          id: ciRunId(`numbered:${number}:${place}:1`),
          nativeId: `${number}-${place}`,
          attempt: 1,
          pipeline: 'build',
          trigger: 'change',
          revision: revision(`${number}-${place}`),
          changes: [],
          createdAt: at,
        },
      }
    }
    return {
      ...header,
      kind: 'change',
      change: {
        id: changeId(
          place === 5 ? `${numberedRepository}#shared` : `${numberedRepository}#${number}-${place}`,
        ),
        number: place,
        title: `Of batch ${number}`,
        state: 'open',
        isDraft: false,
        openedAt: at,
        baseBranch: 'main',
        labels: ['x'.repeat(200)],
      },
    }
  })
  return {
    events,
    testResults: testReport({ report: number, tests: rowsOfNumberedBatch, repository: numberedRepository }),
    cursor: { ...numberedStream, position: String(number), updatedAt: at },
  }
}
