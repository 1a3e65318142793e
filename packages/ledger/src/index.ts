export type {
  ControlStore,
  Cursor,
  CursorKey,
  CursorUpdate,
  NewDocument,
  StoredDocument,
} from './control-store.ts'
export type { EmbeddedLedger, LoadableTable } from './duckdb/open-ledger.ts'
export { ledgerErrors } from './errors.ts'
export { DeliveryEventSchema } from './event-schema.ts'
export type {
  AppendResult,
  ExportedFile,
  Ledger,
  LedgerBatch,
  LedgerStatus,
  RebuildOptions,
  RebuildResult,
  Recorded,
  RecordedStages,
} from './ledger.ts'
export { openEmbeddedLedger, openLedger, type LedgerOptions } from './open-ledger.ts'
export type {
  ChangeCiRunFact,
  ChangeEventFact,
  ChangeFact,
  DeploymentFact,
  FailureFact,
  IncidentFact,
  QueryName,
  QueryParameters,
  QueryRow,
  QueryTable,
} from './queries/registry.ts'
