/** Where a deployment went, by the name of its environment. */
export interface EnvironmentMeaning {
  readonly isProduction: boolean
  /** What the pattern calls `service`; empty for the repository as a whole. */
  readonly service: string
}

/**
 * Whether users meet what is deployed to an environment of this name. Without a pattern: `production`, `prod`, `prd`
 * or `live` as a whole word, unless it says `pre` or `non` before. A pattern may name a group `service`, as in
 * `^prod-(?<service>.+)$`, when one repository releases several parts.
 */
export function readEnvironment(name: string, pattern: RegExp = usualProduction): EnvironmentMeaning {
  // A pattern with the flag `g` or `y` would remember where it found something the last time.
  const match = new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, '')).exec(name)
  return { isProduction: match !== null, service: match?.groups?.['service'] ?? '' }
}

const usualProduction = /(?<![a-z])(?<!\b(?:pre|non|not)[-_ ]?)(?:production|prod|prd|live)(?![a-z])/i
