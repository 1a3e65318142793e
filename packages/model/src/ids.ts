/** A full commit hash in lower-case hexadecimal: 40 characters (SHA-1) or 64 (SHA-256). */
export type Revision = string & { readonly __id: 'revision' }
/** `<source>:<native id>`, such as `git:4be1…`. */
export type ChangeId = string & { readonly __id: 'change' }
/** `<source>:<service>:<native id>`, such as `git::v5.0.0`. */
export type DeploymentId = string & { readonly __id: 'deployment' }
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
/** The service of a repository that is released as one. */
export const wholeRepository: ServiceId = serviceId('')
