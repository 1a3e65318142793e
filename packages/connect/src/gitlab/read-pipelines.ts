import { readEach, readWhole } from '../kit/read-each.ts'
import type { SourcePage } from '../kit/source.ts'
import { isGate, mapPipeline, toldPipeline } from './map-pipeline.ts'
import { readUpdated } from './read-updated.ts'
import { sourcePage } from '../kit/source-page.ts'
import type { GitlabReading } from './reading.ts'
import { Job, Pipeline } from './schema.ts'

/**
 * Pipelines, the first changed first. One request each tells the jobs, those that were tried again among them;
 * `jobs` of the configuration says for which. Child pipelines are part of the one that waits for them.
 */
export async function* readPipelines(reading: GitlabReading): AsyncGenerator<SourcePage, void, void> {
  const { http, context, config, place, root } = reading
  const list = readUpdated(http, {
    path: `${root}/pipelines`,
    schema: Pipeline,
    updatedAt: (pipeline) => pipeline.updated_at,
    keyOf: (pipeline) => pipeline.id,
    since: config.since,
    cursor: context.cursorOf('pipelines'),
  })
  for await (const { items, ...page } of list) {
    const parts = await readEach(
      items,
      async (pipeline) => {
        const jobs = wantsJobs(reading, pipeline)
          ? await readWhole(
              http.pages(`${root}/pipelines/${pipeline.id}/jobs`, {
                schema: Job,
                query: { include_retried: true, per_page: 100 },
              }),
            )
          : { items: [], rejected: [] }
        const events = mapPipeline(place, toldPipeline(pipeline, jobs.items), jobs.items)
        return { events, rejected: jobs.rejected }
      },
      (pipeline) => ({ events: mapPipeline(place, toldPipeline(pipeline, []), []), rejected: [] }),
    )
    yield sourcePage('pipelines', parts, page)
  }
}

function wantsJobs({ config: { jobs = 'gates' }, place }: GitlabReading, pipeline: Pipeline): boolean {
  return jobs === 'all' || (jobs === 'gates' && isGate(place, pipeline))
}
