import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateForgeHistory, startGithubServer } from '@sluice/connect/testing'
import {
  git,
  temporaryFolder,
  temporaryRepository,
  type TemporaryFolder,
  type TemporaryRepository,
} from '@sluice/git/testing'
import { temporaryLedger } from '@sluice/ledger/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analysisSchema } from '../../packages/cli/src/json/analysis-schema.ts'
import {
  ingestSchema,
  ledgerSchema,
  recordSchema,
  syncSchema,
} from '../../packages/cli/src/json/ledger-schemas.ts'
import { runCli, type CliOptions, type CliResult } from '../../packages/cli/src/testing/run-cli.ts'

// Each of these starts the program as a person would, so a test says as much as it can with one start.

const token = 'made-up-token-0123456789'
const shop = 'github.acme.example/acme/shop'
const history = generateForgeHistory({ seed: 3, pulls: 60 })

/** Nine processes, one after the other. */
const slow = { timeout: 180_000 }

let folder: TemporaryFolder
let data: string
beforeAll(async () => {
  folder = await temporaryFolder()
  data = join(folder.path, 'data')
})
afterAll(() => folder[Symbol.asyncDispose]())

/** Runs sluice in a folder of its own, with a ledger of its own. */
function sluice(words: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const env = { SLUICE_DATA: data, SLUICE_LEDGER: '', SLUICE_CONTROL: '', HOME: folder.path, ...options.env }
  return runCli(words, { cwd: folder.path, ...options, env })
}

function sync(url: string, ...words: readonly string[]): Promise<CliResult> {
  const how = ['--api-url', url, '--since', '2025-12-01', ...words]
  return sluice(['sync', 'github', shop, ...how], { env: { GITHUB_TOKEN: token } })
}

describe('sluice sync, analyze and ledger', () => {
  it(
    'bring in a repository once, analyze it without a clone, and take the ledger elsewhere',
    slow,
    async () => {
      const forge = await startGithubServer({ history, token })
      const first = await sync(forge.url, '--json')
      const second = await sync(forge.url)
      await forge.close()

      const synced = syncSchema.parse(JSON.parse(first.stdout))
      expect([first.exitCode, first.stderr, second.exitCode, second.stderr]).toEqual([0, '', 0, ''])
      expect(synced.streams.map(({ stream, gaps }) => [stream, gaps])).toEqual([
        ['pulls', []],
        ['runs', []],
        ['deployments', []],
        ['incidents', []],
      ])
      expect(second.stdout).toMatch(new RegExp(`^Read ${shop} from github with \\d+ requests into ${data}`))
      expect(second.stdout).toContain('0 new events')
      expect([first, second].map(({ stdout }) => stdout).join('')).not.toContain(token)

      const report = await sluice(['analyze', '--repository', shop])
      const analyzed = await sluice(['analyze', '--repository', shop, '--json', '--quiet'])
      expect([report.exitCode, report.stderr, analyzed.exitCode]).toEqual([0, '', 0])
      // The report is laid out in lines.
      expect(report.stdout.replaceAll(/\s+/g, ' ')).toMatch(
        /With the ledger: github until \d+ Jan 2026; \d+ changes known to a forge, \d+ deployments recorded\./,
      )

      const copy = join(folder.path, 'copy')
      const exported = await sluice(['ledger', 'export', 'backup', '--json'])
      const imported = await sluice(['ledger', 'import', 'backup', '--data', copy])
      const again = await sluice(['analyze', '--repository', shop, '--json', '--data', copy])
      expect([exported.exitCode, imported.exitCode, imported.stderr, again.exitCode]).toEqual([0, 0, '', 0])
      expect(ledgerSchema.parse(JSON.parse(exported.stdout))).toMatchObject({ schema: 'sluice.ledger/1' })
      const there = analysisSchema.parse(JSON.parse(again.stdout))
      const here = analysisSchema.parse(JSON.parse(analyzed.stdout))
      expect(there.changes.length).toBeGreaterThan(20)
      expect(withoutPlace(there)).toEqual(withoutPlace(here))

      const rebuilt = await sluice(['ledger', 'rebuild', '--data', copy])
      const after = await sluice(['analyze', '--repository', shop, '--json', '--data', copy])
      expect([rebuilt.exitCode, rebuilt.stderr]).toEqual([0, ''])
      expect(rebuilt.stdout).toMatch(/^Derived all facts again from [\d,]+ events\n$/)
      expect(withoutPlace(analysisSchema.parse(JSON.parse(after.stdout)))).toEqual(withoutPlace(here))
    },
  )

  it('end with 3 when a part could not be read, and say which', async () => {
    const forbidden = { path: /\/deployments$/, permission: 'deployments=read' }
    const forge = await startGithubServer({ history, token, faults: { forbidden } })

    const { exitCode, stdout, stderr } = await sync(forge.url, '--data', join(folder.path, 'gap'))
    await forge.close()

    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' })
    expect(stdout).toContain('deployments has a gap:')
    expect(stdout).toContain('deployments=read')
  })

  it('end with 2 and a hint while another process has the ledger', async () => {
    const { directory, remove } = await temporaryLedger()

    const { exitCode, stderr } = await sluice(['ledger', 'status', '--data', directory])
    await remove()

    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^error LEDGER_IN_USE: .+\nhint: .+--data/)
  })

  it.each([
    [['sync', 'github', shop, '--only', 'pull'], 'STREAM_UNKNOWN'],
    [['ledger', 'export'], 'ARGUMENTS_INVALID'],
    [['analyze', '--repository', shop, '--no-ledger'], 'ARGUMENTS_INVALID'],
    [['analyze', '--repository', 'github.com/acme/unknown', '--json'], 'REPOSITORY_NOT_KNOWN'],
  ])('end with 2 where %j cannot be done', async (words, code) => {
    const { exitCode, stdout, stderr } = await sluice(words)

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(code)
  })
})

/** Where the ledger lies and when it was asked is all that may differ. */
function withoutPlace(document: ReturnType<typeof analysisSchema.parse>): unknown {
  const { knowledge, scope, ...rest } = document
  return { ...rest, scope: { ...scope, analyzedAt: '' }, knowledge: { ...knowledge, ledger: '' } }
}

describe('sluice record and ingest', () => {
  let clone: TemporaryRepository
  beforeAll(async () => {
    clone = await temporaryRepository((script) => {
      script.tag('v0.1.0', script.commit('start', { at: '2026-11-01T00:00:00Z' }))
      script.commit('feat: pay by card (#1)', { at: '2026-11-02T00:00:00Z' })
    })
    await clone.git(['remote', 'add', 'origin', 'https://github.com/acme/till.git'])
  })
  afterAll(() => clone[Symbol.asyncDispose]())

  it('tell of what is deployed, so that release tags need no longer stand in', async () => {
    const deployed = ['record', 'deployment', '--service', 'till', '--started', '2026-11-02T01:00:00Z']
    const recorded = await sluice([...deployed, '--finished', '2026-11-02T02:00:00Z', '--json'], {
      cwd: clone.path,
    })
    const repeated = await sluice([...deployed, '--finished', '2026-11-02T02:00:00Z'], { cwd: clone.path })
    const report = await sluice(['analyze'], { cwd: clone.path })
    const gitAlone = await sluice(['analyze', '--no-ledger', '--json'], { cwd: clone.path })

    const { id, ...document } = recordSchema.parse(JSON.parse(recorded.stdout))
    expect(document).toMatchObject({ kind: 'deployment', repository: 'github.com/acme/till' })
    expect(repeated).toEqual({
      exitCode: 0,
      stdout: `Knew already: deployment of github.com/acme/till, ${id}\n`,
      stderr: '',
    })
    expect(report.stdout.replaceAll(/\s+/g, ' ')).toContain('1 deployment recorded.')
    expect(JSON.parse(gitAlone.stdout)).toMatchObject({ knowledge: null })
    expect(
      (await git(clone.path, ['status', '--porcelain']))
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('??')),
    ).toEqual([])
  })

  it('read standard input, and say which file is broken', async () => {
    await mkdir(join(folder.path, 'reports'))
    await writeFile(join(folder.path, 'reports', 'broken.xml'), 'no report')
    const report = '<testsuite name="a"><testcase classname="a" name="b" time="1"/></testsuite>'
    const how = ['--repository', 'acme/till', '--data', join(folder.path, 'tests')]

    const read = await sluice(['ingest', 'junit', '-', 'reports/broken.xml', '--json', ...how], {
      input: report,
    })
    const again = await sluice(['ingest', 'junit', '-', ...how], { input: report })

    const { files } = ingestSchema.parse(JSON.parse(read.stdout))
    expect([read.exitCode, read.stderr]).toEqual([2, ''])
    expect(files.map(({ recorded, failure }) => [recorded, failure?.code])).toEqual([
      [1, undefined],
      [0, 'JUNIT_NOT_A_REPORT'],
    ])
    expect(again).toEqual({ exitCode: 0, stdout: 'standard input: 0 new, 1 known already\n', stderr: '' })
  })
})
