import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Alert } from './alert-incident.ts'
import { AlertLabelMap, AlertText, AlertTime } from './alert-schemas.ts'
import { firstProblem, refuseAll, type ReadAlerts, type RefusedAlert } from './read-alerts.ts'

/**
 * A delivery of Alertmanager (version 4), or of what speaks like it, such as Grafana: a group of alerts.
 *
 * An alert is known by its fingerprint, the hash of its labels. With the moment at which it began that names one
 * trouble: the same alert next week is another one.
 */
export function readAlertmanager(payload: unknown): ReadAlerts {
  const delivery = Delivery.safeParse(payload)
  if (!delivery.success) return refuseAll(payload, firstProblem(delivery.error))

  const alerts: Alert[] = []
  const refused: RefusedAlert[] = []
  for (const input of delivery.data.alerts) {
    const read = FiringAlert.safeParse(input)
    if (!read.success) {
      refused.push({ input, problem: firstProblem(read.error) })
    } else if (read.data.startsAt === undefined) {
      refused.push({ input, problem: 'startsAt: it says no time' })
    } else {
      alerts.push(toAlert(read.data, read.data.startsAt))
    }
  }
  const cutOff = delivery.data.truncatedAlerts ?? 0
  if (cutOff > 0) {
    const problem = `truncatedAlerts: ${cutOff} more alerts were cut off; raise "max_alerts" of the receiver`
    refused.push({ input: payload, problem })
  }
  return { alerts, refused }
}

const Delivery = z.object({
  alerts: z.array(z.unknown()).max(10_000),
  truncatedAlerts: z.number().nullish(),
})

const FiringAlert = z.object({
  status: z.string().nullish(),
  labels: AlertLabelMap,
  annotations: AlertLabelMap,
  startsAt: AlertTime,
  endsAt: AlertTime.nullish(),
  generatorURL: AlertText.nullish(),
  fingerprint: z.string().max(200).nullish(),
})
type FiringAlert = z.infer<typeof FiringAlert>

function toAlert(alert: FiringAlert, startsAt: Alert['openedAt']): Alert {
  const { labels, annotations, endsAt, status } = alert
  return {
    source: 'alertmanager',
    key: `${alert.fingerprint ?? fingerprintOf(labels)}@${startsAt}`,
    title: annotations.get('summary') ?? annotations.get('title') ?? labels.get('alertname') ?? '',
    openedAt: startsAt,
    // While an alert fires, its end is the moment at which it would be taken for over.
    resolvedAt: status === 'resolved' ? (endsAt ?? undefined) : undefined,
    labels,
    url: alert.generatorURL ?? undefined,
  }
}

/** For senders before Alertmanager 0.19, which send none. */
function fingerprintOf(labels: ReadonlyMap<string, string>): string {
  const sorted = [...labels].toSorted(([left], [right]) => (left < right ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16)
}
