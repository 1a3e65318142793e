import { readEach, readWhole } from '../kit/read-each.ts'
import { readNewestFirst } from '../kit/newest-first.ts'
import type { SourcePage } from '../kit/source.ts'
import { mapCheckRun } from './map-run.ts'
import { sourcePage } from '../kit/source-page.ts'
import type { GithubReading } from './reading.ts'
import { CheckRun, Pull } from './schema.ts'

/** Check runs of other apps, such as other CI systems, on the last head of merged pulls: one request each. */
export async function* readChecks(reading: GithubReading): AsyncGenerator<SourcePage, void, void> {
  const { http, context, config, place, root } = reading
  const list = readNewestFirst(http, {
    path: `${root}/pulls`,
    query: { state: 'closed', sort: 'updated', direction: 'desc' },
    schema: Pull,
    momentOf: (pull) => pull.updated_at,
    since: config.since,
    cursor: context.cursorOf('checks'),
  })
  for await (const { items, ...page } of list) {
    const parts = await readEach(
      items.filter((pull) => pull.merged_at !== null && pull.merged_at !== undefined),
      async (pull) => {
        const checks = await readWhole(
          http.pages(`${root}/commits/${pull.head.sha}/check-runs`, {
            schema: CheckRun,
            listAt: 'check_runs',
            query: { filter: 'all', per_page: 100 },
          }),
        )
        return {
          events: checks.items.flatMap((check) => mapCheckRun(place, check) ?? []),
          rejected: checks.rejected,
        }
      },
      () => ({ events: [], rejected: [] }),
    )
    yield sourcePage('checks', parts, page)
  }
}
