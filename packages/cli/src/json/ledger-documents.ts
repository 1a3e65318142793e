import type { IngestReport, RecordReport, SyncReport } from '@sluice/engine/sources'
import type { LedgerStatus } from '@sluice/engine/sources'
import { isoTime } from './iso-time.ts'
import type { IngestDocument, LedgerDocument, RecordDocument, SyncDocument } from './ledger-schemas.ts'

/** What a synchronisation read, as `sluice.sync/1`. */
export function syncDocument(report: SyncReport): SyncDocument {
  const { source, repository, ledger, since, isContinued, requests, streams, notices } = report
  return {
    schema: 'sluice.sync/1',
    source,
    repository,
    ledger,
    since: isoTime(since),
    isContinued,
    requests,
    streams: streams.map(({ stream, items, recorded, repeated, quarantined, gaps }) => ({
      stream,
      items,
      recorded,
      repeated,
      quarantined,
      gaps: gaps.map((gap) => ({ ...gap })),
    })),
    notices: notices.map((notice) => ({ ...notice })),
  }
}

/** What became of files, as `sluice.ingest/1`. */
export function ingestDocument({ kind, repository, ledger, files }: IngestReport): IngestDocument {
  return {
    schema: 'sluice.ingest/1',
    kind,
    repository,
    ledger,
    files: files.map(({ failure, ...file }) => ({ ...file, failure: failure ?? null })),
  }
}

/** What was recorded, as `sluice.record/1`. */
export function recordDocument({ kind, repository, ledger, id, ...counts }: RecordReport): RecordDocument {
  return { schema: 'sluice.record/1', kind, repository, ledger, id, ...counts }
}

/** What the ledger holds, as `sluice.ledger/1`. */
export function ledgerStatusDocument(status: LedgerStatus): LedgerDocument {
  const { engine, location, bytes, rows, quarantined, waiting, lastEventAt } = status
  return {
    schema: 'sluice.ledger/1',
    status: {
      engine,
      location,
      bytes: bytes ?? null,
      rows: { ...rows },
      quarantined: quarantined.map((reason) => ({ ...reason })),
      waiting,
      lastEventAt: lastEventAt === undefined ? null : isoTime(lastEventAt),
    },
  }
}
