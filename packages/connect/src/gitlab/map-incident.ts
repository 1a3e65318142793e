import { createHash } from 'node:crypto'
import { serviceId, type DeliveryEvent, type Incident } from '@sluice/model'
import { present } from '../kit/present.ts'
import type { GitlabPlace } from './config.ts'
import { eventAt, incidentIdOf, versionText, wholeSecond } from './event-factory.ts'
import { keptText, labelNames } from './map-merge-request.ts'
import type { Issue } from './schema.ts'

/**
 * An incident, which is a kind of issue. A label such as `service::shop` says what suffers. Times are whole seconds,
 * because webhooks know no others and both have to tell the same.
 */
export function mapIncident(place: GitlabPlace, issue: Issue): DeliveryEvent {
  const service = labelNames(issue.labels).find((name) => name.startsWith(servicePrefix))
  const closedAt = issue.state === 'closed' ? issue.closed_at : undefined
  const severity = issue.severity?.toLowerCase()
  const incident: Incident = present({
    id: incidentIdOf(place, issue.iid),
    service: serviceId(service?.slice(servicePrefix.length) ?? ''),
    title: keptText(issue.title),
    openedAt: wholeSecond(issue.created_at),
    resolvedAt: closedAt === null || closedAt === undefined ? undefined : wholeSecond(closedAt),
    severity: severity === 'unknown' ? undefined : severity,
    url: issue.web_url,
  })
  const at = issue.updated_at
  const digest = createHash('sha256').update(JSON.stringify(incident)).digest('hex').slice(0, 8)
  const version = versionText({ at, rank: issue.state === 'closed' ? 1 : 0, isPartial: false, more: digest })
  return eventAt(place, `incident:${issue.iid}@${version}`, wholeSecond(at), { kind: 'incident', incident })
}

const servicePrefix = 'service::'
