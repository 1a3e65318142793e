import type { SurvivalStep } from './kaplan-meier.ts'

/**
 * Pointwise confidence limit of the survival at a step, on the log(-log) scale: the lower one for a positive normal
 * quantile z, the upper one for a negative. It never leaves [0, 1].
 *
 * Where nothing has ended yet both limits are 1; where nothing is left the scale has no value there, and the limits
 * say so by being 0 and 1.
 *
 * @see Kalbfleisch, J. D. & Prentice, R. L. (2002), The Statistical Analysis of Failure Time Data, section 1.4
 */
export function logLogLimit(
  { survival, variance }: Pick<SurvivalStep, 'survival' | 'variance'>,
  z: number,
): number {
  if (survival >= 1) return 1
  if (survival <= 0) return z > 0 ? 0 : 1
  const logSurvival = Math.log(survival)
  const standardError = Math.sqrt(variance) / (survival * Math.abs(logSurvival))
  return Math.exp(logSurvival * Math.exp(z * standardError))
}
