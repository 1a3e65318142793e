import { deploymentId, incidentId, serviceId, type Incident } from '@sluice/model'
import { present } from '../kit/present.ts'
import { versionOf } from '../records/version-of.ts'
import { keepStep } from './keep-step.ts'
import { header, nativeOf, one, type Outcome, type Told } from './told.ts'

/** An incident, told by its detection, its report and its end. */
export function mapIncident(told: Told): Outcome {
  const { event, repository } = told
  const { state, steps } = keepStep(told)
  const beginnings = [steps['detected']?.at, steps['reported']?.at].filter((at) => at !== undefined)
  const [first, ...rest] = beginnings
  if (first === undefined) return { kind: 'waiting' }

  const openedAt = rest.reduce((earliest, at) => (at < earliest ? at : earliest), first)
  const resolved = steps['resolved']?.at
  const incident: Incident = present({
    id: incidentId(state.id ?? `cdevents:${nativeOf(event)}`),
    service: serviceId(state.service ?? ''),
    // How it ended is no title.
    title: steps['detected']?.title ?? steps['reported']?.title ?? 'Incident',
    openedAt,
    resolvedAt: resolved !== undefined && resolved >= openedAt ? resolved : undefined,
    severity: state.severity,
    url: state.url,
    deployment: state.deployment === undefined ? undefined : deploymentId(state.deployment),
    revision: state.revision,
  })
  return one({
    ...header(told, `${repository}:incident:${incident.id}@${versionOf(state.at, incident)}`),
    at: state.at,
    kind: 'incident',
    incident,
  })
}
