import type { Instant } from '@sluice/model'

/** ISO 8601 in UTC, as every document of sluice writes times. */
export function isoTime(at: Instant): string {
  return new Date(at).toISOString()
}
