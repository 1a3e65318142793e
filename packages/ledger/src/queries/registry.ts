import type {
  ActorKind,
  AuthorClass,
  ChangeEventKind,
  ChangeId,
  ChangeState,
  CiOutcome,
  CiTrigger,
  DeploymentId,
  DeploymentState,
  EvidenceRung,
  IncidentId,
  Instant,
  RepositoryName,
  Revision,
  ServiceId,
  ShippedHow,
  Stage,
} from '@sluice/model'

/**
 * Every question that the ledger answers, by name: what it takes and the rows it gives. Each is compiled to both
 * engines, and a differential test holds the answers equal. Absent values are `undefined`, never 0.
 */
export interface QueryTable {
  /** What is known of which repository. */
  readonly repositories: Query<
    object,
    { readonly repository: RepositoryName; readonly events: number; readonly lastEventAt: Instant }
  >
  /** What each source told of a repository. */
  readonly sources: Query<
    OfRepository,
    {
      readonly source: string
      readonly kind: string
      readonly events: number
      readonly firstAt: Instant
      readonly lastAt: Instant
    }
  >
  /** Pull and merge requests as they stand, oldest first. */
  readonly changes: Query<OfRepository, ChangeFact>
  /** What happened to changes, in order of time. */
  readonly changeEvents: Query<OfRepository, ChangeEventFact>
  /** Commits of changes: the last list that was recorded. */
  readonly changeCommits: Query<
    OfRepository,
    { readonly change: ChangeId; readonly revision: Revision; readonly authoredAt: Instant }
  >
  /**
   * Runs that stand between a change and its merge, one row for each change and attempt: those whose source names
   * the change, and those on a revision that is or was the head of the change or one of its commits.
   */
  readonly changeCiRuns: Query<OfRepository, ChangeCiRunFact>
  /** Deployments to production, oldest first. */
  readonly deployments: Query<OfRepository, DeploymentFact>
  readonly deploymentSteps: Query<
    OfRepository,
    { readonly deployment: DeploymentId; readonly state: DeploymentState; readonly at: Instant }
  >
  readonly deploymentChanges: Query<
    OfRepository,
    {
      readonly deployment: DeploymentId
      readonly how: ShippedHow
      readonly change?: ChangeId
      readonly revision?: Revision
    }
  >
  readonly incidents: Query<OfRepository, IncidentFact>
  /** Explicit evidence of failures; withdrawn evidence is given too and marked. */
  readonly failures: Query<OfRepository, FailureFact>

  /** Reference query 1: quantiles of the time in each stage, by week and repository. */
  readonly stageDurationsByWeek: Query<
    Span,
    {
      readonly repository: RepositoryName
      readonly stage: Stage
      /** Monday 00:00 UTC. */
      readonly weekOf: Instant
      readonly n: number
      readonly p50: number
      readonly p90: number
    }
  >
  /** Reference query 2: failures and flakes by test. */
  readonly testReliability: Query<
    Span & OfRepository,
    {
      readonly test: string
      readonly runs: number
      readonly failed: number
      readonly flaky: number
      /** Mean duration in milliseconds over the runs that say one. */
      readonly duration?: number
    }
  >
  /** Reference query 3: the first successful production deployment that finished after each merge. */
  readonly firstDeploymentAfterMerge: Query<
    Span & OfRepository,
    {
      readonly change: ChangeId
      readonly mergedAt: Instant
      readonly deployment?: DeploymentId
      readonly deployedAt?: Instant
    }
  >
  /** Reference query 4: sums of a metric by variant over the units that met the flag, from their first exposure on. */
  readonly variantSums: Query<
    Span & { readonly flag: string; readonly metric: string },
    {
      readonly variant: string
      readonly units: number
      /** Of one value for each unit: the sum of its samples, 0 without one. */
      readonly mean: number
      readonly variance: number
    }
  >
}

export type QueryName = keyof QueryTable
export type QueryParameters<TName extends QueryName> = QueryTable[TName]['parameters']
export type QueryRow<TName extends QueryName> = QueryTable[TName]['row']

interface Query<TParameters, TRow> {
  readonly parameters: TParameters
  readonly row: TRow
}
interface OfRepository {
  readonly repository: RepositoryName
}
/** Half-open. */
interface Span {
  readonly since: Instant
  readonly until: Instant
}

export interface ChangeFact {
  readonly id: ChangeId
  readonly number: number
  readonly title: string
  readonly url?: string
  readonly state: ChangeState
  readonly isDraft: boolean
  readonly openedAt: Instant
  readonly mergedAt?: Instant
  readonly closedAt?: Instant
  readonly mergeRevision?: Revision
  readonly headRevision?: Revision
  readonly headBranch?: string
  readonly baseBranch: string
  readonly authorName?: string
  readonly authorKind?: ActorKind
  readonly labels: readonly string[]
  readonly changedLines?: number
  /** The stronger of what the request and what its commits say. */
  readonly authorClass: AuthorClass
  /** JSON text of `AuthorMark[]`. */
  readonly marks: string
  readonly canCarryMarks: boolean
  /** Commits of its branch; absent when the list was not read. */
  readonly commits?: number
  /** Earliest author date among them. */
  readonly firstAuthoredAt?: Instant
}

export interface ChangeEventFact {
  readonly change: ChangeId
  readonly kind: ChangeEventKind
  readonly at: Instant
  readonly actorName?: string
  readonly actorKind?: ActorKind
  readonly isAuthor: boolean
  readonly revision?: Revision
}

export interface ChangeCiRunFact {
  readonly change: ChangeId
  readonly pipeline: string
  readonly attempt: number
  readonly revision: Revision
  readonly trigger: CiTrigger
  readonly createdAt: Instant
  /** Start of its first job where jobs are known, of the run otherwise. */
  readonly startedAt?: Instant
  readonly finishedAt?: Instant
  readonly outcome?: CiOutcome
}

export interface DeploymentFact {
  readonly id: DeploymentId
  readonly service: ServiceId
  readonly environment: string
  readonly revision: Revision
  readonly name?: string
  readonly createdAt: Instant
  /** Its last state, by time. */
  readonly state: DeploymentState
  /** First success, or the last failure where it never succeeded. */
  readonly finishedAt?: Instant
  readonly isRollback?: boolean
  readonly isPlanned?: boolean
  readonly url?: string
}

export interface IncidentFact {
  readonly id: IncidentId
  readonly service: ServiceId
  readonly title: string
  readonly openedAt: Instant
  readonly resolvedAt?: Instant
  readonly severity?: string
  readonly deployment?: DeploymentId
  readonly revision?: Revision
}

export interface FailureFact {
  readonly deployment: DeploymentId
  readonly rung: EvidenceRung
  readonly incident?: IncidentId
  readonly remediation?: DeploymentId
  readonly knownAt: Instant
  readonly isWithdrawn: boolean
}
