import { z } from 'zod'
import { AlertLabelMap, AlertText, AlertTime } from './alert-schemas.ts'
import { firstProblem, refuseAll, type ReadAlerts } from './read-alerts.ts'

/**
 * A delivery of PagerDuty's webhooks, version 3. Every event about an incident tells how it stands then; events
 * about notes, responders and services tell nothing new. Custom fields and details serve as labels.
 */
export function readPagerDuty(payload: unknown): ReadAlerts {
  const envelope = Envelope.safeParse(payload)
  if (!envelope.success) return refuseAll(payload, firstProblem(envelope.error))
  if (envelope.data.event.data?.type !== 'incident') return { alerts: [], refused: [] }

  const read = Delivery.safeParse(payload)
  if (!read.success) return refuseAll(payload, firstProblem(read.error))
  const { event_type: type, occurred_at: at, data } = read.data.event
  const openedAt = data.created_at ?? (type === 'incident.triggered' ? at : undefined)
  if (openedAt === undefined) return refuseAll(payload, 'event.data.created_at: it says no time')

  const isOver = data.status === 'resolved' || type === 'incident.resolved'
  return {
    refused: [],
    alerts: [
      {
        source: 'pagerduty',
        key: data.id,
        title: data.title ?? data.summary ?? '',
        openedAt,
        resolvedAt: isOver ? at : undefined,
        // Reopened trouble goes on, so the moment of the event decides and not what happened last.
        at,
        labels: new Map([
          ...(data.body?.details ?? []),
          ...(data.custom_details ?? []),
          ...(data.custom_fields ?? []).flatMap(({ name, value }) =>
            value === null || value === undefined ? [] : [[name, value] as const],
          ),
        ]),
        service: data.service?.summary ?? undefined,
        severity: data.priority?.summary ?? data.urgency ?? undefined,
        url: data.html_url ?? undefined,
      },
    ],
  }
}

const Envelope = z.object({
  event: z.object({ data: z.object({ type: z.string().nullish() }).nullish() }),
})

const Summary = z.object({ summary: AlertText.nullish() }).nullish()

const Delivery = z.object({
  event: z.object({
    event_type: z.string(),
    occurred_at: AlertTime,
    data: z.object({
      id: z.string().min(1).max(200),
      title: AlertText.nullish(),
      summary: AlertText.nullish(),
      status: z.string().nullish(),
      created_at: AlertTime.nullish(),
      html_url: AlertText.nullish(),
      urgency: AlertText.nullish(),
      service: Summary,
      priority: Summary,
      body: z.object({ details: z.unknown().pipe(LooseLabels()) }).nullish(),
      custom_details: LooseLabels(),
      custom_fields: z
        .array(z.object({ name: z.string(), value: AlertText.nullish().catch(undefined) }))
        .max(200)
        .nullish()
        .catch(undefined),
    }),
  }),
})

/** Details may also be one text. */
function LooseLabels(): z.ZodType<ReadonlyMap<string, string>> {
  return AlertLabelMap.catch(new Map())
}
