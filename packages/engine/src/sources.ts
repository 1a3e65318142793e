// The second public surface: what fills and keeps the ledger. Apart from the first, so that analyzing a clone loads no
// database, no HTTP client and no parser of reports.
export {
  ingestFiles,
  type IngestedFile,
  type IngestOptions,
  type IngestReport,
} from './ingest/ingest-files.ts'
export { inputKinds, type InputKind } from './ingest/input-kinds.ts'
export { analyzeLedger } from './ledger-facts/analyze-ledger.ts'
export type { LedgerStatus } from '@sluice/ledger'
export { rebuildLedger } from './recording/rebuild-ledger.ts'
export {
  recordDelivery,
  recordKinds,
  type RecordKind,
  type RecordOptions,
  type RecordReport,
} from './recording/record-delivery.ts'
export type { RecordedStream, StreamProgress } from './recording/record-pages.ts'
export {
  isForgeId,
  syncRepository,
  type ForgeId,
  type SyncOptions,
  type SyncReport,
} from './sync/sync-repository.ts'
export { withLedger, type WithLedgerOptions } from './with-ledger.ts'
