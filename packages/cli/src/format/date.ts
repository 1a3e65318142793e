import { shift, type Instant } from '@sluice/model'

/** `12 Oct 2026`, in UTC. */
export function formatDate(at: Instant): string {
  const date = new Date(at)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`
}

/** `12 Oct 2026, 09:41 UTC`. */
export function formatMoment(at: Instant): string {
  return `${formatDate(at)}, ${new Date(at).toISOString().slice(11, 16)} UTC`
}

/** The days of a half-open window, first and last: `17 Nov 2025 to 15 Nov 2026 (UTC)`. */
export function formatWindow(window: { readonly since: Instant; readonly until: Instant }): string {
  // The end is not in the window: the last day is the one before a midnight.
  return `${formatDate(window.since)} to ${formatDate(shift(window.until, -1))} (UTC)`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
