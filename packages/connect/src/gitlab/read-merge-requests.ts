import { readEach, readWhole, type ReadParts } from '../kit/read-each.ts'
import type { SourcePage } from '../kit/source.ts'
import { mapHappenings, tellsOfApproval } from './map-happenings.ts'
import { mapMergeRequest } from './map-merge-request.ts'
import { readUpdated } from './read-updated.ts'
import { sourcePage } from '../kit/source-page.ts'
import type { GitlabReading } from './reading.ts'
import { Approvals, Commit, MergeRequest, Note, Version } from './schema.ts'

/**
 * Merge requests, the first changed first, each with its notes, pushes and commits: three requests. A fourth asks
 * for the state of approvals where a merged request has no note of any, as after an import from elsewhere.
 */
export async function* readMergeRequests(reading: GitlabReading): AsyncGenerator<SourcePage, void, void> {
  const { http, context, config, place, root } = reading
  const list = readUpdated(http, {
    path: `${root}/merge_requests`,
    query: { state: 'all', scope: 'all' },
    schema: MergeRequest,
    updatedAt: (request) => request.updated_at,
    keyOf: (request) => request.iid,
    since: config.since,
    cursor: context.cursorOf('merge-requests'),
  })
  for await (const { items, ...page } of list) {
    const parts = await readEach(
      items,
      (request) => readMergeRequest(reading, request),
      (request) => ({ events: [mapMergeRequest(place, request)], rejected: [] }),
    )
    yield sourcePage('merge-requests', parts, page)
  }
}

async function readMergeRequest(
  { http, place, root }: GitlabReading,
  request: MergeRequest,
): Promise<ReadParts> {
  const path = `${root}/merge_requests/${request.iid}`
  const [notes, versions, commits] = await Promise.all([
    readWhole(
      http.pages(`${path}/notes`, {
        schema: Note,
        query: { sort: 'asc', order_by: 'created_at', per_page: 100 },
      }),
    ),
    readWhole(http.pages(`${path}/versions`, { schema: Version, query: { per_page: 100 } })),
    readWhole(http.pages(`${path}/commits`, { schema: Commit, query: { per_page: 100 } })),
  ])
  const approvals =
    request.state === 'merged' && !tellsOfApproval(notes.items)
      ? await http.get(`${path}/approvals`, { schema: Approvals })
      : undefined
  const details = {
    request,
    notes: notes.items,
    versions: versions.items,
    commits: commits.items,
    approvals,
  }
  return {
    events: [mapMergeRequest(place, request), ...mapHappenings(place, details)],
    rejected: [...notes.rejected, ...versions.rejected, ...commits.rejected],
  }
}
