import { createHash } from 'node:crypto'
import type { Instant, RejectedRecord } from '@sluice/model'
import { DeliveryEventSchema } from '../event-schema.ts'

/** An event as text that comes from a file: the text itself when it is one, so that nothing of it is lost. */
export function checkedEvent(payload: string, receivedAt: Instant): string | RejectedRecord {
  const parsed = DeliveryEventSchema.safeParse(parseJson(payload))
  if (parsed.success) return payload

  const [issue] = parsed.error.issues
  const place = issue === undefined || issue.path.length === 0 ? 'the event' : issue.path.join('.')
  return {
    id: `import:${createHash('sha256').update(payload).digest('hex').slice(0, 32)}`,
    source: 'import',
    reason: `${place}: ${issue?.message ?? 'not understood'}`,
    excerpt: payload.slice(0, 2_000),
    receivedAt,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
