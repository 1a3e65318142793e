import type { Estimate, Method } from '@sluice/stats'

/** The answer when there is nothing to count. */
export function noData(method: Method): Estimate {
  return { kind: 'unknown', reason: 'no-data', n: 0, censored: 0, method }
}
