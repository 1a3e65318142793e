export { git, type GitInput } from './git-for-tests.ts'
export {
  type CommitOptions,
  HistoryScript,
  type ScriptedCommit,
  type Signature,
  type TagOptions,
} from './history-script.ts'
export {
  memoryHistory,
  memoryRevision,
  type MemoryCommit,
  type MemoryHistoryOptions,
} from './in-memory-history.ts'
export { writeSyntheticHistory, type SyntheticHistoryOptions } from './synthetic-history.ts'
export {
  importHistory,
  temporaryFolder,
  temporaryRepository,
  type TemporaryClone,
  type TemporaryFolder,
  type TemporaryRepository,
  type TemporaryRepositoryOptions,
} from './temporary-repository.ts'
