import {
  actorKinds,
  authorClasses,
  changeEventKinds,
  changeId,
  changeStates,
  ciJobId,
  ciOutcomes,
  ciRunId,
  ciTriggers,
  deploymentId,
  deploymentStates,
  eventId,
  evidenceRungs,
  incidentId,
  instant,
  repositoryName,
  revision,
  serviceId,
  shippedHows,
  type DeliveryEvent,
} from '@sluice/model'
import { z } from 'zod'

const Text = z.string().min(1)
const At = z.int().transform(instant)
const ChangeIdText = Text.transform(changeId)
const DeploymentIdText = Text.transform(deploymentId)
const IncidentIdText = Text.transform(incidentId)
const CiRunIdText = Text.transform(ciRunId)
const RevisionText = Text.transform(revision)
const RepositoryText = Text.transform(repositoryName)
/** The empty text is the repository as a whole. */
const ServiceText = z.string().transform(serviceId)

const ActorShape = z.object({ name: z.string(), kind: z.enum(actorKinds) })
const IdentityShape = z.object({ name: z.string(), email: z.string() })
const AuthorshipShape = z.object({
  authorClass: z.enum(authorClasses),
  marks: z.array(
    z.object({
      tool: z.string(),
      place: z.enum(['author', 'committer', 'trailer', 'footer', 'branch', 'title', 'label']),
    }),
  ),
  canCarryMarks: z.boolean(),
})

const header = { id: Text.transform(eventId), source: Text, repository: RepositoryText, at: At }

const Change = z.object({
  ...header,
  kind: z.literal('change'),
  change: z.object({
    id: ChangeIdText,
    number: z.int(),
    title: z.string(),
    url: z.string().exactOptional(),
    description: z.string().exactOptional(),
    author: ActorShape.exactOptional(),
    state: z.enum(changeStates),
    isDraft: z.boolean(),
    openedAt: At,
    mergedAt: At.exactOptional(),
    closedAt: At.exactOptional(),
    mergeRevision: RevisionText.exactOptional(),
    headRevision: RevisionText.exactOptional(),
    headBranch: z.string().exactOptional(),
    baseBranch: z.string(),
    labels: z.array(z.string()),
    addedLines: z.int().exactOptional(),
    deletedLines: z.int().exactOptional(),
    authorship: AuthorshipShape.exactOptional(),
  }),
})

const ChangeCommits = z.object({
  ...header,
  kind: z.literal('change-commits'),
  change: ChangeIdText,
  commits: z.array(
    z.object({
      revision: RevisionText,
      author: IdentityShape,
      committer: IdentityShape,
      authoredAt: At,
      committedAt: At,
      message: z.string(),
    }),
  ),
  authorship: AuthorshipShape.exactOptional(),
})

const ChangeEvent = z.object({
  ...header,
  kind: z.literal('change-event'),
  event: z.object({
    change: ChangeIdText,
    kind: z.enum(changeEventKinds),
    at: At,
    actor: ActorShape.exactOptional(),
    isAuthor: z.boolean(),
    revision: RevisionText.exactOptional(),
  }),
})

const CiRun = z.object({
  ...header,
  kind: z.literal('ci-run'),
  run: z.object({
    id: CiRunIdText,
    nativeId: z.string(),
    attempt: z.int(),
    pipeline: z.string(),
    trigger: z.enum(ciTriggers),
    revision: RevisionText,
    branch: z.string().exactOptional(),
    changes: z.array(ChangeIdText),
    createdAt: At,
    startedAt: At.exactOptional(),
    finishedAt: At.exactOptional(),
    outcome: z.enum(ciOutcomes).exactOptional(),
    url: z.string().exactOptional(),
  }),
})

const CiJob = z.object({
  ...header,
  kind: z.literal('ci-job'),
  job: z.object({
    id: Text.transform(ciJobId),
    run: CiRunIdText.exactOptional(),
    attempt: z.int(),
    name: z.string(),
    revision: RevisionText,
    queuedAt: At.exactOptional(),
    startedAt: At.exactOptional(),
    finishedAt: At.exactOptional(),
    outcome: z.enum(ciOutcomes).exactOptional(),
    labels: z.array(z.string()),
  }),
})

const Deployment = z.object({
  ...header,
  kind: z.literal('deployment'),
  deployment: z.object({
    id: DeploymentIdText,
    service: ServiceText,
    environment: z.string(),
    isProduction: z.boolean(),
    revision: RevisionText,
    name: z.string().exactOptional(),
    createdAt: At,
    isRollback: z.boolean().exactOptional(),
    isPlanned: z.boolean().exactOptional(),
    url: z.string().exactOptional(),
  }),
})

const DeploymentEvent = z.object({
  ...header,
  kind: z.literal('deployment-event'),
  event: z.object({ deployment: DeploymentIdText, state: z.enum(deploymentStates), at: At }),
})

const DeploymentChanges = z.object({
  ...header,
  kind: z.literal('deployment-changes'),
  link: z.object({
    deployment: DeploymentIdText,
    how: z.enum(shippedHows),
    changes: z.array(ChangeIdText),
    revisions: z.array(RevisionText),
  }),
})

const Incident = z.object({
  ...header,
  kind: z.literal('incident'),
  incident: z.object({
    id: IncidentIdText,
    service: ServiceText,
    title: z.string(),
    openedAt: At,
    resolvedAt: At.exactOptional(),
    severity: z.string().exactOptional(),
    url: z.string().exactOptional(),
    deployment: DeploymentIdText.exactOptional(),
    revision: RevisionText.exactOptional(),
  }),
})

const Failure = z.object({
  ...header,
  kind: z.literal('failure'),
  evidence: z.object({
    deployment: DeploymentIdText,
    rung: z.enum(evidenceRungs),
    incident: IncidentIdText.exactOptional(),
    remediation: DeploymentIdText.exactOptional(),
    knownAt: At,
    isWithdrawn: z.boolean().exactOptional(),
  }),
})

const Finding = z.object({
  ...header,
  kind: z.literal('finding'),
  finding: z.object({
    id: Text,
    rule: z.string(),
    tool: z.string(),
    severity: z.enum(['critical', 'high', 'medium', 'low', 'note']),
    revision: RevisionText,
    path: z.string(),
    line: z.int().exactOptional(),
    message: z.string(),
    state: z.enum(['open', 'fixed', 'dismissed']),
  }),
})

const Removed = z.object({
  ...header,
  kind: z.literal('removed'),
  subject: z.object({ kind: z.enum(['change', 'deployment', 'incident', 'ci-run']), id: Text }),
})

/** An event as it is kept, for input that does not come from our own connectors. Unknown fields are dropped. */
export const DeliveryEventSchema = z.discriminatedUnion('kind', [
  Change,
  ChangeCommits,
  ChangeEvent,
  CiRun,
  CiJob,
  Deployment,
  DeploymentEvent,
  DeploymentChanges,
  Incident,
  Failure,
  Finding,
  Removed,
]) satisfies z.ZodType<DeliveryEvent>
