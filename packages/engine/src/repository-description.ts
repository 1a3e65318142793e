import type { CloneReading } from './clone-reading.ts'
import type { Horizon } from './horizon.ts'
import type { RepositoryDescription } from './repository-analysis.ts'
import { findForge, findForgeLinks } from './repository-name.ts'

/** What a report says about the clone it was made from. */
export function describeRepository(reading: CloneReading, horizon: Horizon): RepositoryDescription {
  const { repository, mainLine, history } = reading
  const forge = repository.originUrl === undefined ? undefined : findForge(repository.originUrl)
  const links = forge && findForgeLinks(forge)
  return {
    name: forge?.path ?? repository.name,
    head: mainLine.tip,
    mainLine: mainLine.name,
    commits: history.size,
    isShallow: repository.isShallow,
    isPartial: repository.partialFilter !== undefined,
    isBare: repository.isBare,
    newestAt: horizon.newestAt,
    ...(links !== undefined && { links }),
  }
}
