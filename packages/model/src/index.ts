export { authorClasses, type AuthorClass, type AuthorMark, type MarkPlace } from './author-class.ts'
export type { AuthorshipSigns, Identity, Trailer } from './authorship.ts'
export { changeTypes, type Change, type ChangeShape, type ChangeStart, type ChangeType } from './change.ts'
export { clockFrom, fixedClock, type Clock } from './clock.ts'
export type { Deployment, DeploymentChange, DeploymentSource, ShippedHow } from './deployment.ts'
export { errorsOf, SluiceError, type ErrorDefinition, type ErrorKind, type ErrorTable } from './errors.ts'
export { evidenceRungs, type EvidenceRung, type FailureLink } from './failure.ts'
export {
  changeId,
  deploymentId,
  revision,
  serviceId,
  wholeRepository,
  type ChangeId,
  type DeploymentId,
  type Revision,
  type ServiceId,
} from './ids.ts'
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
export { failed, ok, type Result } from './result.ts'
export { seededRng, type Rng } from './rng.ts'
export { stageDescriptions, stages, type Stage, type StageKind } from './stage.ts'
