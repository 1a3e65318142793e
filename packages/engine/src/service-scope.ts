import { commitsTouching, findServiceFolder } from '@sluice/git'
import type { AnalyzeOptions } from './analyze-options.ts'
import type { CloneOutline } from './clone-reading.ts'

/** Which changes belong to a service. Without a folder nobody can tell, and all do. */
export interface ServiceScope {
  readonly folder?: string
  /** Main-line revisions that touched the folder. */
  readonly revisions?: ReadonlySet<string>
}

/** Narrows a monorepo to the changes that touched the folder of the service asked for. */
export async function narrowToService(
  { repository, mainLine }: CloneOutline,
  { service, signal }: Pick<AnalyzeOptions, 'service' | 'signal'>,
): Promise<ServiceScope> {
  if (service === undefined || service === '') return {}
  const found = await findServiceFolder(repository, mainLine.tip, service, { signal })
  if (found === undefined) return {}
  const revisions = await commitsTouching(repository, mainLine.tip, found.folder, { signal })
  return { folder: found.folder, revisions: new Set(revisions) }
}
