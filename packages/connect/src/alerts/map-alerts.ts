import { hour } from '@sluice/model'
import { z } from 'zod'
import { incidentEvents } from '../incidents/map-incident.ts'
import { rejectedRecord } from '../kit/rejected-record.ts'
import type { MappedInput } from '../kit/source.ts'
import type { AlertContext } from './alert-context.ts'
import { alertIncident, type Alert } from './alert-incident.ts'
import { readAlertmanager } from './read-alertmanager.ts'
import type { ReadAlerts } from './read-alerts.ts'
import { readOpsgenie } from './read-opsgenie.ts'
import { readPagerDuty } from './read-pagerduty.ts'

/** Who sends alerts. `generic`: an object with the fields of an incident; see `incidentFields`. */
export const alertFormats = ['alertmanager', 'pagerduty', 'opsgenie', 'generic'] as const
export type AlertFormat = (typeof alertFormats)[number]

/**
 * The incidents that a delivery of alerts tells. The beginning and the end of one trouble are one incident; a
 * delivery that comes twice, or late, changes nothing.
 *
 * @param format Defaults to what the delivery looks like.
 */
export function mapAlerts(
  payload: unknown,
  context: AlertContext,
  format: AlertFormat = findAlertFormat(payload),
): MappedInput {
  switch (format) {
    case 'alertmanager':
      return mapped(format, readAlertmanager(payload), context)
    case 'pagerduty':
      return mapped(format, readPagerDuty(payload), context)
    case 'opsgenie':
      return mapped(format, readOpsgenie(payload), context)
    case 'generic':
      return incidentEvents(payload, { ...context, isLive: true })
  }
}

/** Who sent it, by its shape. */
export function findAlertFormat(payload: unknown): AlertFormat {
  if (z.object({ alerts: z.array(z.unknown()) }).safeParse(payload).success) return 'alertmanager'
  if (z.object({ event: z.object({ event_type: z.string() }) }).safeParse(payload).success) return 'pagerduty'
  if (z.object({ action: z.string(), alert: z.looseObject({}) }).safeParse(payload).success) return 'opsgenie'
  return 'generic'
}

function mapped(source: AlertFormat, read: ReadAlerts, context: AlertContext): MappedInput {
  const { receivedAt } = context
  const isLying = ({ openedAt, resolvedAt = openedAt }: Alert): boolean =>
    Math.max(openedAt, resolvedAt) > receivedAt + hour
  const lying = read.alerts
    .filter(isLying)
    .map((alert) => ({ input: alert, problem: 'it tells of a time that lies in the future' }))
  if (read.alerts.length === 0 && read.refused.length === 0) {
    return { events: [], rejected: [], ignored: 'The delivery tells of no trouble.' }
  }
  return {
    events: read.alerts.filter((alert) => !isLying(alert)).map((alert) => alertIncident(alert, context)),
    rejected: [...read.refused, ...lying].map(({ input, problem }) =>
      rejectedRecord({ source, reason: `An alert is left out: ${problem}.`, input, receivedAt }),
    ),
  }
}
