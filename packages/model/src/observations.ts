import type { Revision } from './ids.ts'
import type { Instant } from './instant.ts'

/** A defect at a place, as a scanner reported it once. The id survives moves of the code. */
export interface FindingRecord {
  readonly id: string
  readonly rule: string
  readonly tool: string
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'note'
  readonly revision: Revision
  readonly path: string
  readonly line?: number
  readonly message: string
  readonly state: 'open' | 'fixed' | 'dismissed'
}

/** The first time that a unit, such as a user, met a variant. An observation: recorded once. */
export interface Exposure {
  readonly id: string
  readonly flag: string
  readonly variant: string
  readonly unit: string
  readonly at: Instant
}

/** One reading of a metric for a unit. An observation: recorded once. */
export interface MetricSample {
  readonly id: string
  readonly metric: string
  readonly unit: string
  readonly value: number
  readonly at: Instant
}
