export { actorKinds, type Actor, type ActorKind } from './actor.ts'
export { authorClasses, type AuthorClass, type AuthorMark, type MarkPlace } from './author-class.ts'
export type { AuthorshipSigns, Identity, Trailer } from './authorship.ts'
export {
  changeStarts,
  changeTypes,
  type Change,
  type ChangeShape,
  type ChangeStart,
  type ChangeType,
} from './change.ts'
export { changeEventKinds, type ChangeEvent, type ChangeEventKind } from './change-event.ts'
export { ciOutcomes, ciTriggers, type CiJob, type CiOutcome, type CiRun, type CiTrigger } from './ci.ts'
export { clockFrom, fixedClock, type Clock } from './clock.ts'
export type {
  DeliveryEvent,
  DeliveryEventKind,
  DeploymentChanges,
  EventHeader,
  FailureEvidence,
  RemovedSubject,
} from './delivery-event.ts'
export {
  deploymentStates,
  type DeploymentEvent,
  type DeploymentRecord,
  type DeploymentState,
} from './deployment-record.ts'
export {
  shippedHows,
  type Deployment,
  type DeploymentChange,
  type DeploymentSource,
  type DeploymentStep,
  type ShippedHow,
} from './deployment.ts'
export { errorsOf, SluiceError, type ErrorDefinition, type ErrorKind, type ErrorTable } from './errors.ts'
export { evidenceRungs, type EvidenceRung, type FailureLink } from './failure.ts'
export {
  changeStates,
  type Authorship,
  type ChangeCommit,
  type ChangeState,
  type ForgeChange,
} from './forge-change.ts'
export {
  changeId,
  ciJobId,
  ciRunId,
  deploymentId,
  eventId,
  incidentId,
  repositoryName,
  revision,
  serviceId,
  wholeRepository,
  type ChangeId,
  type CiJobId,
  type CiRunId,
  type DeploymentId,
  type EventId,
  type IncidentId,
  type RepositoryName,
  type Revision,
  type ServiceId,
} from './ids.ts'
export type { Incident } from './incident.ts'
export {
  day,
  elapsed,
  hour,
  instant,
  isoDate,
  milliseconds,
  minute,
  second,
  shift,
  startOfWeek,
  week,
  type Instant,
  type Milliseconds,
} from './instant.ts'
export type { Exposure, FindingRecord, MetricSample } from './observations.ts'
export type { RejectedRecord } from './rejected-record.ts'
export { failed, ok, type Result } from './result.ts'
export { seededRng, type Rng } from './rng.ts'
export { stageDescriptions, stages, type Stage, type StageKind } from './stage.ts'
export { testOutcomes, type TestOutcome, type TestResult } from './test-result.ts'
