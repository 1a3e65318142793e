/**
 * Measures sluice on this machine and prints Markdown tables: `npm run bench -- analyze [CLONE]`,
 * `npm run bench -- scale [COMMITS…]`, `npm run bench -- start`, `npm run bench -- stages`. See docs/benchmarks.md.
 */
import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { stagesOfManyChanges } from './flow-stages.ts'
import { interleaved } from './interleaved.ts'
import { analysisOfKnownChanges } from './ledger-analysis.ts'
import { measureLedger } from './ledger.ts'
import { runProcess } from './run-process.ts'
import { fittedExponent, showSpread, spreadOf } from './spread.ts'
import {
  commitCount,
  machineDescription,
  runPlainGitLog,
  runSluice,
  sluiceProgram,
  syntheticClone,
} from './subjects.ts'

const benchmarks: Readonly<Record<string, (words: readonly string[]) => Promise<readonly string[]>>> = {
  analyze: analyzeAgainstGitLog,
  scale: timeByHistoryLength,
  start: coldStart,
  stages: stagesOfManyChanges,
  known: analysisOfKnownChanges,
  ledger: measureLedger,
}

const [name = '', ...words] = process.argv.slice(2)
const benchmark = benchmarks[name]
if (benchmark === undefined) {
  process.stderr.write(`There are the benchmarks ${Object.keys(benchmarks).join(', ')}.\n`)
  process.exitCode = 2
} else if (!existsSync(new URL('../packages/cli/dist/sluice.js', import.meta.url))) {
  process.stderr.write('Run "npm run build" first: what users install is measured.\n')
  process.exitCode = 2
} else {
  process.stdout.write(`${machineDescription()}\n\n${(await benchmark(words)).join('\n')}\n`)
}

/** Wall time of `sluice analyze` against plain `git log` of the same commits and fields, in turns. */
async function analyzeAgainstGitLog(clones: readonly string[]): Promise<readonly string[]> {
  const rows: string[] = []
  for (const given of clones.length > 0 ? clones : [await syntheticClone(20_000)]) {
    const clone = resolve(given)
    const memory: number[] = []
    const { ours, reference, ratio } = await interleaved(9, {
      ours: async () => {
        const { milliseconds, peakBytes = Number.NaN } = await runSluice(clone)
        memory.push(peakBytes)
        return milliseconds
      },
      reference: async () => (await runPlainGitLog(clone)).milliseconds,
    })
    rows.push(
      [
        `| ${basename(clone)} | ${commitCount(clone)} | ${showSpread(ours, 0)} | ${showSpread(reference, 0)} `,
        `| ${showSpread(ratio, 2)} | ${megabytes(spreadOf(memory).high)} |`,
      ].join(''),
    )
  }
  return [
    '| clone | commits | sluice analyze, ms | git log, ms | ratio | peak memory, MB |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ]
}

/** Wall time and memory by the length of a made-up history, with the exponent of growth. */
async function timeByHistoryLength(sizes: readonly string[]): Promise<readonly string[]> {
  const points: { readonly x: number; readonly y: number }[] = []
  const rows: string[] = []
  for (const commits of sizes.length > 0 ? sizes.map(Number) : [1_000, 10_000, 100_000]) {
    const clone = await syntheticClone(commits)
    await runSluice(clone)
    const runs = [await runSluice(clone), await runSluice(clone), await runSluice(clone)]
    const time = spreadOf(runs.map(({ milliseconds }) => milliseconds))
    const memory = spreadOf(runs.map(({ peakBytes = Number.NaN }) => peakBytes))
    points.push({ x: commitCount(clone), y: time.median })
    rows.push(`| ${commitCount(clone)} | ${showSpread(time, 0)} | ${megabytes(memory.high)} |`)
  }
  return [
    '| commits | sluice analyze, ms | peak memory, MB |',
    '| --- | --- | --- |',
    ...rows,
    '',
    `Time grows with the power ${fittedExponent(points).toFixed(2)} of the number of commits, and with the power`,
    `${fittedExponent(points.slice(-2)).toFixed(2)} between the two longest, where starting weighs least (1 is linear).`,
  ]
}

/** Wall time of `sluice --version` against Node doing nothing, in turns. */
async function coldStart(): Promise<readonly string[]> {
  const { ours, reference, ratio } = await interleaved(30, {
    ours: async () => (await runProcess(process.execPath, [sluiceProgram, '--version'])).milliseconds,
    reference: async () => (await runProcess(process.execPath, ['-e', '0'])).milliseconds,
  })
  return [
    '| sluice --version, ms | node -e 0, ms | ratio |',
    '| --- | --- | --- |',
    `| ${showSpread(ours, 0)} | ${showSpread(reference, 0)} | ${showSpread(ratio, 2)} |`,
  ]
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
