/**
 * Measures the reading of a made-up JUnit report: `node --import tsx benchmarks/junit.ts [MEGABYTES…]`. A process of
 * its own reads each report, once for its identity and once for its results; peak memory is that of the process.
 */
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readJunit, reportId } from '@sluice/connect'
import { instant, repositoryName } from '@sluice/model'
import { runProcess } from './run-process.ts'
import { showSpread, spreadOf } from './spread.ts'
import { machineDescription } from './subjects.ts'

const rounds = 5
const casesOfSuite = 40
const root = fileURLToPath(new URL('..', import.meta.url))
const self = fileURLToPath(import.meta.url)
const peakMemory = pathToFileURL(join(root, 'benchmarks/report-peak-memory.js')).href

const [word = '', ...rest] = process.argv.slice(2)
if (word === 'read') await readOnce(rest[0] ?? '')
else {
  const sizes = [word, ...rest].filter((size) => size !== '').map(Number)
  process.stdout.write(
    `${machineDescription()}\n\n${(await timeBySize(sizes.length > 0 ? sizes : [20, 200])).join('\n')}\n`,
  )
}

/** Time, throughput and memory by the size of the report; memory must not grow with it. */
async function timeBySize(sizes: readonly number[]): Promise<readonly string[]> {
  const nothing = spreadOf(await repeated([]))
  const rows: string[] = []
  for (const megabytes of sizes) {
    const report = await syntheticReport(megabytes)
    const memory: number[] = []
    const times = spreadOf(await repeated([report], memory))
    const seconds = (times.median - nothing.median) / 1_000
    const { size } = statSync(report)
    rows.push(
      [
        `| ${(size / 1e6).toFixed(0)} | ${casesIn(size)} | ${showSpread(times, 0)} | ${(size / 1e6 / seconds).toFixed(0)} `,
        `| ${Math.round(casesIn(size) / seconds / 1_000)} | ${(spreadOf(memory).high / 1e6).toFixed(0)} |`,
      ].join(''),
    )
  }
  return [
    '| report, MB | tests, about | whole process, ms | MB/s | thousand tests/s | peak memory, MB |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `Throughput is without the ${nothing.median.toFixed(0)} ms of a process that reads nothing.`,
  ]
}

async function repeated(files: readonly string[], memory: number[] = []): Promise<readonly number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const words = ['--import', 'tsx', '--import', peakMemory, self, 'read', ...files]
    const { milliseconds, peakBytes = Number.NaN } = await runProcess(process.execPath, words, root)
    times.push(milliseconds)
    memory.push(peakBytes)
  }
  return times
}

async function readOnce(file: string): Promise<void> {
  if (file === '') return
  const repository = repositoryName('github.com/acme/shop')
  const report = await reportId(createReadStream(file), { repository })
  let tests = 0
  for await (const { results } of readJunit(createReadStream(file), {
    report,
    repository,
    receivedAt: instant(0),
  })) {
    tests += results.length
  }
  if (tests === 0) throw new Error(`No test was found in ${file}.`)
}

/** As chatty as real ones: a tenth of the tests print something, one in forty fails with a stack. Kept for later. */
async function syntheticReport(megabytes: number): Promise<string> {
  const file = join(root, '.cache/benchmarks', `junit-${megabytes}.xml`)
  if (existsSync(file)) return file
  mkdirSync(join(root, '.cache/benchmarks'), { recursive: true })
  const stream = createWriteStream(`${file}.part`)
  stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n')
  for (let suite = 0, bytes = 0; bytes < megabytes * 1e6; suite += 1) {
    const text = suiteText(suite)
    bytes += text.length
    if (!stream.write(text)) await once(stream, 'drain')
  }
  stream.end('</testsuites>\n')
  await once(stream, 'finish')
  renameSync(`${file}.part`, file)
  return file
}

function suiteText(suite: number): string {
  const cases = Array.from({ length: casesOfSuite }, (_, at) => {
    const head = `  <testcase classname="shop.orders.Suite${suite}" name="handles order ${at} of &lt;customer&gt; &amp; partner" time="0.0${at}"`
    if (at % 10 !== 0) return `${head}/>\n`
    const failure =
      at === 30
        ? `<failure message="expected 1 to be 2">${'at shop.orders (orders.ts:1:2)\n'.repeat(20)}</failure>`
        : ''
    const output = `<system-out><![CDATA[${'line of output of the test\n'.repeat(12)}]]></system-out>`
    return `${head}>\n    ${failure}${output}\n  </testcase>\n`
  })
  return `<testsuite name="shop.orders.Suite${suite}" tests="${casesOfSuite}" timestamp="2026-11-22T10:00:00">\n${cases.join('')}</testsuite>\n`
}

function casesIn(bytes: number): number {
  return Math.round((bytes / suiteText(10_000).length) * casesOfSuite)
}
