import { z } from 'zod'
import { AlertLabelMap, AlertText, AlertTime } from './alert-schemas.ts'
import { firstProblem, refuseAll, type ReadAlerts } from './read-alerts.ts'

/**
 * A delivery of Opsgenie's webhook, or of what speaks like it: what was done (`Create`, `Close`, …) and the alert as
 * it stands after. Its details serve as labels, and so do tags such as `service:shop`.
 */
export function readOpsgenie(payload: unknown): ReadAlerts {
  const read = Delivery.safeParse(payload)
  if (!read.success) return refuseAll(payload, firstProblem(read.error))
  const { action, alert } = read.data
  if (alert.createdAt === undefined) return refuseAll(payload, 'alert.createdAt: it says no time')
  const isOver = /^close$/i.test(action)
  if (isOver && alert.updatedAt === undefined) return refuseAll(payload, 'alert.updatedAt: it says no time')

  return {
    refused: [],
    alerts: [
      {
        source: 'opsgenie',
        key: alert.alertId,
        title: alert.message ?? '',
        openedAt: alert.createdAt,
        resolvedAt: isOver ? alert.updatedAt : undefined,
        at: alert.updatedAt,
        labels: new Map([...labelsOf(alert.tags ?? []), ...(alert.details ?? [])]),
        service: alert.entity === '' ? undefined : (alert.entity ?? undefined),
        severity: alert.priority ?? undefined,
      },
    ],
  }
}

const Delivery = z.object({
  action: z.string(),
  alert: z.object({
    alertId: z.string().min(1).max(200),
    message: AlertText.nullish(),
    createdAt: AlertTime,
    updatedAt: AlertTime.optional(),
    entity: AlertText.nullish(),
    priority: AlertText.nullish(),
    tags: z.array(AlertText).max(500).nullish().catch(undefined),
    details: AlertLabelMap.catch(new Map()),
  }),
})

function labelsOf(tags: readonly string[]): readonly (readonly [string, string])[] {
  return tags.flatMap((tag) => {
    const [, name, value] = /^([^:=]+)[:=](.+)$/.exec(tag) ?? []
    return name === undefined || value === undefined ? [] : [[name.trim(), value.trim()] as const]
  })
}
