/**
 * Measures reading from GitHub against a server in another process on this machine that answers after a millisecond:
 * `node --import tsx benchmarks/sync.ts [PULLS…]`. First how many requests a second the door makes alone, next to
 * what the HTTP library does without it; then whole readings, their events thrown away, each in a process of its own.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { github, openHttpDoor } from '@sluice/connect'
import { generateForgeHistory, startGithubServer } from '@sluice/connect/testing'
import { clockFrom, type Clock } from '@sluice/model'
import { Pool } from 'undici'
import { z } from 'zod'
import { interleaved } from './interleaved.ts'
import { runProcess } from './run-process.ts'
import { showSpread } from './spread.ts'
import { machineDescription } from './subjects.ts'

const seed = 1
const delay = 1
const root = fileURLToPath(new URL('..', import.meta.url))
const self = fileURLToPath(import.meta.url)
const peakMemory = pathToFileURL(join(root, 'benchmarks/report-peak-memory.js')).href
const clock: Clock = clockFrom(Date.now)

const [word = '', ...rest] = process.argv.slice(2)
if (word === 'serve') await serve(Number(rest[0]))
else if (word === 'read') await readOnce(rest[0] ?? '')
else {
  const sizes = [word, ...rest].filter((size) => size !== '').map(Number)
  const report = [
    ...(await doorRate()),
    '',
    ...(await readings(sizes.length > 0 ? sizes : [1_000, 10_000, 100_000])),
  ]
  process.stdout.write(`${machineDescription()}\n\n${report.join('\n')}\n`)
}

/** Requests a second: the door, and the HTTP library below it with as many connections, in turns. */
async function doorRate(): Promise<readonly string[]> {
  const requests = 5_000
  const concurrency = 16
  await using server = await startServer(100)
  await using door = openHttpDoor({ source: 'github', baseUrl: server.url, clock, concurrency })
  const pool = new Pool(server.url, { connections: concurrency })
  const path = '/repos/acme/shop/issues/7/timeline'
  const schema = z.array(z.object({ event: z.string() }))

  const { ours, reference, ratio } = await interleaved(9, {
    ours: () => rateOf(requests, concurrency, () => door.get(path, { schema })),
    reference: () =>
      rateOf(requests, concurrency, async () => (await pool.request({ path, method: 'GET' })).body.json()),
  })
  await pool.close()
  return [
    '| requests/s through the door | requests/s of undici alone, parsed | ratio |',
    '| --- | --- | --- |',
    `| ${showSpread(ours, 0)} | ${showSpread(reference, 0)} | ${showSpread(ratio, 2)} |`,
  ]
}

async function rateOf(requests: number, concurrency: number, ask: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  let asked = 0
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (asked < requests) {
        asked += 1
        await ask()
      }
    }),
  )
  return (requests / (performance.now() - startedAt)) * 1_000
}

/** Requests, time and memory of whole readings of the pulls; memory must not grow with them. */
async function readings(sizes: readonly number[]): Promise<readonly string[]> {
  const rows: string[] = []
  for (const pulls of sizes) {
    await using server = await startServer(pulls)
    const words = ['--import', 'tsx', '--import', peakMemory, self, 'read', server.url]
    const { milliseconds, peakBytes = Number.NaN } = await runProcess(process.execPath, words, root)
    const requests = pulls + Math.ceil(pulls / 100) + 1
    rows.push(
      [
        `| ${pulls} | ${requests} | ${(milliseconds / 1_000).toFixed(1)} `,
        `| ${((requests / milliseconds) * 1_000).toFixed(0)} | ${(peakBytes / 1e6).toFixed(0)} |`,
      ].join(''),
    )
  }
  return [
    '| pulls | requests | whole process, s | requests/s | peak memory, MB |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ]
}

interface ServerProcess extends AsyncDisposable {
  readonly url: string
}

/** The server in a process of its own, so that it takes no time from what is measured. */
function startServer(pulls: number): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    const words = ['--import', 'tsx', self, 'serve', String(pulls)]
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise<void>((end) => child.once('close', () => end()))
    child.once('error', reject)
    child.stdout.once('data', (chunk: Buffer) =>
      resolve({
        url: chunk.toString('utf8').trim(),
        [Symbol.asyncDispose]: () => {
          child.kill()
          return ended
        },
      }),
    )
  })
}

async function serve(pulls: number): Promise<void> {
  const { url } = await startGithubServer({ history: generateForgeHistory({ seed, pulls }), delay })
  process.stdout.write(`${url}\n`)
}

async function readOnce(url: string): Promise<void> {
  await using http = openHttpDoor({ source: 'github', baseUrl: url, clock })
  const config = { repository: 'acme/shop', apiUrl: url, host: 'github.com', streams: ['pulls'] as const }
  let events = 0
  for await (const page of github.read(config, { http, clock, cursorOf: () => undefined }))
    events += page.events.length
  if (events === 0) throw new Error('Nothing was read.')
}
