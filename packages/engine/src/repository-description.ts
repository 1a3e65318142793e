import type { CloneOutline } from './clone-reading.ts'
import type { Horizon } from './horizon.ts'
import type { RepositoryDescription } from './repository-analysis.ts'
import { findForge, findForgeLinks } from './repository-name.ts'

/** What a report says about the clone it was made from. */
export function describeRepository(
  { repository, mainLine }: CloneOutline,
  horizon: Horizon,
  commits: number,
): RepositoryDescription {
  const forge = repository.originUrl === undefined ? undefined : findForge(repository.originUrl)
  const links = forge && findForgeLinks(forge)
  return {
    name: forge?.path ?? repository.name,
    head: mainLine.tip,
    mainLine: mainLine.name,
    commits,
    isShallow: repository.isShallow,
    isPartial: repository.partialFilter !== undefined,
    isBare: repository.isBare,
    newestAt: horizon.newestAt,
    ...(links !== undefined && { links }),
  }
}
