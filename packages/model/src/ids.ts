/** A full commit hash in lower-case hexadecimal: 40 characters (SHA-1) or 64 (SHA-256). */
export type Revision = string & { readonly __id: 'revision' }
/** `<source>:<native id>`, such as `git:4be1…`. */
export type ChangeId = string & { readonly __id: 'change' }
/** `<source>:<service>:<native id>`, such as `git::v5.0.0`. */
export type DeploymentId = string & { readonly __id: 'deployment' }
/** `<source>:<native id>:<what is new about it>`: the same happening has the same id by whichever way it arrives. */
export type EventId = string & { readonly __id: 'event' }
/** Where a repository lives, `host/path` in lower case and without `.git`, such as `github.com/acme/shop`. */
export type RepositoryName = string & { readonly __id: 'repository' }
/** `<source>:<native id>:<attempt>`; a run that is started again is another run of the same pipeline. */
export type CiRunId = string & { readonly __id: 'ci-run' }
/** `<source>:<native id>`; forges give every attempt of a job an id of its own. */
export type CiJobId = string & { readonly __id: 'ci-job' }
/** `<source>:<native id>`. */
export type IncidentId = string & { readonly __id: 'incident' }
/** A separately released part of a repository; the empty string is the repository as a whole. */
export type ServiceId = string & { readonly __id: 'service' }

export function revision(value: string): Revision {
  return value as Revision
}
export function changeId(value: string): ChangeId {
  return value as ChangeId
}
export function deploymentId(value: string): DeploymentId {
  return value as DeploymentId
}
export function serviceId(value: string): ServiceId {
  return value as ServiceId
}
export function eventId(value: string): EventId {
  return value as EventId
}
export function repositoryName(value: string): RepositoryName {
  return value as RepositoryName
}
export function ciRunId(value: string): CiRunId {
  return value as CiRunId
}
export function ciJobId(value: string): CiJobId {
  return value as CiJobId
}
export function incidentId(value: string): IncidentId {
  return value as IncidentId
}
/** The service of a repository that is released as one. */
export const wholeRepository: ServiceId = serviceId('')
