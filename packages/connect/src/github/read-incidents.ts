import { z } from 'zod'
import { parseJsonCursor } from '../kit/json-cursor.ts'
import { readNewestFirst } from '../kit/newest-first.ts'
import type { SourcePage } from '../kit/source.ts'
import { defaultIncidentLabels, isIncident, mapIncident } from './map-incident.ts'
import { sourcePage } from '../kit/source-page.ts'
import type { GithubReading } from './reading.ts'
import { Issue } from './schema.ts'

/** Issues that bear a label of an incident, label by label because GitHub joins several with "and". */
export async function* readIncidents(reading: GithubReading): AsyncGenerator<SourcePage, void, void> {
  const { http, context, config, place, root } = reading
  const labels = config.incidentLabels ?? defaultIncidentLabels
  let cursors = parseJsonCursor(Cursors, context.cursorOf('incidents')) ?? {}
  let done = 0
  for (const label of labels) {
    const list = readNewestFirst(http, {
      path: `${root}/issues`,
      query: { labels: label, state: 'all', sort: 'updated', direction: 'desc' },
      schema: Issue,
      momentOf: (issue) => issue.updated_at,
      since: config.since,
      cursor: cursors[label],
    })
    for await (const { items, rejected, cursor } of list) {
      cursors = { ...cursors, [label]: cursor }
      done += items.length
      // Pulls are issues too in this list.
      const events = items
        .filter((issue) => isIncident(issue, labels))
        .map((issue) => mapIncident(place, issue))
      yield sourcePage('incidents', [{ events, rejected }], {
        cursor: JSON.stringify(cursors),
        progress: { done },
      })
    }
  }
}

const Cursors = z.record(z.string(), z.string())
