import type { FlowAnalysis } from '@sluice/flow'
import type { Instant, ServiceId } from '@sluice/model'

/** What the analysis of one clone was made from, and what came out. */
export interface RepositoryAnalysis {
  readonly repository: RepositoryDescription
  readonly scope: Scope
  /** What the ledger added; absent when git was asked alone. */
  readonly knowledge?: Knowledge
  readonly flow: FlowAnalysis
  readonly notices: readonly Notice[]
}

/** What a ledger knows of the repository. */
export interface Knowledge {
  /** Where the ledger is. */
  readonly location: string
  /** Which source told how much, and until when. */
  readonly sources: readonly { readonly source: string; readonly events: number; readonly lastAt: Instant }[]
  /** Changes of the analysis that a forge knows. */
  readonly changes: number
  /** Deployments that are recorded; 0 when tags stand in for them. */
  readonly deployments: number
}

export interface RepositoryDescription {
  /** From the remote address or the folder, such as `fastify/fastify`. */
  readonly name: string
  readonly head: string
  readonly mainLine: string
  /** All that the main line and the release tags reach, also those that say nothing about the window. */
  readonly commits: number
  readonly isShallow: boolean
  readonly isPartial: boolean
  readonly isBare: boolean
  /** The newest instant in the history that is not in the future: how fresh the picture is. */
  readonly newestAt?: Instant
  /** Address of the forge page of a commit with `{sha}` in it, or of a pull request with `{number}`. */
  readonly links?: { readonly commit: string; readonly pullRequest: string; readonly tag: string }
}

export interface Scope {
  readonly service?: ServiceId
  /** Folder that the changes were narrowed to. */
  readonly serviceFolder?: string
  readonly tagPattern?: string
  readonly analyzedAt: Instant
}

/** Something about the repository that the reader should know, with what to do about it. */
export interface Notice {
  readonly code: string
  readonly message: string
  readonly hint: string
}
