import type { Calendar } from '@sluice/flow'
import type { Clock } from '@sluice/model'
import type { LedgerPlaceOptions } from './ledger-facts/ledger-folder.ts'

/** What a person may choose about the analysis of one clone. */
export interface AnalyzeOptions {
  /** Start of the window: see `readInstant`. Defaults to 52 whole weeks before its end. */
  readonly since?: string | undefined
  /** End of the window, exclusive. Defaults to the newest instant in the history. */
  readonly until?: string | undefined
  /** One service of a repository with several, as its tags name it. */
  readonly service?: string | undefined
  /** Glob or `/regular expression/` of the tags that are releases. Defaults to stable version tags. */
  readonly tagPattern?: string | undefined
  /** Branch or revision to take as the main line. Defaults to the remote's default branch. */
  readonly mainLine?: string | undefined
  /** Defaults to `elapsed`. */
  readonly calendar?: Calendar
  /** Name DORA clusters where an interval allows it. Defaults to false. */
  readonly clusters?: boolean
  /** Read how many lines each change touches; slow. Defaults to false. */
  readonly size?: boolean
  /** Of bootstraps and permutations. Defaults to 1. */
  readonly seed?: number | undefined
  /** Where a ledger may be that knows more of the repository. Without it git is asked alone. */
  readonly ledger?: LedgerPlaceOptions
  readonly clock: Clock
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** How far long work has come. `total` is absent while nobody can know it. */
export interface Progress {
  readonly phase: 'history' | 'size' | 'analysis'
  readonly done: number
  readonly total?: number
}
