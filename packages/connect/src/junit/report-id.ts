import { createHash } from 'node:crypto'
import type { CiRunId, RepositoryName, Revision } from '@sluice/model'

/** Where a report comes from, as far as it is known. */
export interface ReportOrigin {
  readonly repository: RepositoryName
  readonly revision?: Revision
  readonly run?: CiRunId
}

/**
 * Names a report by the hash of its bytes, its repository, its revision and its run: the same file that arrives
 * twice for one run is one report, and the equal file of another run is another. Reads the bytes once.
 */
export async function reportId(chunks: AsyncIterable<Uint8Array>, origin: ReportOrigin): Promise<string> {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([origin.repository, origin.revision ?? '', origin.run ?? '']))
  for await (const chunk of chunks) hash.update(chunk)
  return `junit:${hash.digest('hex').slice(0, 40)}`
}
