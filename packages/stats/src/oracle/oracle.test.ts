import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { betaQuantile } from '../beta-quantile.ts'
import { binomialCdf } from '../binomial-cdf.ts'
import { chiSquaredQuantile } from '../chi-squared-quantile.ts'
import { clopperPearson } from '../clopper-pearson.ts'
import { energySplitter } from '../energy-split.ts'
import type { Estimate } from '../estimate.ts'
import { medianOfDifferences } from '../hodges-lehmann.ts'
import { kaplanMeier } from '../kaplan-meier.ts'
import { logGamma } from '../log-gamma.ts'
import { mantelHaenszel } from '../mantel-haenszel.ts'
import { normalCdf, normalQuantile } from '../normal-distribution.ts'
import { poissonRate } from '../poisson-rate.ts'
import { orderStatisticRanks } from '../quantile-estimate.ts'
import { quantile } from '../quantile.ts'
import { regularizedBeta } from '../regularized-beta.ts'
import { regularizedGammaP } from '../regularized-gamma.ts'
import { studentQuantile } from '../student-quantile.ts'
import { wilson } from '../wilson.ts'

interface ReferenceRow {
  readonly name: string
  readonly input: readonly unknown[]
  readonly expected: unknown
}

/** What each kind of row in `reference.py` is computed from. */
interface Inputs {
  normalCdf: [x: number]
  normalQuantile: [p: number]
  logGamma: [x: number]
  regularizedGammaP: [shape: number, x: number]
  chiSquaredQuantile: [p: number, degrees: number]
  regularizedBeta: [x: number, a: number, b: number]
  betaQuantile: [p: number, a: number, b: number]
  studentQuantile: [p: number, degrees: number]
  binomialCdf: [successes: number, trials: number, p: number]
  poissonRate: [count: number, exposure: number, confidence: number]
  wilson: [successes: number, trials: number, confidence: number]
  clopperPearson: [successes: number, trials: number, confidence: number]
  quantile: [values: number[], p: number]
  orderStatisticRanks: [n: number, p: number, confidence: number]
  kaplanMeier: [durations: number[], ended: boolean[], entries: number[] | null]
  medianOfDifferences: [a: number[], b: number[]]
  mantelHaenszel: [tables: [number, number, number, number][], confidence: number]
  energySplit: [values: number[], minimumSegment: number]
}

const implementations: { readonly [TName in keyof Inputs]: (...input: Inputs[TName]) => unknown } = {
  normalCdf,
  normalQuantile,
  logGamma,
  regularizedGammaP,
  chiSquaredQuantile,
  regularizedBeta,
  betaQuantile,
  studentQuantile,
  binomialCdf,
  orderStatisticRanks,
  poissonRate: (count, exposure, confidence) => boundsOf(poissonRate({ count, exposure, confidence })),
  wilson: (successes, trials, confidence) => boundsOf(wilson({ successes, trials, confidence })),
  clopperPearson: (successes, trials, confidence) =>
    boundsOf(clopperPearson({ successes, trials, confidence })),
  quantile: (values, p) => quantile(sorted(values), p),
  kaplanMeier: (durations, ended, entries) =>
    kaplanMeier(
      durations.map((duration, index) => ({
        duration,
        ended: ended[index] ?? false,
        ...(entries !== null && { entry: entries[index] ?? 0 }),
      })),
    ).steps.map(({ time, atRisk, events, survival, variance }) => [time, atRisk, events, survival, variance]),
  medianOfDifferences: (a, b) => medianOfDifferences([{ a: sorted(a), b: sorted(b), weight: 1 }]),
  mantelHaenszel: (tables, confidence) => {
    const ratio = mantelHaenszel(
      tables.map(([a, b, c, d]) => ({ a, b, c, d })),
      { confidence },
    )
    return [ratio.kind === 'known' ? ratio.value : undefined, ...boundsOf(ratio)]
  },
  energySplit: (values, minimumSegment) => {
    const { index, statistic } = energySplitter(values.length, minimumSegment)(Float64Array.from(values))
    return [index, statistic]
  },
}

/** Largest difference that passes: relative to the expected value, and at least this times 1e-3. */
const tolerance = 1e-9

const rows = readReference()
if (rows === undefined)
  process.stderr.write(
    'NOT TESTED: no python3 with scipy was found, so the statistics are not compared with it. Install python3-scipy.\n',
  )

// A user without SciPy can still run the tests; where changes are merged the comparison must take place.
describe.skipIf(rows === undefined && process.env['CI'] === undefined)(
  'agreement with SciPy and NumPy',
  () => {
    it('covers each kind of row that the reference has', () => {
      const names = new Set((rows ?? []).map(({ name }) => name))

      expect([...names].toSorted()).toEqual(Object.keys(implementations).toSorted())
    })

    it.for(Object.entries(implementations))('%s agrees to nine digits', ([name, compute]) => {
      const ofName = (rows ?? []).filter((row) => row.name === name)

      const deviating = ofName
        .map(({ input, expected }) => ({
          input,
          expected,
          actual: Reflect.apply(compute, undefined, input) as unknown,
        }))
        .filter(({ expected, actual }) => !isClose(actual, expected))

      expect(ofName).not.toEqual([])
      expect(deviating).toEqual([])
    })
  },
)

function readReference(): readonly ReferenceRow[] | undefined {
  const script = fileURLToPath(new URL('reference.py', import.meta.url))
  for (const python of ['python3', '/usr/bin/python3']) {
    const run = spawnSync(python, [script], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    if (run.status === 0) return JSON.parse(run.stdout)
    // Anything but a missing program or module is a mistake in the script, and must not look like a missing one.
    if (run.error === undefined && !run.stderr.includes('ModuleNotFoundError')) throw new Error(run.stderr)
  }
  return undefined
}

function boundsOf(estimate: Estimate): readonly number[] {
  return estimate.kind === 'known' ? [estimate.interval.low, estimate.interval.high] : []
}

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort()
}

function isClose(actual: unknown, expected: unknown): boolean {
  if (Array.isArray(actual) && Array.isArray(expected))
    return (
      actual.length === expected.length && actual.every((value, index) => isClose(value, expected[index]))
    )
  if (typeof actual !== 'number' || typeof expected !== 'number') return false
  return actual === expected || Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), 1e-3)
}
