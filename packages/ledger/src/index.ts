export type {
  ControlStore,
  Cursor,
  CursorKey,
  CursorUpdate,
  NewDocument,
  StoredDocument,
} from './control-store.ts'
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
