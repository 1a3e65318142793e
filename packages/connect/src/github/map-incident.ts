import type { DeliveryEvent } from '@sluice/model'
import { wholeRepository } from '@sluice/model'
import { momentText } from '../kit/moment.ts'
import { present } from '../kit/present.ts'
import type { ForgePlace } from '../kit/forge-place.ts'
import { eventAt, incidentIdOf } from './event-factory.ts'
import { keptText } from './map-pull.ts'
import { labelNames, type Issue } from './schema.ts'

/** Labels that make an issue an incident, where nothing else is said. */
export const defaultIncidentLabels: readonly string[] = ['incident']

/** An issue with an incident label, from its opening to its closing. */
export function mapIncident(place: ForgePlace, issue: Issue): DeliveryEvent {
  const incident = present({
    id: incidentIdOf(place, issue.number),
    service: wholeRepository,
    title: keptText(issue.title),
    openedAt: issue.created_at,
    resolvedAt: issue.closed_at,
    severity: severityOf(labelNames(issue.labels)),
    url: issue.html_url,
  })
  const rank = incident.resolvedAt === undefined ? 0 : 1
  const what = `incident:${issue.number}@${momentText(issue.updated_at)}.${rank}`
  return eventAt(place, what, issue.updated_at, { kind: 'incident', incident })
}

export function isIncident(issue: Issue, labels: readonly string[]): boolean {
  // Pulls are issues too where GitHub lists issues.
  if (issue.pull_request !== null && issue.pull_request !== undefined) return false
  return labelNames(issue.labels).some((label) => isIncidentLabel(label, labels))
}

/** GitHub does not tell upper and lower case of labels apart. */
export function isIncidentLabel(label: string, labels: readonly string[]): boolean {
  return labels.some((one) => one.toLowerCase() === label.toLowerCase())
}

/** `sev1`, `SEV-2`, `P0`, `severity: high` and their like, as they stand. */
function severityOf(labels: readonly string[]): string | undefined {
  return labels.find((label) => /^(sev(erity)?[-_:/ ]*\S+|p[0-5]|priority[-_:/ ]+\S+)$/i.test(label))
}
