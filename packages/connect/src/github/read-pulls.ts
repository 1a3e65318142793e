import { readEach, readWhole, type ReadParts } from '../kit/read-each.ts'
import type { SourcePage } from '../kit/source.ts'
import { readNewestFirst } from '../kit/newest-first.ts'
import { mapPull } from './map-pull.ts'
import { mapPullCommits, mapTimeline } from './map-timeline.ts'
import { sourcePage } from '../kit/source-page.ts'
import type { GithubReading } from './reading.ts'
import { Pull, PullCommit, TimelineItem } from './schema.ts'

/**
 * Pulls, the last touched first. The list tells everything about a pull but what happened to it, and one request
 * for its timeline tells that: commits, reviews, comments, drafts, requests, force-pushes, merge queue.
 */
export async function* readPulls(reading: GithubReading): AsyncGenerator<SourcePage, void, void> {
  const { http, context, config, place, root } = reading
  const list = readNewestFirst(http, {
    path: `${root}/pulls`,
    query: { state: 'all', sort: 'updated', direction: 'desc' },
    schema: Pull,
    momentOf: (pull) => pull.updated_at,
    since: config.since,
    cursor: context.cursorOf('pulls'),
  })
  for await (const { items, ...page } of list) {
    const parts = await readEach(
      items,
      (pull) => readPull(reading, pull),
      (pull) => ({ events: [mapPull(place, pull)], rejected: [] }),
    )
    yield sourcePage('pulls', parts, page)
  }
}

async function readPull({ http, context, place, root }: GithubReading, pull: Pull): Promise<ReadParts> {
  const timeline = await readWhole(
    http.pages(`${root}/issues/${pull.number}/timeline`, { schema: TimelineItem, query: { per_page: 100 } }),
  )
  const mapped = mapTimeline(place, pull, timeline.items, context.clock.now())
  const rejected = [...timeline.rejected, ...mapped.rejected]
  if (mapped.hasCommits) return { events: [mapPull(place, pull), ...mapped.events], rejected }

  const commits = await readWhole(
    http.pages(`${root}/pulls/${pull.number}/commits`, { schema: PullCommit, query: { per_page: 100 } }),
  )
  return {
    events: [
      mapPull(place, pull),
      ...mapped.events,
      ...mapPullCommits(place, pull, commits.items, timeline.items),
    ],
    rejected: [...rejected, ...commits.rejected],
  }
}
