import { z } from 'zod'
import { parseJsonCursor } from '../kit/json-cursor.ts'
import type { SourcePage } from '../kit/source.ts'
import { mapIncident } from './map-incident.ts'
import { readUpdated } from './read-updated.ts'
import { sourcePage } from '../kit/source-page.ts'
import type { GitlabReading } from './reading.ts'
import { Issue } from './schema.ts'

/** Issues of the type incident, then those with each of the labels that mean the same in this project. */
export async function* readIncidents(reading: GitlabReading): AsyncGenerator<SourcePage, void, void> {
  const { http, context, config, place, root } = reading
  const kinds = [
    { name: 'type', query: { issue_type: 'incident' } },
    ...(config.incidentLabels ?? []).map((label) => ({ name: `label:${label}`, query: { labels: label } })),
  ]
  let cursors = parseJsonCursor(Cursors, context.cursorOf('incidents')) ?? {}
  let done = 0
  for (const { name, query } of kinds) {
    const list = readUpdated(http, {
      path: `${root}/issues`,
      query: { ...query, state: 'all', scope: 'all' },
      schema: Issue,
      updatedAt: (issue) => issue.updated_at,
      keyOf: (issue) => issue.iid,
      since: config.since,
      cursor: cursors[name],
    })
    for await (const { items, rejected, cursor } of list) {
      if (cursor !== undefined) cursors = { ...cursors, [name]: cursor }
      done += items.length
      const events = items.map((issue) => mapIncident(place, issue))
      yield sourcePage('incidents', [{ events, rejected }], {
        rejected: [],
        cursor: JSON.stringify(cursors),
        progress: { done },
      })
    }
  }
}

const Cursors = z.record(z.string(), z.string())
