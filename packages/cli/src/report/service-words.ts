import type { ServiceSummary } from '@sluice/flow'
import { rateUnit, type RateUnit } from '../format/estimate.ts'

/** One rate unit for all services, so that their frequencies compare at sight: that of the most frequent one. */
export function sharedRateUnit(services: readonly ServiceSummary[]): RateUnit {
  const values = services.map(({ frequency }) => (frequency.kind === 'known' ? frequency.value : 0))
  return rateUnit(Math.max(0, ...values))
}
