import { instant, type Instant } from '@sluice/model'
import { z } from 'zod'

/** A moment on the wire, ISO 8601 with a time zone, as an instant. */
export const Moment = z.string().transform((text, context): Instant => {
  const at = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) context.addIssue({ code: 'custom', message: 'no moment with a time zone' })
  return instant(at)
})

/** As it stands in event ids: whole seconds, as forges tell them, without a fraction. */
export function momentText(at: Instant): string {
  return new Date(at).toISOString().replace('.000Z', 'Z')
}
