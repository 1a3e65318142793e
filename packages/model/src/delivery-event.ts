import type { ChangeEvent } from './change-event.ts'
import type { CiJob, CiRun } from './ci.ts'
import type { DeploymentEvent, DeploymentRecord } from './deployment-record.ts'
import type { ShippedHow } from './deployment.ts'
import type { EvidenceRung } from './failure.ts'
import type { Authorship, ChangeCommit, ForgeChange } from './forge-change.ts'
import type { ChangeId, DeploymentId, EventId, IncidentId, RepositoryName, Revision } from './ids.ts'
import type { Incident } from './incident.ts'
import type { Instant } from './instant.ts'
import type { FindingRecord } from './observations.ts'

/** What every event has. Of two events on one subject the later `at` wins, then the greater id, in whatever order they arrive. */
export interface EventHeader {
  readonly id: EventId
  /** Which connector told it, such as `github`. */
  readonly source: string
  readonly repository: RepositoryName
  /** When it happened or was so, by the clock of the source. */
  readonly at: Instant
}

/**
 * Something that a source says about the way from commit to customer. Events are recorded once by their id and
 * never change; all facts are derived from them.
 */
export type DeliveryEvent = EventHeader &
  (
    | { readonly kind: 'change'; readonly change: ForgeChange }
    | {
        readonly kind: 'change-commits'
        readonly change: ChangeId
        /** The whole list, oldest first, as it was at that moment. */
        readonly commits: readonly ChangeCommit[]
        readonly authorship?: Authorship
      }
    | { readonly kind: 'change-event'; readonly event: ChangeEvent }
    | { readonly kind: 'ci-run'; readonly run: CiRun }
    | { readonly kind: 'ci-job'; readonly job: CiJob }
    | { readonly kind: 'deployment'; readonly deployment: DeploymentRecord }
    | { readonly kind: 'deployment-event'; readonly event: DeploymentEvent }
    | { readonly kind: 'deployment-changes'; readonly link: DeploymentChanges }
    | { readonly kind: 'incident'; readonly incident: Incident }
    | { readonly kind: 'failure'; readonly evidence: FailureEvidence }
    | { readonly kind: 'finding'; readonly finding: FindingRecord }
    | { readonly kind: 'removed'; readonly subject: RemovedSubject }
  )
export type DeliveryEventKind = DeliveryEvent['kind']

/** What a deployment carried to its environment first, where a source lists it. */
export interface DeploymentChanges {
  readonly deployment: DeploymentId
  readonly how: ShippedHow
  readonly changes: readonly ChangeId[]
  /** Commits, where the source knows no changes. */
  readonly revisions: readonly Revision[]
}

/** A deployment failed for its users: an explicit statement by a source, or by a person who corrects a link. */
export interface FailureEvidence {
  readonly deployment: DeploymentId
  readonly rung: EvidenceRung
  readonly incident?: IncidentId
  readonly remediation?: DeploymentId
  readonly knownAt: Instant
  /** A person says that this evidence is wrong. */
  readonly isWithdrawn?: boolean
}

/** Something that its source no longer has, such as a deleted pull request. */
export interface RemovedSubject {
  readonly kind: 'change' | 'deployment' | 'incident' | 'ci-run'
  readonly id: string
}
