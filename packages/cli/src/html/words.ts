import type { ChangeProblem, MetricId, Unit } from '@sluice/flow'
import { wholeRepository, type AuthorClass, type EvidenceRung, type ServiceId } from '@sluice/model'
import type { Estimate, Known } from '@sluice/stats'
import { formatInteger } from '../format/count.ts'
import { formatInterval, formatValue } from '../format/estimate.ts'
import { printable } from '../format/printable.ts'
import { fit } from '../format/text-layout.ts'

/** Names of author classes. Those of AI-marked change begin with "AI-": the page filters by it. */
export const authorClassLabels: Readonly<Record<AuthorClass, string>> = {
  'ai-authored': 'AI-authored',
  'ai-co-authored': 'AI-co-authored',
  'ai-hinted': 'AI-hinted',
  bot: 'Bot',
  unmarked: 'Unmarked',
}

/** How a deployment is known to have failed. */
export const evidenceLabels: Readonly<Record<EvidenceRung, string>> = {
  incident: 'incident',
  rollback: 'rollback',
  revert: 'revert',
  hotfix: 'hotfix',
  proximity: 'close in time',
}

/** Why a change has no lead time although it is in a release. */
export const problemLabels: Readonly<Record<ChangeProblem, string>> = {
  'shipped-before-merge': 'its release is older than its merge',
  'before-first-deployment': 'older than the first known release',
}

/** Short names for the heads of cards, where the definition is one click away. */
export const metricTitles: Readonly<Record<MetricId, string>> = {
  'change-lead-time': 'Lead time',
  'deployment-frequency': 'Deployments',
  'change-fail-rate': 'Change fail rate',
  'failed-deployment-recovery-time': 'Recovery time',
  'deployment-rework-rate': 'Rework rate',
}

/** Name of a service for people. */
export function serviceName(service: ServiceId): string {
  return service === wholeRepository ? 'whole repository' : fit(printable(service), 80)
}

/** The interval of a number with brackets and a true minus. */
export function intervalText(estimate: Known, unit: Unit): string {
  return formatInterval(estimate, unit).replaceAll('-', '−')
}

/** `cannot tell yet`, `at least 3 d`, `no data`: what stands where a number would. */
export function unknownText(estimate: Estimate & { readonly kind: 'unknown' }, unit: Unit): string {
  if (estimate.atLeast !== undefined) return `at least ${formatValue(estimate.atLeast, unit)}`
  return estimate.reason === 'no-data' ? 'No data' : 'Cannot tell yet'
}

/** `needs about 12 more`, where that can be said. */
export function neededText(estimate: Estimate & { readonly kind: 'unknown' }): string | undefined {
  if (estimate.needed === undefined) return undefined
  return `needs about ${formatInteger(estimate.needed)}`
}
