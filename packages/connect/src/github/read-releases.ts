import { z } from 'zod'
import { readEach } from '../kit/read-each.ts'
import { readNewestFirst } from '../kit/newest-first.ts'
import type { SourcePage } from '../kit/source.ts'
import { mapRelease } from './map-deployment.ts'
import { sourcePage } from '../kit/source-page.ts'
import type { GithubReading } from './reading.ts'
import { Release, Sha } from './schema.ts'

/** Published releases as deployments; one request each tells what commit the tag points to. */
export async function* readReleases(reading: GithubReading): AsyncGenerator<SourcePage, void, void> {
  const { http, context, config, place, root } = reading
  const list = readNewestFirst(http, {
    path: `${root}/releases`,
    query: {},
    schema: Release,
    momentOf: (release) => release.created_at,
    since: config.since,
    cursor: context.cursorOf('releases'),
  })
  for await (const { items, ...page } of list) {
    const parts = await readEach(
      items.filter(({ draft }) => draft !== true),
      async (release) => {
        const commit = await http.get(`${root}/commits/${encodeURIComponent(`tags/${release.tag_name}`)}`, {
          schema: Commit,
        })
        return { events: commit === undefined ? [] : mapRelease(place, release, commit.sha), rejected: [] }
      },
      () => ({ events: [], rejected: [] }),
    )
    yield sourcePage('releases', parts, page)
  }
}

const Commit = z.object({ sha: Sha })
