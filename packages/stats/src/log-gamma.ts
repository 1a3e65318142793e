import { requireFinite } from './requirements.ts'

/**
 * Natural logarithm of the gamma function, for x > 0; within about 1e-14 of the value or of 1, whichever is larger.
 * Throws a `RangeError` for other x.
 *
 * @see Lanczos, C. (1964), A precision approximation of the gamma function, SIAM J. Numer. Anal. Ser. B 1, 86–96;
 * coefficients for g = 7, n = 9 by P. Godfrey (2001)
 */
export function logGamma(x: number): number {
  requireFinite('The argument of logGamma', [x])
  if (x <= 0) throw new RangeError(`logGamma is defined here for x > 0; x is ${x}.`)
  // The reflection formula keeps the precision of the approximation near 0.
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)

  const shifted = x - 1
  let sum = firstCoefficient
  for (const [index, coefficient] of coefficients.entries()) sum += coefficient / (shifted + index + 1)
  const base = shifted + 7.5
  return halfLogTwoPi + (shifted + 0.5) * Math.log(base) - base + Math.log(sum)
}

const halfLogTwoPi = 0.918_938_533_204_672_8

const firstCoefficient = 0.999_999_999_999_809_93

const coefficients = [
  676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_6,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
]
